/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.RetryState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/** The table of deliveries that are put aside, with copies of their entries. */
final class ParkedRows {

    private static final String STATE = "attempts, first_attempt, not_before, history, state_crc";

    private final Connection connection;
    private final Checksum checksum = new Checksum();
    private final Copies copies = new Copies();

    ParkedRows(Connection connection) {
        this.connection = connection;
    }

    /** Is told of rows one at a time. */
    @FunctionalInterface
    interface Visitor {
        void visit(long lane, long position) throws SQLException;
    }

    /** Stores a delivery, or stores it anew. */
    void put(long lane, Entry entry, RetryState state) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement("INSERT OR REPLACE INTO parked (lane, "
                + Copies.COLUMNS + ", " + STATE + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            put.setLong(1, lane);
            put.setLong(2, entry.position());
            put.setLong(3, entry.acceptedAt().toEpochMilli());
            put.setString(4, entry.id());
            put.setString(5, entry.key());
            put.setInt(6, checksum.ofCopy(lane, entry));
            put.setBytes(7, entry.json());
            put.setInt(8, state.attempts());
            put.setString(9, state.firstAttempt().toString());
            put.setString(10, state.notBefore().toString());
            put.setString(11, state.history());
            put.setInt(12, stateCrc(lane, entry.position(), entry.id(), entry.key(), state));
            put.executeUpdate();
        }
    }

    void remove(long lane, long position) throws SQLException {
        try (PreparedStatement remove =
                connection.prepareStatement("DELETE FROM parked WHERE lane = ? AND position = ?")) {
            remove.setLong(1, lane);
            remove.setLong(2, position);
            remove.executeUpdate();
        }
    }

    void removeAll(long lane) throws SQLException {
        try (PreparedStatement remove = connection.prepareStatement("DELETE FROM parked WHERE lane = ?")) {
            remove.setLong(1, lane);
            remove.executeUpdate();
        }
    }

    /** All rows by lane and position, from the index alone. */
    void visit(Visitor visitor) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT lane, position FROM parked ORDER BY lane, position");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                visitor.visit(row.getLong(1), row.getLong(2));
            }
        }
    }

    /** The positions of a lane, from the index alone. */
    Set<Long> positions(long lane) throws SQLException {
        return Sql.numbers(connection, "SELECT position FROM parked WHERE lane = ?", lane);
    }

    /** The deliveries of a lane, by position. One whose state is damaged is due at once. */
    List<Parked> of(long lane, LongPredicate wanted) throws SQLException {
        List<Parked> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT position, id, key, " + STATE + " FROM parked WHERE lane = ? ORDER BY position")) {
            select.setLong(1, lane);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (wanted.test(row.getLong(1))) {
                        String id = row.getString(2);
                        String key = row.getString(3);
                        found.add(new Parked(
                                row.getLong(1),
                                id == null ? "" : id,
                                key == null ? "" : key,
                                state(lane, row).orElse(RetryState.NEW)));
                    }
                }
            }
        }
        return found;
    }

    /** The copy of one entry; empty if there is none. */
    Optional<Copies.Copy> read(long lane, long position) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + Copies.COLUMNS + " FROM parked WHERE lane = ? AND position = ?")) {
            select.setLong(1, lane);
            select.setLong(2, position);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(copies.read(lane, row)) : Optional.empty();
            }
        }
    }

    /** The state of a delivery; empty if it is damaged or there is none. */
    Optional<RetryState> state(long lane, long position) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT position, id, key, " + STATE + " FROM parked WHERE lane = ? AND position = ?")) {
            select.setLong(1, lane);
            select.setLong(2, position);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? state(lane, row) : Optional.empty();
            }
        }
    }

    private Optional<RetryState> state(long lane, ResultSet row) throws SQLException {
        try {
            RetryState state = new RetryState(
                    row.getInt(4), Instant.parse(row.getString(5)), Instant.parse(row.getString(6)), row.getString(7));
            int crc = stateCrc(lane, row.getLong(1), row.getString(2), row.getString(3), state);
            return crc == row.getInt(8) ? Optional.of(state) : Optional.empty();
        } catch (DateTimeException | NullPointerException e) {
            // damage makes nonsense of all kinds
            return Optional.empty();
        }
    }

    private int stateCrc(long lane, long position, String id, String key, RetryState state) {
        return checksum.reset()
                .add(lane)
                .add(position)
                .add(id)
                .add(key)
                .add(state.attempts())
                .add(state.firstAttempt().toString())
                .add(state.notBefore().toString())
                .add(state.history())
                .value();
    }
}
