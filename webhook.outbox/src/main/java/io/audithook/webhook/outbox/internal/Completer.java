/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that completes stages, so that what depends on them never holds up the committer. */
final class Completer {

    private static final Logger LOG = LoggerFactory.getLogger(Completer.class);

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "audithook-outbox-done");
        worker.setDaemon(true);
        return worker;
    });

    /** After the end it does nothing. */
    void execute(Runnable completion) {
        try {
            executor.execute(completion);
        } catch (RejectedExecutionException e) {
            LOG.debug("The outbox is closed; nobody is told any more");
        }
    }

    /** Nothing more will come. */
    void end() {
        executor.shutdown();
    }

    /** Waits until the end, interrupted or not, since whoever comes next needs the directory. */
    boolean awaitEnd(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        boolean done = false;
        while (!done && deadline - System.nanoTime() > 0) {
            try {
                done = executor.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return done;
    }
}
