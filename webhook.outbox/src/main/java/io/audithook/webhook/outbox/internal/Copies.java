/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Reads the copies of entries that lanes keep, so that the log can go, and tells the sound from the damaged. */
final class Copies {

    /** What {@link #read} expects first in a row. */
    static final String COLUMNS = "position, millis, id, key, crc, json";

    private final Checksum checksum = new Checksum();

    /**
     * A copy, or what is left of it.
     *
     * @param entry the entry, if it is sound
     * @param damaged what is left, if it is not
     */
    record Copy(Optional<Entry> entry, Optional<Damaged> damaged) {}

    /**
     * Sees to it that a copy that was found by the index of its table is the one that was looked for: if it is not, it is
     * the index that is damaged, and not the copy.
     *
     * @throws DamagedRowException if it is another one
     */
    static void checkIndex(Connection connection, String table, long lane, long position) throws SQLException {
        long misplaced = Sql.number(
                connection,
                "SELECT count(*) FROM " + table + " NOT INDEXED WHERE rowid = (SELECT rowid FROM " + table
                        + " WHERE lane = ? AND position = ?) AND (lane <> ? OR position <> ?)",
                lane,
                position,
                lane,
                position);
        if (misplaced > 0) {
            throw new DamagedRowException("the index of the table " + table + " is damaged");
        }
    }

    Copy read(long lane, ResultSet row) throws SQLException {
        String id = row.getString(3);
        String key = row.getString(4);
        byte[] json = row.getBytes(6);
        if (id != null && key != null && json != null) {
            Entry entry = new Entry(row.getLong(1), id, Instant.ofEpochMilli(row.getLong(2)), key, json);
            if (checksum.ofCopy(lane, entry) == row.getInt(5)) {
                return new Copy(Optional.of(entry), Optional.empty());
            }
        }
        Damaged damaged =
                new Damaged(Long.toString(lane), row.getLong(1), row.getLong(2), id, key, row.getInt(5), json);
        return new Copy(Optional.empty(), Optional.of(damaged));
    }
}
