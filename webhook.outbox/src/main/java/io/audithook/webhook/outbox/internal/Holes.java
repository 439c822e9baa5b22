/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranges of entries that were accepted and are not there, as far as that is known: told once, and not again for each
 * position. In the table of what is damaged, a row for each.
 */
final class Holes {

    private static final String SOURCE = "hole";

    private final Connection connection;

    /**
     * A range.
     *
     * @param first the first position
     * @param last the last position
     */
    record Hole(long first, long last) {

        boolean contains(long position) {
            return position >= first && position <= last;
        }

        long count() {
            return last - first + 1;
        }

        /** For people. */
        String text() {
            return first == last
                    ? "1 entry (position " + first + ")"
                    : count() + " entries (positions " + first + " to " + last + ")";
        }
    }

    Holes(Connection connection) {
        this.connection = connection;
    }

    void add(Hole hole, Instant when) throws SQLException {
        Sql.update(
                connection,
                "INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, NULL, NULL, 0, NULL, ?)",
                SOURCE,
                hole.last(),
                hole.first(),
                when.toEpochMilli());
    }

    List<Hole> all() throws SQLException {
        List<Hole> holes = new ArrayList<>(0);
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT millis, position FROM quarantine WHERE source = ? ORDER BY position")) {
            select.setString(1, SOURCE);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    holes.add(new Hole(row.getLong(1), row.getLong(2)));
                }
            }
        }
        return holes;
    }

    /** How many entries are damaged or gone, as far as that is known. */
    static long countDamage(Store store) throws SQLException {
        return store.number("SELECT coalesce(sum(CASE source WHEN '" + SOURCE
                + "' THEN position - millis + 1 ELSE 1 END), 0) FROM quarantine");
    }
}
