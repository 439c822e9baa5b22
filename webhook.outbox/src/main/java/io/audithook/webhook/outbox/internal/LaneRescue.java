/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets the lanes out of a damaged store. An endpoint whose row is damaged begins anew: twice is better than never. */
final class LaneRescue {

    private static final Logger LOG = LoggerFactory.getLogger(LaneRescue.class);

    private final LaneRows rows;
    private final Map<Long, Optional<String>> names = new LinkedHashMap<>();
    private final Map<Long, LaneRow> found = new LinkedHashMap<>();
    private final boolean isAnyLost;

    LaneRescue(Connection source) throws SQLException {
        this.rows = new LaneRows(source);
        boolean named = readNames();
        boolean all = readRows();
        this.isAnyLost = !named && (!all || found.containsValue(null));
    }

    /** The lanes there are, by number, with null for those whose rows cannot be read. */
    Map<Long, LaneRow> found() {
        return found;
    }

    /** Whether there may have been an endpoint of which not even the name is known. */
    boolean isAnyLost() {
        return isAnyLost;
    }

    /**
     * The lanes that can be read, and of the others those that have a name.
     *
     * @param trimmed entries up to here were removed
     * @param parkedGone how many of their parked entries are gone, by number
     * @param deadGone how many of their dead letters are gone, by number
     * @param target has what is left of both
     */
    Map<Long, LaneRow> lanes(long trimmed, Map<Long, Long> parkedGone, Map<Long, Long> deadGone, Store target)
            throws SQLException {
        Set<String> known = new HashSet<>();
        for (LaneRow row : found.values()) {
            if (row != null && !row.isReplay()) {
                known.add(row.endpoint());
            }
        }
        Map<Long, LaneRow> lanes = new LinkedHashMap<>();
        for (Map.Entry<Long, LaneRow> each : found.entrySet()) {
            long id = each.getKey();
            LaneRow row = each.getValue();
            Optional<String> name = names.getOrDefault(id, Optional.empty());
            if (row != null) {
                Progress progress = row.progress()
                        .withDamagedDead(deadGone.getOrDefault(id, 0L))
                        .withDamaged(parkedGone.getOrDefault(id, 0L));
                lanes.put(id, balanced(row.with(progress, row.standing()), trimmed, target));
            } else if (name.isPresent() && known.add(name.get())) {
                LOG.error(
                        "endpoint={} what it has is not known any more, since its row is damaged; everything that is"
                                + " stored is delivered to it again",
                        name.get());
                lanes.put(id, anew(id, name.get(), trimmed, target));
            } else {
                LOG.error("The lane {} is damaged and cannot be told from others; it ends", id);
            }
        }
        return lanes;
    }

    /** Parked entries of which nobody knows which they were are delivered with all others. */
    private static LaneRow balanced(LaneRow row, long trimmed, Store target) throws SQLException {
        Progress progress = row.progress();
        long parked = target.number("SELECT count(*) FROM parked WHERE lane = ?", row.id());
        Closed closed = new Closed(progress.mark(), progress.closed());
        long unknown = closed.mark() + closed.count() - row.start() - progress.ended() - parked;
        if (unknown <= 0) {
            return row;
        }
        LOG.error(
                "endpoint={} {} entries that were put aside are damaged, and which they were is not known any more;"
                        + " everything that is stored is delivered to it again",
                row.endpoint(),
                unknown);
        return row.isReplay()
                ? row.with(Progress.at(row.start()), row.standing())
                : anew(row.id(), row.endpoint(), trimmed, target).with(row.standing());
    }

    private static LaneRow anew(long id, String endpoint, long trimmed, Store target) throws SQLException {
        return LaneRow.keeping(
                id,
                endpoint,
                trimmed,
                target.parked().positions(id),
                target.deadLetters().positions(id));
    }

    /** Returns whether all can be read. */
    private boolean readNames() {
        try {
            names.putAll(rows.names());
            return true;
        } catch (SQLException e) {
            LOG.error("The names of the endpoints cannot be read apart from their rows: {}", e.getMessage());
            return false;
        }
    }

    /** Returns whether all can be read. */
    private boolean readRows() {
        names.keySet().forEach(id -> found.put(id, null));
        try {
            found.putAll(rows.all());
            return true;
        } catch (SQLException e) {
            LOG.error("The rows of the lanes cannot be read all together: {}", e.getMessage());
            for (long id : names.keySet()) {
                try {
                    found.put(id, rows.get(id));
                } catch (SQLException unreadable) {
                    LOG.error("The row of lane {} cannot be read: {}", id, unreadable.getMessage());
                }
            }
            return false;
        }
    }
}
