/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

/** Attempts per second: a bucket that fills evenly, and holds what one second brings. Not thread-safe. */
final class RateLimit {

    private static final double NANOS = 1e9;

    private double perSecond;
    private double tokens;
    private long filledAt;

    /** @param newPerSecond 0 for any number */
    void limit(double newPerSecond, long nowNanos) {
        if (newPerSecond != perSecond) {
            perSecond = newPerSecond;
            tokens = Math.min(Math.max(1, tokens), size());
            filledAt = nowNanos;
        }
    }

    /** How long until the next may begin, in nanoseconds; 0 for now. */
    long waitNanos(long nowNanos) {
        if (perSecond == 0) {
            return 0;
        }
        tokens = Math.min(size(), tokens + (nowNanos - filledAt) * perSecond / NANOS);
        filledAt = nowNanos;
        return tokens >= 1 ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) / perSecond * NANOS));
    }

    /** One begins. */
    void take() {
        tokens -= 1;
    }

    private double size() {
        return Math.max(1, perSecond);
    }
}
