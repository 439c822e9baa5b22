/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has all profiles look at their files, one after the other, again and again. It polls, because file systems tell of
 * changes behind links and on network shares late or never. One daemon thread for all profiles.
 */
final class MaterialWatch implements AutoCloseable {

    /** A change is taken up at the second look after it, so within 4 s. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(MaterialWatch.class);

    private final Set<Runnable> looks = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "audithook-tls");
        thread.setDaemon(true);
        return thread;
    });

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor, and throws nothing
    void start() {
        executor.scheduleWithFixedDelay(
                this::lookAtAll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on this is called, on the thread of the watch. */
    void add(Runnable look) {
        looks.add(Objects.requireNonNull(look, "look"));
    }

    /** No call begins after this one; one may be under way. */
    void remove(Runnable look) {
        looks.remove(look);
    }

    private void lookAtAll() {
        looks.forEach(look -> {
            try {
                if (looks.contains(look)) {
                    look.run();
                }
            } catch (RuntimeException e) {
                // the other profiles shall be looked after all the same
                LOG.error("A TLS profile cannot be looked after", e);
            }
        });
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
