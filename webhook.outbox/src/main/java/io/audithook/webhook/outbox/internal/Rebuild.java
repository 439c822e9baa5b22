/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a store into a new one, row by row: to bring an old one up to date, or to get what is sound out of a damaged
 * one. What cannot be copied is named in the log, and for an entry in quarantine. The store in use is replaced at the end,
 * at once.
 */
final class Rebuild {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    private static final int CHUNK_ENTRIES = 2000;
    private static final long CHUNK_BYTES = 8L << 20;
    private static final int QUARANTINE_COLUMNS = 8;

    private final StoreDirectory directory;
    private final Connector connector;
    private final InstantSource clock;
    private final boolean durable;

    // Of one run

    private Connection source;
    private EntryRows rows;
    private Store target;
    private long trimmed;
    private long last;
    private LeafPages leaves;
    private Rescued rescued;

    /**
     * What lanes have to know of it.
     *
     * @param deadGone how many dead letters are gone, by the number of the lane
     * @param lanesLost whether there may have been endpoints of which not even the name is known
     */
    record Rescued(Map<Long, Long> deadGone, boolean lanesLost) {
        static final Rescued NOTHING = new Rescued(Map.of(), false);
    }

    Rebuild(StoreDirectory directory, Connector connector, InstantSource clock, boolean durable) {
        this.directory = directory;
        this.connector = connector;
        this.clock = clock;
        this.durable = durable;
    }

    /**
     * Makes the new store, and puts it in the place of the one before.
     *
     * @param damaged whether the source is damaged, and is to be kept for people to look at
     * @param head the latest position, if it is known; else 0
     * @return what lanes have to know
     */
    Rescued run(boolean damaged, long head) throws SQLException, IOException {
        Path copy = directory.newCopy();
        try (Connection connection = Store.connectForWriting(directory.database(), connector);
                Store store = Store.openForWriting(copy, connector, durable)) {
            source = connection;
            target = store;
            rows = EntryRows.ofVersion(version());
            last = head;
            rescued = Rescued.NOTHING;
            if (damaged) {
                emptyLog();
            }
            copyAll();
            store.commit();
        }
        directory.replaceBy(copy, damaged);
        return rescued;
    }

    /** The pages of the database are read apart from its log, which has the latest of them. */
    private void emptyLog() {
        try (Statement statement = source.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            LOG.debug("The log cannot be moved into the database: {}", e.getMessage());
        }
    }

    private int version() {
        try {
            return Schema.version(source, directory.database());
        } catch (SQLException e) {
            LOG.debug("The version cannot be read: {}", e.getMessage());
            return Schema.VERSION;
        }
    }

    private void copyAll() throws SQLException, IOException {
        if (rows == EntryRows.OF_JSON) {
            LegacyStore old = new LegacyStore(source);
            StoreInfo.Row info = old.info();
            Map<Long, LaneRow> lanes = old.lanes(info.trimmed());
            copyLog(info, lanes.values());
            putLanes(lanes.values());
            old.copyKept(lanes.values(), target);
            return;
        }
        StoreInfo.Row info = info();
        LaneRescue lanes = new LaneRescue(source);
        copyQuarantine();
        copyLog(info, lanes.found().values());
        // the ids of the new store were others when it was opened
        EntryIds ids = new EntryIds(info.id());
        Entries log = new Entries(target.connection(), ids, leaves);
        Instant now = clock.instant();
        try (CopyRescue parked = CopyRescue.ofParked(source, target, now);
                CopyRescue dead = CopyRescue.ofDead(source, target, now)) {
            Map<Long, Long> parkedGone = parked.run(directory.database(), lanes.found(), log, last);
            Map<Long, Long> deadGone = dead.run(directory.database(), lanes.found(), log, last);
            putLanes(lanes.lanes(trimmed, parkedGone, deadGone, target).values());
            rescued = new Rescued(deadGone, lanes.isAnyLost());
        }
    }

