/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies the rows of a table as they are; those on damaged pages are left out, and named. */
final class RowCopier {

    private static final Logger LOG = LoggerFactory.getLogger(RowCopier.class);

    /** Between two rows that can be read, so many others are tried one by one. */
    private static final long MAX_TRIES = 100_000;

    private final Connection source;
    private final Connection target;

    RowCopier(Connection source, Connection target) {
        this.source = source;
        this.target = target;
    }

    /** Copies a table between stores of the same version. */
    void copy(String table, int columns) throws SQLException {
        String select = "SELECT *, rowid FROM " + table;
        long low = copy(select + " WHERE rowid > ? ORDER BY rowid", Long.MIN_VALUE, table, columns);
        if (low == Long.MAX_VALUE) {
            return;
        }
        long high = copy(select + " WHERE rowid > ? ORDER BY rowid DESC", low, table, columns);
        if (high == Long.MAX_VALUE) {
            return;
        }
        for (long row = low + 1; row < high && row <= low + MAX_TRIES; row++) {
            copy(select + " WHERE rowid = ?", row, table, columns);
        }
        LOG.error("Some rows of the table {} cannot be read, after row {}", table, low);
    }

    /** Copies what a statement gives. */
    void copyAs(String select, String table, int columns) throws SQLException {
        try (PreparedStatement from = source.prepareStatement(select);
                ResultSet row = from.executeQuery();
                PreparedStatement to = insert(table, columns)) {
            while (row.next()) {
                copy(row, to, columns);
            }
        }
    }

    /** Returns the last row that was copied before damage was met; the greatest number if none was met. */
    private long copy(String select, long parameter, String table, int columns) throws SQLException {
        long at = parameter;
        try (PreparedStatement to = insert(table, columns)) {
            try (PreparedStatement from = source.prepareStatement(select)) {
                from.setLong(1, parameter);
                try (ResultSet row = from.executeQuery()) {
                    while (row.next()) {
                        copy(row, to, columns);
                        at = row.getLong(columns + 1);
                    }
                }
                return Long.MAX_VALUE;
            } catch (SQLException e) {
                if (!Failures.isDamage(e)) {
                    throw e;
                }
                return at;
            }
        }
    }

    private PreparedStatement insert(String table, int columns) throws SQLException {
        return target.prepareStatement(
                "INSERT OR IGNORE INTO " + table + " VALUES (?" + ", ?".repeat(columns - 1) + ")");
    }

    private static void copy(ResultSet row, PreparedStatement to, int columns) throws SQLException {
        for (int column = 1; column <= columns; column++) {
            to.setObject(column, row.getObject(column));
        }
        to.executeUpdate();
    }
}
