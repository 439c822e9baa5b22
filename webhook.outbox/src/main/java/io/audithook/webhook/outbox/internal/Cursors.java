/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The table of cursors: how far each endpoint has settled. */
final class Cursors {

    private final Connection connection;
    private final PreparedStatement move;

    Cursors(Connection connection) throws SQLException {
        this.connection = connection;
        this.move = connection.prepareStatement("UPDATE cursor SET position = ? WHERE endpoint = ?");
    }

    /** All cursors, none of them before a position: what is there no more was settled. */
    Map<String, Long> all(long notBefore) throws SQLException {
        Map<String, Long> cursors = new LinkedHashMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT endpoint, position FROM cursor ORDER BY endpoint");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                cursors.put(row.getString(1), Math.max(notBefore, row.getLong(2)));
            }
        }
        return cursors;
    }

    /** Puts a cursor at a position, whether or not there was one. */
    void put(String endpoint, long position) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement("INSERT OR REPLACE INTO cursor VALUES (?, ?)")) {
            put.setString(1, endpoint);
            put.setLong(2, position);
            put.executeUpdate();
        }
    }

    void remove(String endpoint) throws SQLException {
        try (PreparedStatement remove = connection.prepareStatement("DELETE FROM cursor WHERE endpoint = ?")) {
            remove.setString(1, endpoint);
            remove.executeUpdate();
        }
    }

    /** Moves a cursor, if there is one. */
    void move(String endpoint, long position) throws SQLException {
        move.setLong(1, position);
        move.setString(2, endpoint);
        move.executeUpdate();
    }
}
