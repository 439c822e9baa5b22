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

    /** What is done with a row. */
    @FunctionalInterface
    interface Visitor {
        void visit(ResultSet row) throws SQLException;
    }

    RowCopier(Connection source, Connection target) {
        this.source = source;
        this.target = target;
    }

    /** Copies a table between stores of the same version. */
    void copy(String table, int columns) throws SQLException {
        try (PreparedStatement to = insert(table, columns)) {
            visit(table, "*", row -> copy(row, to, columns));
        }
    }

    /**
     * Goes through the rows of a table that can be read.
     *
     * @param columns what is wanted of them; the number of the row comes last, by the name of rowid
     * @return whether all can be read
     */
    boolean visit(String table, String columns, Visitor visitor) throws SQLException {
        String select = "SELECT " + columns + ", rowid AS rowid FROM " + table;
        long low = visit(select + " WHERE rowid > ? ORDER BY rowid", Long.MIN_VALUE, visitor);
        if (low == Long.MAX_VALUE) {
            return true;
        }
        long high = visit(select + " WHERE rowid > ? ORDER BY rowid DESC", low, visitor);
        if (high == Long.MAX_VALUE) {
            return true;
        }
        if (high == low && low > 0) {
            // the last row cannot be read
            high = Long.MAX_VALUE;
        }
        // numbers of rows are greater than 0
        long from = Math.max(0, low) + 1;
        for (long row = from; row < high && row < from + MAX_TRIES; row++) {
            visit(select + " WHERE rowid = ?", row, visitor);
        }
        LOG.error("Some rows of the table {} cannot be read, after row {}", table, Math.max(0, low));
        return false;
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

    /** Returns the last row that was visited before damage was met; the greatest number if none was met. */
    private long visit(String select, long parameter, Visitor visitor) throws SQLException {
        long at = parameter;
        try (PreparedStatement from = source.prepareStatement(select)) {
            from.setLong(1, parameter);
            try (ResultSet row = from.executeQuery()) {
                while (row.next()) {
                    visitor.visit(row);
                    at = row.getLong("rowid");
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

    private PreparedStatement insert(String table, int columns) throws SQLException {
        return target.prepareStatement(
                "INSERT OR IGNORE INTO " + table + " VALUES (?" + ", ?".repeat(columns - 1) + ")");
    }

    /** Puts the first columns of a row into a statement, and has it done. */
    static void copy(ResultSet row, PreparedStatement to, int columns) throws SQLException {
        for (int column = 1; column <= columns; column++) {
            to.setObject(column, row.getObject(column));
        }
        to.executeUpdate();
    }
}
