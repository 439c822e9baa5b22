/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a store is kept in memory.
 *
 * @param lanes all lanes
 * @param parked the positions that are parked, by the number of the lane
 * @param last the highest position that was ever given
 * @param trimmed entries up to here were removed
 * @param holes what was accepted and is not there
 */
record Loaded(List<LaneRow> lanes, Map<Long, LongSet> parked, long last, long trimmed, List<Holes.Hole> holes) {

    private static final String LAST_QUARANTINED =
            "SELECT coalesce(max(position), 0) FROM quarantine WHERE source = '" + Damaged.LOG + "'";

    /** @throws SQLException if it cannot be read, or is not what was stored */
    static Loaded from(Store store) throws SQLException {
        Map<Long, LaneRow> rows = store.lanes().all();
        if (rows.containsValue(null)
                || !rows.keySet().equals(store.lanes().names().keySet())) {
            throw new DamagedRowException("the row of a lane is damaged");
        }
        long last = Math.max(store.entries().last(), store.trimmed());
        if (store.entries().hasAfter(last)) {
            throw new DamagedRowException("the end of the log is not where it is said to be");
        }
        last = Math.max(last, lastDamaged(store));
        for (LaneRow row : rows.values()) {
            Progress progress = row.progress();
            last = Math.max(last, new Closed(progress.mark(), progress.closed()).highest());
        }
        Map<Long, LongSet> parked = new HashMap<>();
        store.parked().visit((lane, position) -> {
            if (rows.containsKey(lane)) {
                parked.computeIfAbsent(lane, any -> new LongSet()).add(position);
            }
        });
        return new Loaded(
                new ArrayList<>(rows.values()),
                parked,
                last,
                store.trimmed(),
                store.holes().all());
    }

    /** How many parked entries have no row: all else is accounted for. */
    long unaccounted() {
        long missing = 0;
        for (LaneRow row : lanes) {
            Ledger ledger = new Ledger(row.start(), row.end(), row.progress());
            for (long position : parked.getOrDefault(row.id(), new LongSet()).toArray()) {
                ledger.addParked(position);
            }
            missing += Math.max(0, ledger.stats(last, Optional.empty()).missing());
        }
        return missing;
    }

    /** The end of the log, as far as there is something of it, or it is known what there was. */
    static long end(Store store) throws SQLException {
        return Math.max(Math.max(store.entries().last(), store.trimmed()), lastDamaged(store));
    }

    private static long lastDamaged(Store store) throws SQLException {
        long last = store.number(LAST_QUARANTINED);
        for (Holes.Hole hole : store.holes().all()) {
            last = Math.max(last, hole.last());
        }
        return last;
    }
}
