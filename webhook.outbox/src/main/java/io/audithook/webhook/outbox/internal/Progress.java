/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.util.Objects;

/**
 * How far a lane has come, as stored.
 *
 * @param mark all entries up to this position are closed: settled, parked, or gone
 * @param closed those above it that are closed, as {@link Closed#encoded}
 * @param delivered how many the receiver has
 * @param filtered how many a filter dropped
 * @param dead how many are dead letters, or were
 * @param damaged how many could not be read
 * @param lost how many were removed for want of room or for their age
 * @param skipped how many did not belong to the replay
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Progress(
        long mark, byte[] closed, long delivered, long filtered, long dead, long damaged, long lost, long skipped) {

    Progress {
        Objects.requireNonNull(closed, "closed");
    }

    /** Of a lane that has just begun. */
    static Progress at(long mark) {
        return new Progress(mark, new byte[0], 0, 0, 0, 0, 0, 0);
    }

    /** The same, with more that is damaged. */
    Progress withDamaged(long more) {
        return new Progress(mark, closed, delivered, filtered, dead, damaged + more, lost, skipped);
    }

    /** The same, with dead letters that are damaged. */
    Progress withDamagedDead(long count) {
        return new Progress(mark, closed, delivered, filtered, dead - count, damaged + count, lost, skipped);
    }

    /** How many are neither open nor parked. */
    long ended() {
        return delivered + filtered + dead + damaged + lost + skipped;
    }
}
