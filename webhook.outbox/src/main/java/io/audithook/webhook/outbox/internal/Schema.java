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
import java.util.ArrayList;
import java.util.List;

/** The tables of the outbox, and how to tell a file of ours from others. */
final class Schema {

    /** The version of the tables that is known here; older ones are copied by {@link Rebuild}. */
    static final int VERSION = 4;

    /** The version of the tables whose log had a row for each entry, with a checksum of all of it. */
    static final int SINGLE_ENTRIES = 3;

    /** Says that the file is ours: "AHKo". */
    private static final int APPLICATION_ID = 0x41484B6F;

    /** Fifteen entries of 1 KB fit in, where only three fit into the usual 4 KiB: a page costs two writes, however large. */
    static final int PAGE_BYTES = 16_384;

    /** A checkpoint is two more fsyncs, so not at every megabyte; what waits in the log is 32 MiB. */
    private static final int CHECKPOINT_PAGES = (32 << 20) / PAGE_BYTES;

    /** The first page has the names of the tables, the second tells where pages belong. */
    private static final int FIRST_ROOT_PAGE = 3;

    private static final long LOG_BYTES_KEPT = 64L << 20;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE store (id INTEGER NOT NULL, version INTEGER NOT NULL, trimmed INTEGER NOT NULL,"
                    + " serial INTEGER NOT NULL, crc INTEGER NOT NULL)",
            "CREATE TABLE entry (position INTEGER PRIMARY KEY, packed BLOB NOT NULL)",
            "CREATE TABLE publisher_id (id TEXT PRIMARY KEY, position INTEGER NOT NULL,"
                    + " millis INTEGER NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID",
            "CREATE INDEX publisher_id_position ON publisher_id (position)",
            "CREATE TABLE lane (id INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, from_time TEXT,"
                    + " to_time TEXT, keys TEXT, start INTEGER, finish INTEGER, mark INTEGER, closed BLOB,"
                    + " delivered INTEGER, filtered INTEGER, dead INTEGER, damaged INTEGER, lost INTEGER,"
                    + " skipped INTEGER, cause TEXT, detail TEXT, since TEXT, retire TEXT, crc INTEGER)",
            "CREATE INDEX lane_endpoint ON lane (endpoint, from_time)",
            "CREATE TABLE parked (lane INTEGER NOT NULL, position INTEGER NOT NULL, millis INTEGER NOT NULL,"
                    + " id TEXT NOT NULL, key TEXT NOT NULL, crc INTEGER NOT NULL, attempts INTEGER NOT NULL,"
                    + " first_attempt TEXT NOT NULL, not_before TEXT NOT NULL, history TEXT NOT NULL,"
                    + " state_crc INTEGER NOT NULL, json BLOB NOT NULL, PRIMARY KEY (lane, position))",
            "CREATE TABLE dead (lane INTEGER NOT NULL, position INTEGER NOT NULL, millis INTEGER NOT NULL,"
                    + " id TEXT NOT NULL, key TEXT NOT NULL, buried INTEGER NOT NULL, crc INTEGER NOT NULL,"
                    + " reason TEXT NOT NULL, history TEXT NOT NULL, json BLOB NOT NULL,"
                    + " PRIMARY KEY (lane, position))",
            "CREATE TABLE quarantine (source TEXT NOT NULL, position INTEGER NOT NULL, millis INTEGER NOT NULL,"
                    + " id TEXT, key TEXT, crc INTEGER NOT NULL, json BLOB, found INTEGER NOT NULL,"
                    + " PRIMARY KEY (source, position))",
            // 30 random bits that tell this store from others
            "INSERT INTO store VALUES (abs(random() % 1073741824), 0, 0, 0, 0)");

    private Schema() {}

