/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * The SQL of the outbox: one connection to its database, for writing or for reading. Used by one thread at a
 * time.
 *
 * <p>Durability: write-ahead log with {@code synchronous=FULL}, so that a commit returns after its fsync.
 */
final class Store implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Connection connection;
    private final EntryIds ids;
    private final EntryReader reader;
    private final Cursors cursors;
    private final DeadLetters deadLetters;
    private final PreparedStatement insert;
    private final PreparedStatement insertId;
    private final PreparedStatement selectId;

    private Store(Connection connection) throws SQLException {
        this.connection = connection;
        this.ids = new EntryIds((int) number("SELECT id FROM store"));
        this.reader = new EntryReader(connection, ids);
        this.cursors = new Cursors(connection);
        this.deadLetters = new DeadLetters(connection);
        this.insert = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)");
        this.insertId = connection.prepareStatement("INSERT INTO publisher_id VALUES (?, ?, ?, ?)");
        this.selectId = connection.prepareStatement("SELECT millis, crc FROM publisher_id WHERE id = ?");
    }

    /**
     * Opens the database for writing and brings its schema into being.
     *
     * @throws OutboxException if the file is not an outbox, or one of a later version
     */
    static Store openForWriting(Path file, Connector connector) {
        SQLiteConfig config = new SQLiteConfig();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(10_000);
        return open(file, connector, config, true);
    }

    /** Opens the database, which must be there, for reading beside the one who writes. */
    static Store openForReading(Path file, Connector connector) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(10_000);
        return open(file, connector, config, false);
    }

    private static Store open(Path file, Connector connector, SQLiteConfig config, boolean write) {
        Connection connection = null;
        try {
            connection = connector.connect("jdbc:sqlite:" + file, config.toProperties());
            if (write) {
                Schema.ensure(connection, file);
            }
            Store store = new Store(connection);
            // who only reads needs no transactions: each statement sees one state, and holds it no longer than it runs
            connection.setAutoCommit(!write);
            return store;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            if (e instanceof OutboxException known) {
                throw known;
            }
            throw new OutboxException("The outbox " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    EntryIds ids() {
        return ids;
    }

    /** Adds an entry to the transaction; {@link #flush} sends what was added. */
    void insert(long position, long millis, String publisherId, String key, int crc, byte[] json) throws SQLException {
        insert.setLong(1, position);
        insert.setLong(2, millis);
        insert.setString(3, publisherId);
        insert.setString(4, key);
        insert.setInt(5, crc);
        insert.setBytes(6, json);
        insert.addBatch();
        if (publisherId != null) {
            insertId.setString(1, publisherId);
            insertId.setLong(2, position);
            insertId.setLong(3, millis);
            insertId.setInt(4, crc);
            insertId.executeUpdate();
        }
    }

    void flush() throws SQLException {
        insert.executeBatch();
    }

    /** The entry that came with this id, or null. */
    KnownId known(String publisherId) throws SQLException {
        selectId.setString(1, publisherId);
        try (ResultSet row = selectId.executeQuery()) {
            return row.next() ? new KnownId(row.getLong(1), row.getInt(2)) : null;
        }
    }

    /** The highest position there is, 0 if there is none. */
    long last() throws SQLException {
        return number("SELECT max((SELECT coalesce(max(position), 0) FROM entry),"
                + " (SELECT coalesce(max(position), 0) FROM cursor))");
    }

    /** The lowest position there is, or one after the highest if there is none. */
    long first() throws SQLException {
        long first = number("SELECT coalesce(min(position), 0) FROM entry");
        return first == 0 ? last() + 1 : first;
    }

    /** The position of the last entry accepted up to this time; one before the first if there is none. */
    long lastUpTo(Instant instant) throws SQLException {
        return number(
                "SELECT coalesce(max(position), ?) FROM entry WHERE millis <= ?", first() - 1, instant.toEpochMilli());
    }

    Cursors cursors() {
        return cursors;
    }

    Quarantine quarantine() {
        return new Quarantine(connection);
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    /**
     * Removes entries up to a position, accepted before a time, from the oldest on and without leaving a gap.
     *
     * @param max the most to remove
     * @return how many were removed
     */
    int trim(long upTo, long acceptedBeforeMillis, int max) throws SQLException {
        // the latest entry stays, so that its position is never given twice
        long to = Math.min(Math.min(upTo, last() - 1), first() + max - 1);
        to = number(
                "SELECT coalesce(min(position) - 1, ?) FROM entry WHERE position <= ? AND millis >= ?",
                to,
                to,
                acceptedBeforeMillis);
        int removed = execute("DELETE FROM entry WHERE position <= ?", to);
        if (removed > 0) {
            execute("DELETE FROM publisher_id WHERE position <= ?", to);
        }
        return removed;
    }

    /** Gives pages that are free back to the file system, a few at a time. Outside a transaction. */
    void vacuum(int pages) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            // executeUpdate runs it to its end, execute would do one step
            statement.executeUpdate("PRAGMA incremental_vacuum(" + pages + ")");
        } finally {
            connection.setAutoCommit(false);
        }
    }

    /** The bytes in use. */
    long usedBytes() throws SQLException {
        return (number("PRAGMA page_count") - number("PRAGMA freelist_count")) * number("PRAGMA page_size");
    }

    /** As {@link EntryReader#after}. */
    Chunk after(long position, int maxEntries, long maxBytes, Consumer<Damaged> damage) throws SQLException {
        return reader.after(position, maxEntries, maxBytes, damage);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Closes the connection, whatever state it is in. The last one to close moves the log into the database. */
    @Override
    public void close() {
        closeQuietly(connection);
    }

    /** The first column of the first row. */
    long number(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet row = statement.executeQuery()) {
                return row.getLong(1);
            }
        }
    }

    private int execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private static void closeQuietly(Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.warn("A connection of the outbox could not be closed: {}", e.getMessage());
            }
        }
    }

    /**
     * What is known of an id that a publisher gave.
     *
     * @param millis when its event was accepted
     * @param crc the CRC32C of its event
     */
    record KnownId(long millis, int crc) {}
}
