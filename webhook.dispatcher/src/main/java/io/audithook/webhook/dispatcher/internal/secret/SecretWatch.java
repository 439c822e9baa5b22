/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.secret;

import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Looks every few seconds whether the files of secrets have changed, for all endpoints in one task and only while there
 * is something to look after. Safe for use by many threads.
 */
public final class SecretWatch {

    /** A change counts after two looks. */
    static final Duration LOOK = Duration.ofSeconds(2);

    private final Executor pool;
    private final Timekeeper time;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private boolean running;

    /**
     * @param pool runs the looks, which read files
     * @param time the time
     */
    public SecretWatch(Executor pool, Timekeeper time) {
        this.pool = pool;
        this.time = time;
    }

    /**
     * Looks after it until that is closed.
     *
     * @param owner whose it is, for messages
     * @param rotating what may change
     */
    public Watched watch(String owner, Rotating<?> rotating) {
        Watched entry = new Watched(owner, rotating);
        if (!rotating.isFixed()) {
            watched.add(entry);
            begin();
        }
        return entry;
    }

    private synchronized void begin() {
        if (!running) {
            running = true;
            next();
        }
    }

    private void next() {
        time.schedule(LOOK, () -> pool.execute(this::look));
    }

    private void look() {
        for (Watched entry : watched) {
            entry.look();
        }
        synchronized (this) {
            running = !watched.isEmpty();
            if (running) {
                next();
            }
        }
    }

    /** Something that is looked after. */
    public final class Watched implements AutoCloseable {

        private final String owner;
        private final Rotating<?> rotating;

        private Watched(String owner, Rotating<?> rotating) {
            this.owner = owner;
            this.rotating = rotating;
        }

        private void look() {
            rotating.look(owner);
        }

        @Override
        public void close() {
            watched.remove(this);
        }
    }
}