    /**
     * Looks whose the file is, and changes nothing.
     *
     * @return the version of its tables; 0 if there are none
     * @throws OutboxException if the file is not an outbox, or one of a later version
     */
    static int version(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version = pragma(statement, "user_version");
            int application = pragma(statement, "application_id");
            if (version == 0 && isEmpty(statement)) {
                return 0;
            }
            // a bit of these numbers may be damaged; the version is in a table as well
            long inside = versionInside(statement);
            if (application == APPLICATION_ID
                    && version <= VERSION
                    && (inside < 0 ? version < SINGLE_ENTRIES : version >= SINGLE_ENTRIES)) {
                if (version == VERSION) {
                    checkTables(statement);
                }
                return version;
            }
            if (inside == SINGLE_ENTRIES) {
                throw new OutboxException(
                        "The header of the outbox " + file + " is damaged, and it is of the older schema "
                                + SINGLE_ENTRIES + "; start the version of Audithook that wrote it, which mends it",
                        null);
            }
            if (inside == VERSION && (application == APPLICATION_ID || Integer.bitCount(version ^ VERSION) <= 1)) {
                throw new DamagedRowException("the header is damaged");
            }
            if (application != APPLICATION_ID) {
                throw new OutboxException("The file " + file + " is a database, but not an outbox of Audithook", null);
            }
            if (version > VERSION) {
                throw new OutboxException(
                        "The outbox " + file + " was written by a later version of Audithook (schema " + version
                                + ", this one knows " + VERSION + ")",
                        null);
            }
            throw new DamagedRowException("the tables are damaged");
        }
    }

    /**
     * Sets the connection up for durable writes, and creates what is missing if there are no tables at all.
     *
     * @param version as by {@link #version}
     * @param durable whether a commit waits for the disk; only tests can do without
     */
    static void prepare(Connection connection, int version, boolean durable) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // before anything is written: a checkpoint at the usual limit would take what room a full disk has got
            // again
            statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            statement.execute("PRAGMA journal_size_limit = " + LOG_BYTES_KEPT);
            if (version == 0) {
                // the log writes the first page, and then it is too late for these; later they would only cost a write
                statement.execute("PRAGMA page_size = " + PAGE_BYTES);
                statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            }
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = " + (durable ? "FULL" : "OFF"));
            if (version == 0) {
                create(connection, statement);
            }
        }
    }

    private static void create(Connection connection, Statement statement) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        for (String sql : TABLES) {
            statement.execute(sql);
        }
        new StoreInfo(connection).write(new StoreInfo.Row((int) Sql.number(connection, "SELECT id FROM store"), 0, 0));
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + VERSION);
        statement.execute("COMMIT");
        // whatever becomes of the log, it is known which store this is
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /** Each table begins at a page of its own, one after the other from the third on. */
    private static void checkTables(Statement statement) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("SELECT rowid, rootpage, sql FROM sqlite_master ORDER BY rowid")) {
            while (row.next()) {
                if (row.getLong(2) != row.getLong(1) + FIRST_ROOT_PAGE - 1) {
                    throw new DamagedRowException("the place of a table is damaged");
                }
                if (row.getString(3) != null && !row.getString(3).startsWith("CREATE TABLE sqlite_")) {
                    found.add(row.getString(3));
                }
            }
        }
        if (!found.equals(TABLES.subList(0, TABLES.size() - 1))) {
            throw new DamagedRowException("the name of a table is damaged");
        }
    }

    /** The version that the table says; -1 if there is none, or it does not. */
    private static long versionInside(Statement statement) {
        try (ResultSet value = statement.executeQuery("SELECT version FROM store")) {
            return value.next() ? value.getLong(1) : -1;
        } catch (SQLException e) {
            // no such table: the first two versions, or somebody else's
            return -1;
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet tables = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
            return tables.getInt(1) == 0;
        }
    }

    private static int pragma(Statement statement, String name) throws SQLException {
        try (ResultSet value = statement.executeQuery("PRAGMA " + name)) {
            return value.getInt(1);
        }
    }
}
