/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** The table of what is left of damaged entries, for people to look at. */
final class Quarantine {

    private final Connection connection;

    Quarantine(Connection connection) {
        this.connection = connection;
    }

    /** Keeps a damaged entry; one that is there already stays as it is. */
    void keep(Damaged entry, Instant when) throws SQLException {
        try (PreparedStatement keep =
                connection.prepareStatement("INSERT OR IGNORE INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            keep.setString(1, entry.source());
            keep.setLong(2, entry.position());
            keep.setLong(3, entry.millis());
            keep.setString(4, entry.id());
            keep.setString(5, entry.key());
            keep.setInt(6, entry.crc());
            keep.setBytes(7, entry.json());
            keep.setLong(8, when.toEpochMilli());
            keep.executeUpdate();
        }
    }
}