    /** @param lanes with null for those that are not known */
    private void copyLog(StoreInfo.Row info, Collection<LaneRow> lanes) throws SQLException, IOException {
        trimmed = info.trimmed();
        EntryIds ids = new EntryIds(info.id());
        leaves = new LeafPages(directory.database(), ids);
        for (LaneRow row : lanes) {
            if (row != null) {
                Progress progress = row.progress();
                last = Math.max(last, new Closed(progress.mark(), progress.closed()).highest());
            }
        }
        last = Math.max(last, lastEntry());
        trimmed = Math.min(trimmed, last);
        target.setInfo(new StoreInfo.Row(info.id(), trimmed, info.serial()));
        copyEntries(ids);
    }

    private void putLanes(Collection<LaneRow> lanes) throws SQLException {
        for (LaneRow row : lanes) {
            target.lanes().put(row);
        }
    }

    /** A table that cannot be read at all must not keep the others from being copied. */
    private void copyQuarantine() throws SQLException {
        try {
            new RowCopier(source, target.connection()).copy("quarantine", QUARANTINE_COLUMNS);
        } catch (SQLException e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            LOG.error("The table quarantine cannot be read: {}", e.getMessage());
        }
    }

    private StoreInfo.Row info() throws IOException {
        try {
            return new StoreInfo(source).read();
        } catch (SQLException e) {
            long first = firstReadable();
            LOG.error(
                    "The row of the store is damaged ({}); entries before {} count as removed", e.getMessage(), first);
            return new StoreInfo.Row(directory.noted().orElse(0), first - 1, 0);
        }
    }

    private long firstReadable() throws IOException {
        // the id of the store is not known, and not asked for
        EntryIds nobody = new EntryIds(0);
        LeafPages pages = new LeafPages(directory.database(), nobody);
        try {
            return new EntryReader(source, nobody, rows, pages).first();
        } catch (SQLException e) {
            return Math.max(1, pages.first());
        }
    }

    /** What is said to be the last need not be. */
    private long lastEntry() throws IOException {
        long found = rows == EntryRows.PACKED ? Math.max(trimmed, leaves.last()) : trimmed;
        try {
            found = Math.max(found, Sql.number(source, "SELECT coalesce(max(position), 0) FROM entry"));
        } catch (SQLException e) {
            LOG.error("The end of the log cannot be read: {}", e.getMessage());
        }
        try {
            for (long next = next(found); next > found; next = next(found)) {
                found = next;
            }
        } catch (SQLException e) {
            LOG.error(
                    "The log cannot be read to its end ({}); as far as can be told that is position {}",
                    e.getMessage(),
                    Math.max(found, last));
        }
        return found;
    }

    private long next(long position) throws SQLException {
        return Sql.number(source, "SELECT coalesce(min(position), 0) FROM entry WHERE position > ?", position);
    }

    private void copyEntries(EntryIds ids) throws SQLException {
        EntryReader reader = new EntryReader(source, ids, rows, leaves);
        long at = trimmed;
        while (at < last) {
            Chunk chunk = reader.after(at, last, CHUNK_ENTRIES, CHUNK_BYTES, this::quarantine);
            if (chunk.scanned() == at) {
                break;
            }
            for (Entry entry : chunk.entries()) {
                boolean ours = entry.id().equals(ids.of(entry.acceptedAt().toEpochMilli(), entry.position()));
                target.entries()
                        .insert(
                                entry.position(),
                                entry.acceptedAt().toEpochMilli(),
                                ours ? null : entry.id(),
                                entry.key(),
                                entry.json());
            }
            target.entries().flush();
            target.commit();
            at = chunk.scanned();
        }
    }

    private void quarantine(Damaged entry) {
        LOG.error("The entry at position {} is damaged; it is not delivered", entry.position());
        try {
            target.quarantine().keep(entry, clock.instant());
        } catch (SQLException e) {
            throw new OutboxException("The damaged entry " + entry.position() + " cannot be kept", e);
        }
    }
}
