/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

/** A bucket that fills evenly; each attempt takes one out of it. Not thread-safe. */
final class RateLimit {

    private static final double NANOS = 1e9;
    private static final double MINUTE = 60;

    /** How late a timer may be so that nothing is lost, in seconds. */
    private static final double LATE = 0.04;

    private double perSecond;
    private double size;
    private double tokens;
    private long filledAt;

    /**
     * Not more than so many in any second, however it is cut: what the bucket holds beyond the one that every limit allows is
     * taken off what flows in. It is as much as comes while a timer is late.
     *
     * @param number 0 for any number; below 1 there is one in the time that it takes
     */
    void perSecond(double number, long nowNanos) {
        double late = number < 1 ? 0 : number * LATE;
        limit(number - late, 1 + late, nowNanos);
    }

    /**
     * Not more than so many in any minute, however it is cut: what the bucket holds is taken off what flows in.
     *
     * @param number 0 for any number
     */
    void perMinute(int number, long nowNanos) {
        double held = Math.max(1, number / MINUTE);
        // with one in the bucket they go at even distances, the first of the next minute after this one has ended
        limit((held > 1 ? number - held : number) / MINUTE, held, nowNanos);
    }

    /** How long until the next may begin, in nanoseconds; 0 for now. */
    long waitNanos(long nowNanos) {
        if (perSecond == 0) {
            return 0;
        }
        tokens = Math.min(size, tokens + (nowNanos - filledAt) * perSecond / NANOS);
        filledAt = nowNanos;
        return tokens >= 1 ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) / perSecond * NANOS));
    }

    /** One begins. */
    void take() {
        tokens -= 1;
    }

    private void limit(double newPerSecond, double newSize, long nowNanos) {
        if (newPerSecond != perSecond || newSize != size) {
            perSecond = newPerSecond;
            size = newSize;
            tokens = Math.min(Math.max(1, tokens), size);
            filledAt = nowNanos;
        }
    }
}
