/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Selection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The table of dead letters. They have copies of their entries, so that these can go. */
final class DeadLetters {

    /** When it was buried; what is damaged says nothing of that, and must be seen as well. */
    private static final String BURIED = "((buried >= ? AND buried < ?) OR typeof(buried) <> 'integer')";

    private final Connection connection;
    private final Copies copies = new Copies();
    private final Checksum checksum = new Checksum();

    DeadLetters(Connection connection) {
        this.connection = connection;
    }

    /** Keeps a dead letter. */
    void bury(long lane, Entry entry, Instant when, String reason, String history) throws SQLException {
        try (PreparedStatement bury = connection.prepareStatement("INSERT OR REPLACE INTO dead (lane, " + Copies.COLUMNS
                + ", buried, reason, history) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            bury.setLong(1, lane);
            bury.setLong(2, entry.position());
            bury.setLong(3, entry.acceptedAt().toEpochMilli());
            bury.setString(4, entry.id());
            bury.setString(5, entry.key());
            bury.setInt(6, checksum.ofCopy(lane, entry));
            bury.setBytes(7, entry.json());
            bury.setLong(8, when.toEpochMilli());
            bury.setString(9, reason);
            bury.setString(10, history);
            bury.executeUpdate();
        }
    }

    /**
     * Those before a position, the latest first.
     *
     * @param damage is told of those that are damaged, instead
     */
    List<DeadLetter> latest(
            long lane, String endpoint, Selection selection, long before, int max, Consumer<Damaged> damage)
            throws SQLException {
        List<DeadLetter> found = new ArrayList<>();
        // what is large comes last in the row, and is not read of those that are not wanted
        try (PreparedStatement select = connection.prepareStatement("SELECT " + Copies.COLUMNS
                + ", buried, reason, history FROM dead WHERE lane = ? AND position < ? AND " + BURIED
                + " ORDER BY position DESC")) {
            select.setLong(1, lane);
            select.setLong(2, before);
            select.setLong(3, Millis.of(selection.from()));
            select.setLong(4, Millis.of(selection.to()));
            try (ResultSet row = select.executeQuery()) {
                while (found.size() < max && row.next()) {
                    if (!isWanted(selection, row.getString(3))) {
                        continue;
                    }
                    Copies.Copy copy = copies.read(lane, row);
                    copy.damaged().ifPresent(damage);
                    Optional<Entry> entry = copy.entry();
                    if (entry.isPresent()) {
                        found.add(new DeadLetter(
                                endpoint,
                                entry.get(),
                                Instant.ofEpochMilli(row.getLong(7)),
                                Objects.toString(row.getString(8), ""),
                                Objects.toString(row.getString(9), "")));
                    }
                }
            }
        }
        return found;
    }

    /** The positions of some of them. */
    List<Long> positions(long lane, Selection selection) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT position, id FROM dead WHERE lane = ? AND " + BURIED + " ORDER BY position")) {
            select.setLong(1, lane);
            select.setLong(2, Millis.of(selection.from()));
            select.setLong(3, Millis.of(selection.to()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (isWanted(selection, row.getString(2))) {
                        found.add(row.getLong(1));
                    }
                }
            }
        }
        return found;
    }

    /** All positions of a lane, from the index alone. */
    Set<Long> positions(long lane) throws SQLException {
        return Sql.numbers(connection, "SELECT position FROM dead WHERE lane = ?", lane);
    }

    /** The copy of one entry; empty if there is none. */
    Optional<Copies.Copy> read(long lane, long position) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + Copies.COLUMNS + " FROM dead WHERE lane = ? AND position = ?")) {
            select.setLong(1, lane);
            select.setLong(2, position);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(copies.read(lane, row)) : Optional.empty();
            }
        }
    }

    void remove(long lane, long position) throws SQLException {
        try (PreparedStatement remove =
                connection.prepareStatement("DELETE FROM dead WHERE lane = ? AND position = ?")) {
            remove.setLong(1, lane);
            remove.setLong(2, position);
            remove.executeUpdate();
        }
    }

    void removeAll(long lane) throws SQLException {
        try (PreparedStatement remove = connection.prepareStatement("DELETE FROM dead WHERE lane = ?")) {
            remove.setLong(1, lane);
            remove.executeUpdate();
        }
    }

    private static boolean isWanted(Selection selection, String id) {
        return selection.ids().isEmpty() || (id != null && selection.ids().contains(id));
    }
}
