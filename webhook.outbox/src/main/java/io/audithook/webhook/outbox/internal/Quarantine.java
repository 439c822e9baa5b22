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
                connection.prepareStatement("INSERT OR IGNORE INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            keep.setLong(1, entry.position());
            keep.setLong(2, entry.millis());
            keep.setString(3, entry.publisherId());
            keep.setString(4, entry.key());
            keep.setInt(5, entry.crc());
            keep.setBytes(6, entry.json());
            keep.setLong(7, when.toEpochMilli());
            keep.executeUpdate();
        }
    }
}
