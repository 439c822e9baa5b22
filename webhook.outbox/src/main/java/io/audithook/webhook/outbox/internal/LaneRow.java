/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.ReplayRange;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A lane as stored.
 *
 * @param id its number, never given twice
 * @param endpoint where it delivers
 * @param range what it delivers, if it is a replay
 * @param start the position before its first entry
 * @param end the position of its last entry; {@link Long#MAX_VALUE} for no end
 * @param progress how far it has come
 * @param standing what was said about it
 */
record LaneRow(
        long id,
        String endpoint,
        Optional<ReplayRange> range,
        long start,
        long end,
        Progress progress,
        Standing standing) {

    LaneRow {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(standing, "standing");
    }

    /** The lane of an endpoint itself, from a position on. */
    static LaneRow own(String endpoint, long start) {
        return new LaneRow(0, endpoint, Optional.empty(), start, Long.MAX_VALUE, Progress.at(start), Standing.ORDINARY);
    }

    /**
     * The lane of an endpoint of which only this much is known.
     *
     * @param mark all up to here count as closed
     * @param parked what is parked
     * @param dead what is a dead letter
     */
    static LaneRow keeping(long id, String endpoint, long mark, Set<Long> parked, Set<Long> dead) {
        Closed closed = new Closed(mark);
        Set<Long> kept = new HashSet<>(parked);
        kept.addAll(dead);
        kept.forEach(closed::add);
        long before = kept.stream().filter(position -> position <= mark).count();
        Progress progress = new Progress(closed.mark(), closed.encoded(), 0, 0, dead.size(), 0, 0, 0);
        return own(endpoint, mark - before).withId(id).with(progress, Standing.ORDINARY);
    }

    boolean isReplay() {
        return range.isPresent();
    }

    LaneRow withId(long newId) {
        return new LaneRow(newId, endpoint, range, start, end, progress, standing);
    }

    LaneRow with(Standing newStanding) {
        return with(progress, newStanding);
    }

    LaneRow with(Progress newProgress, Standing newStanding) {
        return new LaneRow(id, endpoint, range, start, end, newProgress, newStanding);
    }
}
