/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that all endpoints share. Those that filters do not give back are replaced, up to a limit. */
public final class LanePool implements Executor, AutoCloseable {

    /** However many filters take too long, there is an end to threads. */
    private static final int MAX_REPLACED = 32;

    private static final int IDLE_SECONDS = 30;
    private static final int PATIENCE_SECONDS = 5;

    private final int size;
    private final ThreadPoolExecutor threads;

    /** @param size how many threads work at the same time, at most */
    public LanePool(int size) {
        this.size = size;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "audithook-lanes-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** So many threads are held at the moment, and others take their place. Not to be called by two threads at once. */
    public void replace(int held) {
        int wanted = size + Math.min(held, MAX_REPLACED);
        // in this order the core is never larger than the maximum
        threads.setMaximumPoolSize(Math.max(wanted, threads.getCorePoolSize()));
        threads.setCorePoolSize(wanted);
        threads.setMaximumPoolSize(wanted);
    }

    /** How many threads there may be at the moment. */
    int limit() {
        return threads.getMaximumPoolSize();
    }

    /** Runs what was given to it before, and interrupts what has not ended after a few seconds. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
