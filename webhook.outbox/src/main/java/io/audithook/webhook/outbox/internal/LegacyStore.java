/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads stores of the first two versions, which had cursors and dead letters, and counted nothing. */
final class LegacyStore {

    private final Connection source;

    LegacyStore(Connection source) {
        this.source = source;
    }

    StoreInfo.Row info() throws SQLException {
        long first = Sql.number(source, "SELECT coalesce(min(position), 1) FROM entry");
        return new StoreInfo.Row((int) Sql.number(source, "SELECT id FROM store"), first - 1, 0);
    }

    /**
     * The cursors as lanes.
     *
     * @param trimmed entries up to here were removed
     */
    Map<Long, LaneRow> lanes(long trimmed) throws SQLException {
        Map<Long, LaneRow> lanes = new LinkedHashMap<>();
        try (PreparedStatement select =
                        source.prepareStatement("SELECT endpoint, position FROM cursor ORDER BY endpoint");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long id = lanes.size() + 1L;
                String endpoint = row.getString(1);
                long mark = Math.max(trimmed, row.getLong(2));
                lanes.put(id, LaneRow.keeping(id, endpoint, mark, Set.of(), deadPositions(endpoint)));
            }
        }
        return lanes;
    }

    private Set<Long> deadPositions(String endpoint) throws SQLException {
        Set<Long> positions = new HashSet<>();
        try (PreparedStatement select = source.prepareStatement("SELECT position FROM dead WHERE endpoint = ?")) {
            select.setString(1, endpoint);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    positions.add(row.getLong(1));
                }
            }
        }
        return positions;
    }

    /** Copies what is kept of entries. Dead letters of endpoints that were detached are left behind. */
    void copyKept(Iterable<LaneRow> lanes, Store target) throws SQLException {
        try (PreparedStatement select = source.prepareStatement(
                "SELECT position, id, millis, key, json, buried, reason FROM dead WHERE endpoint = ?")) {
            for (LaneRow lane : lanes) {
                select.setString(1, lane.endpoint());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        Entry entry = new Entry(
                                row.getLong(1),
                                row.getString(2),
                                Instant.ofEpochMilli(row.getLong(3)),
                                row.getString(4),
                                row.getBytes(5));
                        target.deadLetters()
                                .bury(lane.id(), entry, Instant.ofEpochMilli(row.getLong(6)), row.getString(7), "");
                    }
                }
            }
        }
        if (Sql.number(source, "SELECT count(*) FROM sqlite_master WHERE name = 'quarantine'") > 0) {
            new RowCopier(source, target.connection())
                    .copyAs(
                            "SELECT '" + Damaged.LOG + "', position, millis, publisher_id, key, crc, json, found"
                                    + " FROM quarantine",
                            "quarantine",
                            8);
        }
    }
}
