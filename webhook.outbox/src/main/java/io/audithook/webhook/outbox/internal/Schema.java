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
import java.util.concurrent.ThreadLocalRandom;

/** The tables of the outbox, and how to tell a file of ours from others. */
final class Schema {

    /** Says that the file is ours: "AHKo". */
    private static final int APPLICATION_ID = 0x41484B6F;

    private static final int VERSION = 1;

    private static final String[] TABLES = {
        "CREATE TABLE entry (position INTEGER PRIMARY KEY, millis INTEGER NOT NULL, publisher_id TEXT,"
                + " key TEXT NOT NULL, crc INTEGER NOT NULL, json BLOB NOT NULL)",
        "CREATE TABLE publisher_id (id TEXT PRIMARY KEY, position INTEGER NOT NULL, millis INTEGER NOT NULL,"
                + " crc INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE INDEX publisher_id_position ON publisher_id (position)",
        "CREATE TABLE cursor (endpoint TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE dead (endpoint TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL,"
                + " millis INTEGER NOT NULL, key TEXT NOT NULL, json BLOB NOT NULL, buried INTEGER NOT NULL,"
                + " reason TEXT NOT NULL, PRIMARY KEY (endpoint, position))",
        "CREATE TABLE store (id INTEGER NOT NULL)"
    };

    private Schema() {}

    /**
     * Creates what is missing, and sets the connection up for durable writes.
     *
     * @throws OutboxException if the file is not an outbox, or one of a later version
     */
    static void ensure(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // in this order: the log writes the first page, and then it is too late for vacuum
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            int version = pragma(statement, "user_version");
            int application = pragma(statement, "application_id");
            if (version == 0 && application == 0 && isEmpty(statement)) {
                statement.execute("BEGIN IMMEDIATE");
                for (String table : TABLES) {
                    statement.execute(table);
                }
                statement.execute("INSERT INTO store VALUES ("
                        + ThreadLocalRandom.current().nextInt(1 << 30) + ")");
                statement.execute("PRAGMA application_id = " + APPLICATION_ID);
                statement.execute("PRAGMA user_version = " + VERSION);
                statement.execute("COMMIT");
            } else if (application != APPLICATION_ID) {
                throw new OutboxException("The file " + file + " is a database, but not an outbox of Audithook", null);
            } else if (version > VERSION) {
                throw new OutboxException(
                        "The outbox " + file + " was written by a later version of Audithook (schema " + version
                                + ", this one knows " + VERSION + ")",
                        null);
            }
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
