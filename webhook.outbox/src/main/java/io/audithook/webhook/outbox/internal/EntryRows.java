/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.outbox.internal.EntryPack.Packed;
import io.audithook.webhook.outbox.internal.EntryPack.Remains;
import io.audithook.webhook.outbox.internal.EntryPack.Visitor;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How the rows of the log hold entries, by the version of the tables. */
enum EntryRows {
    /** Up to version 2 an entry a row, with a checksum of its event alone. */
    OF_JSON("position, millis, publisher_id, key, 0, crc, json"),

    /** In version 3 an entry a row, with a checksum of all of it. */
    SINGLE("position, millis, publisher_id, key, total, crc, json"),

    /** Of now: several a row, which has the position of the last of them. */
    PACKED("position, packed");

    private final String columns;

    EntryRows(String columns) {
        this.columns = columns;
    }

    static EntryRows ofVersion(int version) {
        return version >= Schema.VERSION ? PACKED : version == Schema.SINGLE_ENTRIES ? SINGLE : OF_JSON;
    }

    /** What to ask for; rows come with their positions in the first column. */
    String select() {
        return "SELECT " + columns + " FROM entry";
    }

    /** Tells what a row holds. */
    void visit(ResultSet row, Visitor visitor) throws SQLException {
        if (this == PACKED) {
            byte[] pack = row.getBytes(2);
            EntryPack.visit(pack == null ? new byte[0] : pack, visitor);
            return;
        }
        Packed entry = new Packed(
                row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getLong(5), row.getBytes(7));
        int crc = row.getInt(6);
        if (entry.json() != null && entry.key() != null && crc == crc(entry)) {
            visitor.sound(entry);
        } else {
            visitor.damaged(new Remains(entry.millis(), entry.publisherId(), entry.key(), crc, entry.json()));
        }
    }

    private int crc(Packed entry) {
        return this == OF_JSON ? Checksum.of(entry.json()) : new Checksum().ofEntry(entry);
    }
}
