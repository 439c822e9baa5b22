/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time in the order of their arrival, without a thread or lock of its own. {@link #execute}
 * lets the caller itself work if nobody else is at it, so that what follows from an answer happens on the
 * thread that brought it.
 */
final class SerialExecutor implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor pool;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    /** @param pool runs what {@link #executeLater} is given */
    SerialExecutor(Executor pool) {
        this.pool = pool;
    }

    /** Runs the task on this thread, with all that arrives meanwhile, or leaves it to the thread at work. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            drain();
        }
    }

    /** Has the task run on the pool, or by the thread at work. Returns at once. */
    void executeLater(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            pool.execute(this::drain);
        }
    }

    private void drain() {
        int done = 1;
        do {
            for (int i = 0; i < done; i++) {
                Runnable task = tasks.poll();
                try {
                    task.run();
                } catch (Throwable e) {
                    // nobody would do what comes after it
                    LOG.error("A lane task failed", e);
                }
            }
            done = pending.addAndGet(-done);
        } while (done != 0);
    }
}
