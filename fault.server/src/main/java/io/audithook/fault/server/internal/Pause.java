/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

/** Waits on the server's timer. */
final class Pause implements Action {

    private final long minNanos;
    private final long maxNanos;
    private boolean begun;
    private long deadline;

    Pause(long minNanos, long maxNanos) {
        this.minNanos = minNanos;
        this.maxNanos = maxNanos;
    }

    @Override
    public Progress advance(Connection connection) {
        if (!begun) {
            begun = true;
            long nanos = minNanos == maxNanos ? minNanos : connection.random().nextLong(minNanos, maxNanos + 1);
            deadline = System.nanoTime() + nanos;
            if (nanos > 0) {
                connection.wakeAfter(nanos);
            }
        }
        return System.nanoTime() - deadline >= 0 ? Progress.DONE : Progress.TIMER;
    }
}
