/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

    private final Connection source;
    private final LaneRows rows;
    private final Map<Long, Optional<String>> names;

    LaneRescue(Connection source) throws SQLException {
        this.source = source;
        this.rows = new LaneRows(source);
        this.names = names();
    }

    /**
     * The lanes that can be read, and of the others those that have a name.
     *
     * @param trimmed entries up to here were removed
     */
    Map<Long, LaneRow> lanes(long trimmed) {
        Map<Long, LaneRow> found = readable();
        Set<String> known = new HashSet<>();
        for (LaneRow row : found.values()) {
            if (row != null && !row.isReplay()) {
                known.add(row.endpoint());
            }
        }
        Map<Long, LaneRow> lanes = new LinkedHashMap<>();
        found.forEach((id, row) -> {
            Optional<String> name = names.getOrDefault(id, Optional.empty());
            if (row != null) {
                lanes.put(id, row);
            } else if (name.isPresent() && known.add(name.get())) {
                LOG.error(
                        "endpoint={} what it has is not known any more, since its row is damaged; everything that is"
                                + " stored is delivered to it again",
                        name.get());
                lanes.put(id, LaneRow.keeping(id, name.get(), trimmed, positions("parked", id), positions("dead", id)));
            } else {
                LOG.error("The lane {} is damaged and cannot be told from others; it ends", id);
            }
        });
        return lanes;
    }

    private Map<Long, Optional<String>> names() {
        try {
            return rows.names();
        } catch (SQLException e) {
            LOG.error("The names of the endpoints cannot be read apart from their rows: {}", e.getMessage());
            return Map.of();
        }
    }

    /** With null for those that cannot be read. */
    private Map<Long, LaneRow> readable() {
        Map<Long, LaneRow> lanes = new LinkedHashMap<>();
        names.keySet().forEach(id -> lanes.put(id, null));
        try {
            lanes.putAll(rows.all());
        } catch (SQLException e) {
            LOG.error("The rows of the lanes cannot be read all together: {}", e.getMessage());
            for (long id : names.keySet()) {
                try {
                    lanes.put(id, rows.get(id));
                } catch (SQLException unreadable) {
                    LOG.error("The row of lane {} cannot be read: {}", id, unreadable.getMessage());
                }
            }
        }
        return lanes;
    }

    private Set<Long> positions(String table, long lane) {
        Set<Long> positions = new HashSet<>();
        try (PreparedStatement select = source.prepareStatement("SELECT position FROM " + table + " WHERE lane = ?")) {
            select.setLong(1, lane);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    positions.add(row.getLong(1));
                }
            }
        } catch (SQLException e) {
            LOG.error("What is {} of lane {} cannot be read: {}", table, lane, e.getMessage());
        }
        return positions;
    }
}
