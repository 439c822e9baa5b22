/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.time.Duration;

/**
 * Notices when this process stood still: a collection that stops the world, a machine that was put to sleep, too little CPU.
 * A time that ran out meanwhile says nothing about a receiver. Safe for use by many threads.
 */
final class StallWatch implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(250);
    private static final long STALL_NANOS = Duration.ofSeconds(1).toNanos();

    private final Timekeeper time;
    private final long began;
    private volatile long lastTick;

    /** When the last stall ended; before the beginning if there was none. */
    private volatile long lastStall;

    private volatile boolean closed;

    StallWatch(Timekeeper time) {
        this.time = time;
        this.began = time.nanoTime();
        this.lastTick = began;
        this.lastStall = began - 1;
    }

    void start() {
        time.schedule(TICK, this::tick);
    }

    /** Whether the process stood still between a time and now. */
    boolean stalledSince(long nanos) {
        look();
        return lastStall - began >= 0 && lastStall - nanos > 0;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void tick() {
        if (!closed) {
            look();
            start();
        }
    }

    /** The attempts that end first after a stall are looked at before the timer has its turn. */
    private synchronized void look() {
        long now = time.nanoTime();
        if (now - lastTick > TICK.toNanos() + STALL_NANOS) {
            lastStall = now;
        }
        lastTick = now;
    }
}
