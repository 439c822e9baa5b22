/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

/**
 * How many attempts may be under way: a little more after each success, half after a failure that says "too much", within
 * limits. Starts at the upper limit, and after an outage at the lower one, from where it doubles with each round until it
 * comes to where it was. Not thread-safe.
 */
final class ConcurrencyLimit {

    private int min = 1;
    private int max = 1;
    private double limit = 1;

    /** Below this it grows fast. */
    private double slowFrom = 1;

    private long lastCut = Long.MIN_VALUE;

    /** Sets the limits; a limit that was at its upper end stays there. */
    void limits(int newMin, int newMax) {
        boolean atTheTop = limit >= max;
        min = newMin;
        max = newMax;
        limit = atTheTop ? max : Math.max(min, Math.min(max, limit));
        slowFrom = Math.min(slowFrom, max);
    }

    int current() {
        return (int) limit;
    }

    /** An attempt ended well, and in good time. */
    void succeeded() {
        if (limit < max) {
            limit = Math.min(max, limit < slowFrom ? limit + 1 : limit + 1 / limit);
        }
    }

    /**
     * An attempt that began at a time ended as one too many.
     *
     * @param startedNanos attempts that began before the last cut tell nothing new
     */
    void congested(long startedNanos, long nowNanos) {
        if (lastCut == Long.MIN_VALUE || startedNanos - lastCut > 0) {
            lastCut = nowNanos;
            limit = Math.max(min, limit / 2);
            slowFrom = limit;
        }
    }

    /** After an outage. */
    void restart() {
        slowFrom = Math.max(limit, slowFrom);
        limit = min;
    }
}
