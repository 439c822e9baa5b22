/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of dead letters. They have copies of their entries, so that these can go. */
final class DeadLetters {

    private final Connection connection;

    DeadLetters(Connection connection) {
        this.connection = connection;
    }

    /** Keeps a dead letter; the same again takes the place of the earlier one. */
    void bury(String endpoint, Entry entry, Instant when, String reason) throws SQLException {
        try (PreparedStatement bury =
                connection.prepareStatement("INSERT OR REPLACE INTO dead VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            bury.setString(1, endpoint);
            bury.setLong(2, entry.position());
            bury.setString(3, entry.id());
            bury.setLong(4, entry.acceptedAt().toEpochMilli());
            bury.setString(5, entry.key());
            bury.setBytes(6, entry.json());
            bury.setLong(7, when.toEpochMilli());
            bury.setString(8, reason);
            bury.executeUpdate();
        }
    }

    /** The latest of an endpoint, the latest first. */
    List<DeadLetter> latest(String endpoint, int max) throws SQLException {
        List<DeadLetter> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT position, id, millis, key, json, buried,"
                + " reason FROM dead WHERE endpoint = ? ORDER BY position DESC LIMIT ?")) {
            select.setString(1, endpoint);
            select.setInt(2, max);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Entry entry = new Entry(
                            row.getLong(1),
                            row.getString(2),
                            Instant.ofEpochMilli(row.getLong(3)),
                            row.getString(4),
                            row.getBytes(5));
                    found.add(new DeadLetter(endpoint, entry, Instant.ofEpochMilli(row.getLong(6)), row.getString(7)));
                }
            }
        }
        return found;
    }
}
