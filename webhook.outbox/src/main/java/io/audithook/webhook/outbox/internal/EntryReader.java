/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads entries, and tells the sound from the damaged and from those that were removed. */
final class EntryReader {

    /** Of a hole, so many positions are told at a time. */
    private static final int MAX_HOLE = 1000;

    private final Connection connection;
    private final EntryIds ids;
    private final boolean legacy;
    private final LeafPages leaves;
    private final String select;
    private final Checksum checksum = new Checksum();

    /**
     * @param legacy whether the table is that of the first two versions, whose checksums are of the event alone
     * @param leaves what can be read of a table of this version, if there is no way to it
     */
    EntryReader(Connection connection, EntryIds ids, boolean legacy, LeafPages leaves) {
        this.connection = connection;
        this.ids = ids;
        this.legacy = legacy;
        this.leaves = leaves;
        this.select = "SELECT position, millis, publisher_id, key, " + (legacy ? "0" : "total")
                + ", crc, json FROM entry WHERE position ";
    }

    /** What one call has found. */
    private final class Finding {

        private final List<Entry> entries = new ArrayList<>();
        private final List<Long> damaged = new ArrayList<>(0);
        private final Consumer<Damaged> damage;
        private long scanned;
        private long gone;

        Finding(long position, Consumer<Damaged> damage) {
            this.scanned = position;
            this.damage = damage;
        }

        Chunk chunk() {
            return new Chunk(entries, scanned, gone, damaged);
        }

        void damaged(Damaged entry) {
            damaged.add(entry.position());
            damage.accept(entry);
        }

        /** There is no row between what was scanned and a position: they were removed, or they are damaged. */
        void hole(long before) throws SQLException {
            long trimmed = trimmed();
            if (scanned < trimmed) {
                gone = Math.min(trimmed, before - 1);
                scanned = gone;
            }
            List<Holes.Hole> known = knownHoles();
            while (scanned < before - 1 && damaged.size() < MAX_HOLE) {
                scanned++;
                if (isKnown(known, scanned)) {
                    damaged.add(scanned);
                } else if (isGivenUp(scanned) || !salvage(scanned, scanned, 1, Long.MAX_VALUE)) {
                    damaged(Damaged.unreadable(scanned));
                }
            }
        }

        /** Takes what is on the pages of the table from a position on; false if that very entry is not. */
        boolean salvage(long position, long upTo, int maxEntries, long maxBytes) throws SQLException {
            if (legacy) {
                return false;
            }
            List<Entry> rows;
            try {
                rows = leaves.from(position, upTo, maxEntries, maxBytes);
            } catch (IOException e) {
                // nothing is given up for that
                throw new SQLException("the pages of the database cannot be read: " + e, e);
            }
            for (Entry entry : rows) {
                entries.add(entry);
                scanned = entry.position();
            }
            return !rows.isEmpty();
        }

        void row(ResultSet row, long position, byte[] json) throws SQLException {
            long millis = row.getLong(2);
            String publisherId = row.getString(3);
            String key = row.getString(4);
            int crc = row.getInt(6);
            if (json == null || key == null || crc != crc(position, millis, publisherId, key, row.getLong(5), json)) {
                damaged(new Damaged(Damaged.LOG, position, millis, publisherId, key, crc, json));
            } else {
                String id = publisherId != null ? publisherId : ids.of(millis, position);
                entries.add(new Entry(position, id, Instant.ofEpochMilli(millis), key, json));
            }
            scanned = position;
        }
    }

    /**
     * The entries after a position, up to another one, which must be there or have been there.
     *
     * @param damage is told of each damaged entry that was passed over
     */
    Chunk after(long position, long last, int maxEntries, long maxBytes, Consumer<Damaged> damage) throws SQLException {
        Finding found = new Finding(position, damage);
        long taken = 0;
        int rows = 0;
        // prepared each time: the driver gives a statement up when it meets damage
        try (PreparedStatement many =
                        connection.prepareStatement(select + "> ? AND position <= ? ORDER BY position LIMIT ?");
                ResultSet row = execute(many, position, last, maxEntries)) {
            while (row.next()) {
                rows++;
                long at = row.getLong(1);
                if (at <= found.scanned || at > last) {
                    throw new DamagedRowException("position " + at + " is not where it belongs");
                }
                byte[] json = row.getBytes(7);
                taken += json == null ? 0 : json.length;
                if (taken > maxBytes && !found.entries.isEmpty()) {
                    return found.chunk();
                }
                if (at > found.scanned + 1) {
                    found.hole(at);
                    if (at > found.scanned + 1) {
                        return found.chunk();
                    }
                }
                found.row(row, at, json);
            }
        } catch (SQLException e) {
            // a page is damaged; what came before it is sound, and the next call begins at the damage
            return found.scanned > position
                    ? found.chunk()
                    : atDamage(position + 1, last, maxEntries, maxBytes, e, damage);
        }
        if (rows < maxEntries && found.scanned < last) {
            found.hole(Math.min(last + 1, found.scanned + MAX_HOLE));
        }
        return found.chunk();
    }

    /** Goes on where no statement can; passes over one position if it is this very one that cannot be read. */
    private Chunk atDamage(
            long position, long last, int maxEntries, long maxBytes, SQLException why, Consumer<Damaged> damage)
            throws SQLException {
        if (!Failures.isDamage(why)) {
            throw why;
        }
        Finding found = new Finding(position - 1, damage);
        try (PreparedStatement one = connection.prepareStatement(select + "= ?");
                ResultSet row = execute(one, position)) {
            if (row.next() && row.getLong(1) == position) {
                found.row(row, position, row.getBytes(7));
            } else {
                found.hole(position + 1);
            }
        } catch (SQLException e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            if (!found.salvage(position, last, maxEntries, maxBytes)) {
                found.damaged(Damaged.unreadable(position));
                found.scanned = position;
            }
        }
        return found.chunk();
    }

    /** Whether it is in quarantine, so that it was looked for before. */
    private boolean isGivenUp(long position) throws SQLException {
        try {
            return legacy
                    || Sql.number(
                                    connection,
                                    "SELECT EXISTS (SELECT 1 FROM quarantine WHERE source = ? AND position = ?)",
                                    Damaged.LOG,
                                    position)
                            > 0;
        } catch (SQLException e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            return false;
        }
    }

    private List<Holes.Hole> knownHoles() throws SQLException {
        try {
            return legacy ? List.of() : new Holes(connection).all();
        } catch (SQLException e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            return List.of();
        }
    }

    private static boolean isKnown(List<Holes.Hole> holes, long position) {
        for (Holes.Hole hole : holes) {
            if (hole.contains(position)) {
                return true;
            }
        }
        return false;
    }

    /** Up to here entries were removed. */
    private long trimmed() throws SQLException {
        String sql = legacy ? "SELECT coalesce(min(position) - 1, 0) FROM entry" : "SELECT trimmed FROM store";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private int crc(long position, long millis, String publisherId, String key, long total, byte[] json) {
        return legacy ? Checksum.of(json) : checksum.ofEntry(position, millis, publisherId, key, total, json);
    }

    private static ResultSet execute(PreparedStatement statement, long... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        return statement.executeQuery();
    }
}
