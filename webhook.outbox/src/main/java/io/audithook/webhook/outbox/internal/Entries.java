/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.outbox.internal.EntryPack.Packed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The table of entries: the log. Positions have no gaps. Entries of a transaction share rows ({@link EntryPack}). Each tells how
 * many bytes the log has had up to it, so that the size of any part of the log is known without reading it.
 */
final class Entries {

    /** What an entry takes beside its event. */
    private static final int OVERHEAD_BYTES = 64;

    /** A row that is no longer is on a page as a whole: what damages a page costs no more than what is on it. */
    private static final int ROW_BYTES = Schema.PAGE_BYTES - 64;

    /** So many damaged entries at the end of the log are passed over to find a sound one. */
    private static final int MAX_DAMAGED = 4096;

    private static final EntryRows ROWS = EntryRows.PACKED;
    private static final String FROM = ROWS.select() + " WHERE position >= ? ORDER BY position";

    private final Connection connection;
    private final EntryReader reader;
    private final EntryPack.Writer pack = new EntryPack.Writer(ROW_BYTES);
    private final PreparedStatement insert;
    private final PreparedStatement insertId;
    private final PreparedStatement selectId;

    /** How many bytes the log has had; negative if that was not looked at yet. */
    private long total = -1;

    /** How many rows were added and not sent. */
    private int unsent;

    Entries(Connection connection, EntryIds ids, LeafPages leaves) throws SQLException {
        this.connection = connection;
        this.reader = new EntryReader(connection, ids, ROWS, leaves);
        this.insert = connection.prepareStatement("INSERT INTO entry VALUES (?, ?)");
        // an id comes twice if its row was damaged in between
        this.insertId = connection.prepareStatement("INSERT OR REPLACE INTO publisher_id VALUES (?, ?, ?, ?)");
        this.selectId = connection.prepareStatement("SELECT millis, crc FROM publisher_id WHERE id = ?");
    }

    EntryReader reader() {
        return reader;
    }

    /** Adds an entry to the transaction; {@link #flush} sends what was added. */
    void insert(long position, long millis, String publisherId, String key, byte[] json) throws SQLException {
        long size = total() + json.length + key.length() + OVERHEAD_BYTES;
        Packed entry = new Packed(position, millis, publisherId, key, size, json);
        if (!pack.add(entry)) {
            endRow();
            pack.add(entry);
        }
        total = size;
        if (publisherId != null) {
            insertId.setString(1, publisherId);
            insertId.setLong(2, position);
            insertId.setLong(3, millis);
            insertId.setInt(4, Checksum.of(json));
            insertId.executeUpdate();
        }
    }

    private void endRow() throws SQLException {
        insert.setLong(1, pack.last());
        insert.setBytes(2, pack.take());
        insert.addBatch();
        unsent++;
    }

    void flush() throws SQLException {
        if (!pack.isEmpty()) {
            endRow();
        }
        if (unsent > 0) {
            unsent = 0;
            insert.executeBatch();
        }
    }

