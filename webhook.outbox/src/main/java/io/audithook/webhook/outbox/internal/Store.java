/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

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
    private final PreparedStatement insert;
    private final PreparedStatement moveCursor;
    private final PreparedStatement read;

    private Store(Connection connection) throws SQLException {
        this.connection = connection;
        this.ids = new EntryIds((int) number("SELECT id FROM store"));
        this.insert = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)");
        this.moveCursor = connection.prepareStatement("UPDATE cursor SET position = ? WHERE endpoint = ?");
        this.read = connection.prepareStatement("SELECT position, millis, publisher_id, key, crc, json FROM entry"
                + " WHERE position > ? ORDER BY position LIMIT ?");
    }

    /**
     * Opens the database for writing and brings its schema into being.
     *
     * @throws OutboxException if the file is not an outbox, or one of a later version
     */
    static Store openForWriting(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(10_000);
        return open(file, config, true);
    }

    /** Opens the database, which must be there, for reading beside the one who writes. */
    static Store openForReading(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(10_000);
        return open(file, config, false);
    }

    private static Store open(Path file, SQLiteConfig config, boolean create) {
        Connection connection = null;
        try {
            // not through DriverManager, which sees no drivers of other class loaders
            connection = new org.sqlite.JDBC().connect("jdbc:sqlite:" + file, config.toProperties());
            if (create) {
                Schema.ensure(connection, file);
            }
            connection.setAutoCommit(false);
            Store store = new Store(connection);
            connection.commit();
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
            execute("INSERT INTO publisher_id VALUES (?, ?, ?, ?)", publisherId, position, millis, crc);
        }
    }

    void flush() throws SQLException {
        insert.executeBatch();
    }

    /** The entry that came with this id, if there is one. */
    KnownId known(String publisherId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT millis, crc FROM publisher_id WHERE id = ?")) {
            statement.setString(1, publisherId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new KnownId(row.getLong(1), row.getInt(2)) : null;
            }
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
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT coalesce(max(position), ?) FROM entry WHERE millis <= ?")) {
            statement.setLong(1, first() - 1);
            statement.setLong(2, instant.toEpochMilli());
            try (ResultSet row = statement.executeQuery()) {
                return row.getLong(1);
            }
        }
    }

    Map<String, Long> cursors() throws SQLException {
        Map<String, Long> cursors = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT endpoint, position FROM cursor ORDER BY endpoint")) {
            while (row.next()) {
                cursors.put(row.getString(1), row.getLong(2));
            }
        }
        connection.commit();
        return cursors;
    }

    void addCursor(String endpoint, long position) throws SQLException {
        execute("INSERT INTO cursor VALUES (?, ?)", endpoint, position);
    }

    void removeCursor(String endpoint) throws SQLException {
        execute("DELETE FROM cursor WHERE endpoint = ?", endpoint);
    }

    void moveCursor(String endpoint, long position) throws SQLException {
        moveCursor.setLong(1, position);
        moveCursor.setString(2, endpoint);
        moveCursor.executeUpdate();
    }

    void bury(String endpoint, Entry entry, Instant when, String reason) throws SQLException {
        execute(
                "INSERT OR REPLACE INTO dead VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                endpoint,
                entry.position(),
                entry.id(),
                entry.acceptedAt().toEpochMilli(),
                entry.key(),
                entry.json(),
                when.toEpochMilli(),
                reason);
    }

    List<DeadLetter> deadLetters(String endpoint, int max) throws SQLException {
        List<DeadLetter> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT position, id, millis, key, json, buried,"
                + " reason FROM dead WHERE endpoint = ? ORDER BY position DESC LIMIT ?")) {
            statement.setString(1, endpoint);
            statement.setInt(2, max);
            try (ResultSet row = statement.executeQuery()) {
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
        connection.commit();
        return found;
    }

    /**
     * Removes entries up to a position, accepted before a time, from the oldest on.
     *
     * @param max the most to remove
     * @return how many were removed
     */
    int trim(long upTo, long acceptedBeforeMillis, int max) throws SQLException {
        // the latest entry stays, so that its position is never given twice
        long to = Math.min(Math.min(upTo, last() - 1), first() + max - 1);
        int removed = execute("DELETE FROM entry WHERE position <= ? AND millis < ?", to, acceptedBeforeMillis);
        if (removed > 0) {
            execute("DELETE FROM publisher_id WHERE position < ?", first());
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

    /**
     * The entries after a position.
     *
     * @param scanned gets the position up to which was looked, damaged entries included
     */
    List<Entry> after(long position, int maxEntries, long maxBytes, long[] scanned) throws SQLException {
        List<Entry> found = new ArrayList<>();
        long taken = 0;
        read.setLong(1, position);
        read.setInt(2, maxEntries);
        try (ResultSet row = read.executeQuery()) {
            while (row.next()) {
                long at = row.getLong(1);
                byte[] json = row.getBytes(6);
                taken += json.length;
                if (taken > maxBytes && !found.isEmpty()) {
                    break;
                }
                scanned[0] = at;
                if (crc(json) != row.getInt(5)) {
                    LOG.error("The entry at position {} is damaged (CRC32C differs); it is not delivered", at);
                    continue;
                }
                long millis = row.getLong(2);
                String publisherId = row.getString(3);
                found.add(new Entry(
                        at,
                        publisherId != null ? publisherId : ids.of(millis, at),
                        Instant.ofEpochMilli(millis),
                        row.getString(4),
                        json));
            }
        }
        connection.commit();
        return found;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Closes the connection, whatever state it is in. */
    @Override
    public void close() {
        closeQuietly(connection);
    }

    static int crc(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return (int) crc.getValue();
    }

    /** Whether there was no room, on the disk or within the limits of the file. */
    static boolean isFull(SQLException e) {
        return e instanceof SQLiteException known && known.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
    }

    private int execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
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
