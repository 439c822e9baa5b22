/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The table with one row: what is known of the store as a whole. */
final class StoreInfo {

    private final Connection connection;
    private final Checksum checksum = new Checksum();

    /**
     * The row.
     *
     * @param id tells this store from others
     * @param trimmed entries up to this position were removed
     * @param serial of the last transaction that changed more than the log and the progress of lanes
     */
    record Row(int id, long trimmed, long serial) {}

    StoreInfo(Connection connection) {
        this.connection = connection;
    }

    /** @throws DamagedRowException if it is not what was stored */
    Row read() throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT id, version, trimmed, serial, crc FROM store");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new DamagedRowException("the row of the store is missing");
            }
            Row found = new Row(row.getInt(1), row.getLong(3), row.getLong(4));
            int version = row.getInt(2);
            if (version < Schema.SINGLE_ENTRIES || version > Schema.VERSION || row.getInt(5) != crc(version, found)) {
                throw new DamagedRowException("the row of the store is damaged");
            }
            return found;
        }
    }

    void write(Row row) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE store SET id = ?, version = ?, trimmed = ?, serial = ?, crc = ?")) {
            update.setInt(1, row.id());
            update.setInt(2, Schema.VERSION);
            update.setLong(3, row.trimmed());
            update.setLong(4, row.serial());
            update.setInt(5, crc(Schema.VERSION, row));
            update.executeUpdate();
        }
    }

    private int crc(int version, Row row) {
        return checksum.reset()
                .add(row.id())
                .add(version)
                .add(row.trimmed())
                .add(row.serial())
                .value();
    }
}
