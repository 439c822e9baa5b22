/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * One connection to the database of the outbox, for writing or for reading, and its tables. Used by one thread at a time.
 *
 * <p>Durability: write-ahead log with {@code synchronous=FULL}, so that a commit returns after its fsync.
 */
final class Store implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private static final int BUSY_MILLIS = 10_000;

    private final Connection connection;
    private final StoreInfo info;
    private final EntryIds ids;
    private final Entries entries;
    private final LaneRows lanes;
    private final ParkedRows parked;
    private final DeadLetters deadLetters;
    private final Quarantine quarantine;
    private final Holes holes;
    private final Usage usage;
    private StoreInfo.Row row;

    private Store(Connection connection, Path file) throws SQLException {
        this.connection = connection;
        this.info = new StoreInfo(connection);
        this.row = info.read();
        this.ids = new EntryIds(row.id());
        this.entries = new Entries(connection, ids, new LeafPages(file, ids));
        this.lanes = new LaneRows(connection);
        this.parked = new ParkedRows(connection);
        this.deadLetters = new DeadLetters(connection);
        this.quarantine = new Quarantine(connection);
        this.holes = new Holes(connection);
        this.usage = new Usage(connection, entries);
    }

    /**
     * Opens a database of the current version for writing, or creates it.
     *
     * @param durable whether a commit waits for the disk
     * @throws OutboxException if the file is not an outbox, or one of another version; the cause tells if it is damaged
     */
    static Store openForWriting(Path file, Connector connector, boolean durable) {
        Connection connection = null;
        try {
            connection = connectForWriting(file, connector);
            int version = Schema.version(connection, file);
            if (version > 0 && version < Schema.VERSION) {
                throw new OutboxException("The outbox " + file + " is of the old schema " + version, null);
            }
            Schema.prepare(connection, version, durable);
            Store store = new Store(connection, file);
            connection.setAutoCommit(false);
            return store;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw cannotBeOpened(file, e);
        }
    }

    /** A connection for writing, as yet to anything. */
    static Connection connectForWriting(Path file, Connector connector) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        neverCreate(config);
        config.setBusyTimeout(BUSY_MILLIS);
        return connector.connect(url(file), config.toProperties());
    }

    /**
     * Opens the database, which must be there, for reading beside the one who writes. Each statement sees one state, and
     * holds it no longer than it runs.
     */
    static Store openForReading(Path file, Connector connector) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        neverCreate(config);
        return openForReading(file, url(file), connector, config);
    }

    /** The directory makes an empty file at the start: one that is missing later was taken away. */
    private static void neverCreate(SQLiteConfig config) {
        config.resetOpenMode(SQLiteOpenMode.CREATE);
    }

    /** Opens the database so that nothing is written, not even beside it. */
    static Store openUntouched(Path file, boolean hasLog) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        String url = "jdbc:sqlite:file:" + file.toUri().getRawPath() + (hasLog ? "?mode=ro" : "?immutable=1");
        return openForReading(file, url, Connector.SQLITE, config);
    }

    private static Store openForReading(Path file, String url, Connector connector, SQLiteConfig config) {
        Connection connection = null;
        try {
            connection = connector.connect(url, config.toProperties());
            int version = Schema.version(connection, file);
            if (version != Schema.VERSION) {
                if (version == 0) {
                    throw new OutboxException(
                            "The outbox " + file + " has no tables: its log " + file.getFileName()
                                    + "-wal is missing or damaged, or nothing was ever stored in it",
                            null);
                }
                throw new OutboxException(
                        "The outbox " + file + " has the schema " + version + ", not " + Schema.VERSION
                                + "; Audithook brings it up to date when it starts",
                        null);
            }
            return new Store(connection, file);
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw cannotBeOpened(file, e);
        }
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    private static OutboxException cannotBeOpened(Path file, Exception e) {
        return e instanceof OutboxException known
                ? known
                : new OutboxException("The outbox " + file + " cannot be opened: " + Failures.opening(e), e);
    }

    /** Has all that is read see the same state, until the store is closed. For a store that was opened for reading. */
    void holdState() throws SQLException {
        connection.setAutoCommit(false);
    }

    EntryIds ids() {
        return ids;
    }

    Entries entries() {
        return entries;
    }

    LaneRows lanes() {
        return lanes;
    }

    ParkedRows parked() {
        return parked;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    Quarantine quarantine() {
        return quarantine;
    }

    Usage usage() {
        return usage;
    }

    Holes holes() {
        return holes;
    }

    /** What tells this store from others. */
    int id() {
        return row.id();
    }

    /** Entries up to here were removed, as of the time the store was opened or by this store. */
    long trimmed() {
        return row.trimmed();
    }

    /** The latest transaction that changed more than the log and the progress of lanes. */
    long serial() {
        return row.serial();
    }

    void setSerial(long serial) throws SQLException {
        setInfo(new StoreInfo.Row(row.id(), row.trimmed(), serial));
    }

    /** Removes entries from the oldest on. */
    void trim(long upTo) throws SQLException {
        if (upTo > row.trimmed()) {
            entries.removeUpTo(upTo);
            setInfo(new StoreInfo.Row(row.id(), upTo, row.serial()));
        }
    }

    void setInfo(StoreInfo.Row newRow) throws SQLException {
        info.write(newRow);
        row = newRow;
    }

    /** Removes a lane with all that it keeps. */
    void removeLane(long lane) throws SQLException {
        lanes.remove(lane);
        parked.removeAll(lane);
        deadLetters.removeAll(lane);
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

    /**
     * Moves the log into the database, so that it needs no room. Outside a transaction.
     *
     * @return false if readers were in the way
     */
    boolean emptyLog() throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 100");
            boolean done;
            try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                done = row.next() && row.getInt(1) == 0;
            }
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
            return done;
        } finally {
            connection.setAutoCommit(false);
        }
    }

    long freePages() throws SQLException {
        return number("PRAGMA freelist_count");
    }

    /** The bytes in use. */
    long usedBytes() throws SQLException {
        return (number("PRAGMA page_count") - freePages()) * number("PRAGMA page_size");
    }

    /** The first column of the first row. */
    long number(String sql, Object... parameters) throws SQLException {
        return Sql.number(connection, sql, parameters);
    }

    Connection connection() {
        return connection;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Closes the connection, whatever state it is in. The last one to close moves the log into the database. */
    @Override
    public void close() {
        closeQuietly(connection);
    }

    static void closeQuietly(Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.warn("A connection of the outbox could not be closed: {}", e.getMessage());
            }
        }
    }
}
