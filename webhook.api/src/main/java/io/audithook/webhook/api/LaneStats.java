/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What has become of the entries of a lane since its cursor was made. At any time
 *
 * <pre>accepted = delivered + filtered + dead + damaged + lost + pending</pre>
 *
 * @param accepted entries that came into the lane
 * @param delivered those the receiver has
 * @param filtered those a filter dropped
 * @param dead those that are dead letters, or were until somebody purged them
 * @param damaged those that could not be read any more and are in quarantine
 * @param lost those that were removed for want of room, or because of their age, before they were delivered
 * @param pending all others, parked ones included
 * @param parked those that are put aside
 * @param oldestPending when the oldest of the pending was accepted
 */
public record LaneStats(
        long accepted,
        long delivered,
        long filtered,
        long dead,
        long damaged,
        long lost,
        long pending,
        int parked,
        Optional<Instant> oldestPending) {

    public LaneStats {
        Objects.requireNonNull(oldestPending, "oldestPending");
    }

    /** The entries that are unaccounted for: 0, or something is wrong. */
    public long missing() {
        return accepted - delivered - filtered - dead - damaged - lost - pending;
    }
}
