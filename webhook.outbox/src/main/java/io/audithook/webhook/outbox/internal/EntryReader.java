/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.outbox.internal.EntryPack.Packed;
import io.audithook.webhook.outbox.internal.EntryPack.Remains;
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
    private final EntryRows rows;
    private final LeafPages leaves;

    /**
     * @param rows how the log holds them
     * @param leaves what can be read of a table of this version, if there is no way to it
     */
    EntryReader(Connection connection, EntryIds ids, EntryRows rows, LeafPages leaves) {
        this.connection = connection;
        this.ids = ids;
        this.rows = rows;
        this.leaves = leaves;
    }

    /** What one call has found. */
    private final class Finding {

        private final List<Entry> entries = new ArrayList<>();
        private final List<Long> damaged = new ArrayList<>(0);
        private final long last;
        private final int maxEntries;
        private final long maxBytes;
        private final Consumer<Damaged> damage;
        private long scanned;
        private long gone;
        private long bytes;
        private boolean full;

        Finding(long position, long last, int maxEntries, long maxBytes, Consumer<Damaged> damage) {
            this.scanned = position;
            this.last = last;
            this.maxEntries = maxEntries;
            this.maxBytes = maxBytes;
            this.damage = damage;
        }

        Chunk chunk() {
            return new Chunk(entries, scanned, gone, damaged);
        }

        boolean isFull() {
            return full || scanned >= last || entries.size() >= maxEntries;
        }

        void damaged(Damaged entry) {
            damaged.add(entry.position());
            damage.accept(entry);
        }

        /**
         * There is nothing to be read between what was scanned and a position: it was removed, or it is damaged.
         *
         * @param remains what is left of the last of it, or null
         */
        void hole(long before, Remains remains) throws SQLException {
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
                } else if (scanned == before - 1 && remains != null) {
                    damaged(new Damaged(
                            Damaged.LOG,
                            scanned,
                            remains.millis(),
                            remains.publisherId(),
                            remains.key(),
                            remains.crc(),
                            remains.json()));
                } else if (isGivenUp(scanned) || !salvage(scanned, scanned, 1, Long.MAX_VALUE)) {
                    damaged(Damaged.unreadable(scanned));
                }
            }
            full |= scanned < before - 1;
        }

        /** Takes what is on the pages of the table from a position on; false if that very entry is not. */
        boolean salvage(long position, long upTo, int most, long mostBytes) throws SQLException {
            if (rows != EntryRows.PACKED) {
                return false;
            }
            List<Entry> found;
            try {
                found = leaves.from(position, upTo, most, mostBytes);
            } catch (IOException e) {
                // nothing is given up for that
                throw new SQLException("the pages of the database cannot be read: " + e, e);
            }
            for (Entry entry : found) {
                entries.add(entry);
                scanned = entry.position();
            }
            return !found.isEmpty();
        }

        /** Takes what a row has behind what was scanned. */
        void row(ResultSet row) throws SQLException {
            long end = row.getLong(1);
            if (end <= scanned) {
                throw misplaced(end);
            }
            RowVisitor visitor = new RowVisitor(end);
            rows.visit(row, visitor);
            visitor.end();
        }

        private DamagedRowException misplaced(long position) {
            return new DamagedRowException("position " + position + " is not where it belongs");
        }

        /** Goes through one row. */
        private final class RowVisitor implements EntryPack.Visitor {

            private final long end;
            private Remains remains;
            private SQLException failure;

            RowVisitor(long end) {
                this.end = end;
            }

            @Override
            public boolean sound(Packed entry) {
                Remains before = remains;
                remains = null;
                try {
                    return entry.position() <= scanned || (take(entry, before) && !isFull());
                } catch (SQLException e) {
                    failure = e;
                    return false;
                }
            }

            private boolean take(Packed entry, Remains before) throws SQLException {
                long position = entry.position();
                if (position > end) {
                    throw misplaced(position);
                }
                if (position > scanned + 1) {
                    hole(Math.min(position, last + 1), position > last + 1 ? null : before);
                }
                if (isFull()) {
                    return false;
                }
                bytes += entry.json().length;
                if (bytes > maxBytes && !entries.isEmpty()) {
                    full = true;
                    return false;
                }
                String id = entry.publisherId() != null ? entry.publisherId() : ids.of(entry.millis(), position);
                entries.add(new Entry(position, id, Instant.ofEpochMilli(entry.millis()), entry.key(), entry.json()));
                scanned = position;
                return true;
            }

            @Override
            public void damaged(Remains found) {
                remains = found;
            }

            /** What is missing at the end of the row is damaged. */
            void end() throws SQLException {
                if (failure != null) {
                    throw failure;
                }
                if (!isFull() && scanned < end) {
                    hole(Math.min(end, last) + 1, remains);
                }
            }
        }
    }

    /** The position of the first entry there is; 1 if there is none. */
    long first() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(rows.select() + " ORDER BY position LIMIT 1");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return 1;
            }
            long[] first = {row.getLong(1)};
            rows.visit(row, entry -> {
                first[0] = Math.min(first[0], entry.position());
                return false;
            });
            return first[0];
        }
    }

    /**
     * The entries after a position, up to another one, which must be there or have been there.
     *
     * @param damage is told of each damaged entry that was passed over
     */
    Chunk after(long position, long last, int maxEntries, long maxBytes, Consumer<Damaged> damage) throws SQLException {
        Finding found = new Finding(position, last, maxEntries, maxBytes, damage);
        // prepared each time: the driver gives a statement up when it meets damage
        try (PreparedStatement many =
                        connection.prepareStatement(rows.select() + " WHERE position > ? ORDER BY position");
                ResultSet row = execute(many, position)) {
            while (!found.isFull() && row.next()) {
                found.row(row);
            }
        } catch (SQLException e) {
            // a page is damaged; what came before it is sound, and the next call begins at the damage
            return found.scanned > position
                    ? found.chunk()
                    : atDamage(position + 1, last, maxEntries, maxBytes, e, damage);
        }
        if (!found.isFull()) {
            found.hole(Math.min(last + 1, found.scanned + MAX_HOLE), null);
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
        Finding found = new Finding(position - 1, last, maxEntries, maxBytes, damage);
        try (PreparedStatement one =
                        connection.prepareStatement(rows.select() + " WHERE position >= ? ORDER BY position LIMIT 1");
                ResultSet row = execute(one, position)) {
            if (row.next()) {
                found.row(row);
            } else {
                found.hole(position + 1, null);
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
            return rows == EntryRows.OF_JSON
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
            return rows == EntryRows.OF_JSON ? List.of() : new Holes(connection).all();
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
        String sql = rows == EntryRows.OF_JSON
                ? "SELECT coalesce(min(position) - 1, 0) FROM entry"
                : "SELECT trimmed FROM store";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static ResultSet execute(PreparedStatement statement, long... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        return statement.executeQuery();
    }
}