    /** An entry; empty if it is damaged or not there. */
    Optional<Entry> read(long position) throws SQLException {
        List<Entry> found = reader.after(position - 1, position, 1, Long.MAX_VALUE, damage -> {})
                .entries();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** The entry that came with this id, or null. */
    KnownId known(String publisherId) throws SQLException {
        selectId.setString(1, publisherId);
        try (ResultSet row = selectId.executeQuery()) {
            return row.next() ? new KnownId(row.getLong(1), row.getInt(2)) : null;
        }
    }

    /** The highest position, 0 if there is none. */
    long last() throws SQLException {
        return Sql.number(connection, "SELECT coalesce(max(position), 0) FROM entry");
    }

    /** Whether there is an entry after a position. */
    boolean hasAfter(long position) throws SQLException {
        return Sql.number(connection, "SELECT EXISTS (SELECT 1 FROM entry WHERE position > ?)", position) != 0;
    }

    /** When an entry was accepted, or the first one after it that can be read; empty if none can. */
    Optional<Instant> acceptedAt(long position) throws SQLException {
        return first(position, entry -> true).map(entry -> Instant.ofEpochMilli(entry.millis()));
    }

    /** The first entry from a position on that can be read and is as asked for. */
    private Optional<Packed> first(long from, Predicate<Packed> wanted) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FROM)) {
            select.setLong(1, from);
            try (ResultSet row = select.executeQuery()) {
                Search search = new Search(entry -> entry.position() >= from && wanted.test(entry));
                while (search.found == null && row.next()) {
                    ROWS.visit(row, search);
                }
                return Optional.ofNullable(search.found);
            }
        }
    }

    /** Ends at the first entry that is wanted. */
    private static final class Search implements EntryPack.Visitor {

        private final Predicate<Packed> wanted;
        private Packed found;

        Search(Predicate<Packed> wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean sound(Packed entry) {
            if (wanted.test(entry)) {
                found = entry;
            }
            return found == null;
        }
    }

    /**
     * The position of the last entry accepted before a time, found by halves: where the clock was set back meanwhile, an
     * entry near by.
     *
     * @param trimmed entries up to here were removed
     */
    long lastBefore(long millis, long trimmed) throws SQLException {
        long low = trimmed;
        long high = last();
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            Optional<Instant> accepted = acceptedAt(middle);
            if (accepted.isPresent() && accepted.get().toEpochMilli() < millis) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /**
     * The position up to which entries are so old, of the first few.
     *
     * @param trimmed entries up to here were removed
     * @param max how many are looked at
     */
    long olderThan(long millis, long trimmed, int max) throws SQLException {
        return before(trimmed, max, entry -> entry.millis() >= millis);
    }

    /**
     * The position up to which entries are too many, of the first few.
     *
     * @param bytes how much may stay
     */
    long beyond(long bytes, long trimmed, int max) throws SQLException {
        long most = total() - bytes;
        return before(trimmed, max, entry -> entry.total() > most);
    }

    /** The position before the first entry that is wanted, if that is one of the next few. */
    private long before(long position, int max, Predicate<Packed> wanted) throws SQLException {
        long end = position + max;
        return first(position + 1, entry -> entry.position() > end || wanted.test(entry))
                .map(entry -> Math.min(end, entry.position() - 1))
                .orElse(end);
    }

    /** The position up to which rows can go as a whole, if all up to a position is to go. */
    long endOfRow(long position) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FROM + " LIMIT 1")) {
            select.setLong(1, position);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getLong(1) == position) {
                    return position;
                }
                Search begin = new Search(entry -> true);
                ROWS.visit(row, begin);
                return begin.found == null ? position : Math.min(position, begin.found.position() - 1);
            }
        }
    }

    /**
     * How much the entries of a range take in whole pages, about; what is at its ends shares pages with others.
     *
     * @param trimmed the position before the first one
     */
    long bytesBetween(long trimmed, long last) throws SQLException {
        long before = totalAt(trimmed + 1);
        long after = totalAt(last + 1);
        long bytes = (after < 0 ? total() : after) - before - 2L * Schema.PAGE_BYTES;
        return before < 0 ? 0 : Math.max(0, bytes);
    }

    private long totalAt(long position) throws SQLException {
        return first(position, entry -> true).map(Packed::total).orElse(-1L);
    }

    /** Removes entries up to a position, with the ids that publishers gave them. */
    void removeUpTo(long position) throws SQLException {
        Sql.update(connection, "DELETE FROM entry WHERE position <= ?", position);
        Sql.update(connection, "DELETE FROM publisher_id WHERE position <= ?", position);
    }

    private long total() throws SQLException {
        if (total < 0) {
            total = 0;
            long last = last();
            for (long at = last; total == 0 && at > Math.max(0, last - MAX_DAMAGED); at--) {
                if (read(at).isPresent()) {
                    total = totalAt(at);
                }
            }
        }
        return total;
    }

    /**
     * What is known of an id that a publisher gave.
     *
     * @param millis when its event was accepted
     * @param crc the CRC32C of its event
     */
    record KnownId(long millis, int crc) {}
}
