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
import java.util.List;

/** The tables of the outbox, and how to tell a file of ours from others. */
final class Schema {

    /** Says that the file is ours: "AHKo". */
    private static final int APPLICATION_ID = 0x41484B6F;

    /** Seven entries of 1 KB fit in, where only three fit into the usual 4 KiB: less is written for each. */
    private static final int PAGE_BYTES = 8192;

    /** A checkpoint is two more fsyncs, so not at every megabyte; what waits in the log is 32 MiB. */
    private static final int CHECKPOINT_PAGES = 4000;

    private static final long LOG_BYTES_KEPT = 64L << 20;

    /** What makes version 1 of nothing, version 2 of version 1, and so on. Published steps never change. */
    private static final List<List<String>> STEPS = List.of(
            List.of(
                    "CREATE TABLE entry (position INTEGER PRIMARY KEY, millis INTEGER NOT NULL, publisher_id TEXT,"
                            + " key TEXT NOT NULL, crc INTEGER NOT NULL, json BLOB NOT NULL)",
                    "CREATE TABLE publisher_id (id TEXT PRIMARY KEY, position INTEGER NOT NULL,"
                            + " millis INTEGER NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID",
                    "CREATE INDEX publisher_id_position ON publisher_id (position)",
                    "CREATE TABLE cursor (endpoint TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID",
                    "CREATE TABLE dead (endpoint TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL,"
                            + " millis INTEGER NOT NULL, key TEXT NOT NULL, json BLOB NOT NULL,"
                            + " buried INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (endpoint, position))",
                    "CREATE TABLE store (id INTEGER NOT NULL)",
                    // 30 random bits that tell this store from others
                    "INSERT INTO store VALUES (abs(random() % 1073741824))",
                    "PRAGMA application_id = " + APPLICATION_ID),
            List.of("CREATE TABLE quarantine (position INTEGER PRIMARY KEY, millis INTEGER NOT NULL,"
                    + " publisher_id TEXT, key TEXT, crc INTEGER NOT NULL, json BLOB, found INTEGER NOT NULL)"));

    /** The version of the schema that is known here. */
    static final int VERSION = STEPS.size();

    private Schema() {}

    /**
     * Creates what is missing, and sets the connection up for durable writes.
     *
     * @throws OutboxException if the file is not an outbox, or one of a later version
     */
    static void ensure(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version = pragma(statement, "user_version");
            // looked at before anything is set, so that a file of others stays as it is
            if (version > 0 || !isEmpty(statement)) {
                check(pragma(statement, "application_id"), version, file);
            }
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
            statement.execute("PRAGMA synchronous = FULL");
            if (version < VERSION) {
                migrate(statement, version);
            }
        }
    }

    private static void check(int application, int version, Path file) {
        if (application != APPLICATION_ID) {
            throw new OutboxException("The file " + file + " is a database, but not an outbox of Audithook", null);
        }
        if (version > VERSION) {
            throw new OutboxException(
                    "The outbox " + file + " was written by a later version of Audithook (schema " + version
                            + ", this one knows " + VERSION + ")",
                    null);
        }
    }

    private static void migrate(Statement statement, int from) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        for (List<String> step : STEPS.subList(from, VERSION)) {
            for (String sql : step) {
                statement.execute(sql);
            }
        }
        statement.execute("PRAGMA user_version = " + VERSION);
        statement.execute("COMMIT");
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
