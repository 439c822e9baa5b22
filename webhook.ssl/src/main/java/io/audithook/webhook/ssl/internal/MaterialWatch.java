/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.FileWatch;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has all profiles look at their files. One daemon thread for all of them. */
final class MaterialWatch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(MaterialWatch.class);

    private final ScheduledExecutorService executor = executor();
    private final FileWatch watch = new FileWatch(this::schedule);

    /** From now on this is called, on the thread of the watch. */
    FileWatch.Watched add(Runnable look) {
        return watch.add(look);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it throws nothing
    private void schedule(Duration delay, Runnable task) {
        executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ScheduledExecutorService executor() {
        return new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "audithook-tls");
                    thread.setDaemon(true);
                    return thread;
                },
                // the next look of one that is under way while this is closed
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Waits 5 s at most for a look that is under way. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The thread audithook-tls does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
