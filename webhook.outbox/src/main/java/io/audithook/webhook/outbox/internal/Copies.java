/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
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
