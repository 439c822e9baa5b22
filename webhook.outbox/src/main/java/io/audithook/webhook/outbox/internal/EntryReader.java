/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Reads entries, and tells the sound from the damaged. */
final class EntryReader {

    private static final String SELECT =
            "SELECT position, millis, publisher_id, key, crc, json FROM entry WHERE position ";

    private final Connection connection;
    private final EntryIds ids;

    EntryReader(Connection connection, EntryIds ids) {
        this.connection = connection;
        this.ids = ids;
    }

    /**
     * The entries after a position.
     *
     * @param damage is told of each damaged entry that was passed over
     */
    Chunk after(long position, int maxEntries, long maxBytes, Consumer<Damaged> damage) throws SQLException {
        List<Entry> found = new ArrayList<>();
        long scanned = position;
        long taken = 0;
        // prepared each time: the driver gives a statement up when it meets damage
        try (PreparedStatement many = connection.prepareStatement(SELECT + "> ? ORDER BY position LIMIT ?");
                ResultSet row = execute(many, position, maxEntries)) {
            while (row.next()) {
                long at = row.getLong(1);
                byte[] json = row.getBytes(6);
                taken += json == null ? 0 : json.length;
                if (taken > maxBytes && !found.isEmpty()) {
                    break;
                }
                add(row, at, json, found, damage);
                scanned = at;
            }
        } catch (SQLException e) {
            // a page is damaged; what came before it is sound, and the next call begins at the damage
            return scanned > position ? new Chunk(found, scanned) : afterDamage(position + 1, e, damage);
        }
        return new Chunk(found, scanned);
    }

    /** Passes over one position if it is this very one that cannot be read. */
    private Chunk afterDamage(long position, SQLException why, Consumer<Damaged> damage) throws SQLException {
        if (!isCorrupt(why)) {
            throw why;
        }
        List<Entry> found = new ArrayList<>();
        try (PreparedStatement one = connection.prepareStatement(SELECT + "= ?");
                ResultSet row = execute(one, position)) {
            if (row.next()) {
                add(row, position, row.getBytes(6), found, damage);
            }
        } catch (SQLException e) {
            if (!isCorrupt(e)) {
                throw e;
            }
            damage.accept(Damaged.unreadable(position));
        }
        return new Chunk(found, position);
    }

    private void add(ResultSet row, long position, byte[] json, List<Entry> found, Consumer<Damaged> damage)
            throws SQLException {
        long millis = row.getLong(2);
        String publisherId = row.getString(3);
        String key = row.getString(4);
        int crc = row.getInt(5);
        if (json == null || key == null || Checksum.of(json) != crc) {
            damage.accept(new Damaged(position, millis, publisherId, key, crc, json));
            return;
        }
        String id = publisherId != null ? publisherId : ids.of(millis, position);
        found.add(new Entry(position, id, Instant.ofEpochMilli(millis), key, json));
    }

    private static ResultSet execute(PreparedStatement statement, long... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        return statement.executeQuery();
    }

    private static boolean isCorrupt(SQLException e) {
        return e instanceof SQLiteException known
                && (known.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_CORRUPT.code;
    }
}
