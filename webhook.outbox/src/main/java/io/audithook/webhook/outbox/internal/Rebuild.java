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
import java.time.InstantSource;
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

    private final StoreDirectory directory;
    private final Connector connector;
    private final InstantSource clock;
    private final boolean durable;

    // Of one run

    private Connection source;
    private boolean legacy;
    private Store target;
    private long trimmed;
    private long last;

    Rebuild(StoreDirectory directory, Connector connector, InstantSource clock, boolean durable) {
        this.directory = directory;
        this.connector = connector;
        this.clock = clock;
        this.durable = durable;
    }

    /**
     * @param damaged whether the source is damaged, and is to be kept for people to look at
     * @param head the latest position, if it is known; else 0
     */
    void run(boolean damaged, long head) throws SQLException, IOException {
        Path copy = directory.newCopy();
        try (Connection connection = Store.connectForWriting(directory.database(), connector);
                Store store = Store.openForWriting(copy, connector, durable)) {
            source = connection;
            target = store;
            legacy = isLegacy();
            last = head;
            copyAll();
            store.commit();
        }
        directory.replaceBy(copy, damaged);
    }

    private boolean isLegacy() {
        try {
            return Schema.version(source, directory.database()) < Schema.VERSION;
        } catch (SQLException e) {
            LOG.debug("The version cannot be read: {}", e.getMessage());
            return false;
        }
    }

    private void copyAll() throws SQLException {
        LegacyStore old = new LegacyStore(source);
        StoreInfo.Row info = legacy ? old.info() : info();
        trimmed = info.trimmed();
        Map<Long, LaneRow> lanes = legacy ? old.lanes(trimmed) : new LaneRescue(source).lanes(trimmed);
        for (LaneRow row : lanes.values()) {
            Progress progress = row.progress();
            last = Math.max(last, new Closed(progress.mark(), progress.closed()).highest());
        }
        last = Math.max(last, lastEntry());
        trimmed = Math.min(trimmed, last);
        target.setInfo(new StoreInfo.Row(info.id(), trimmed, info.serial()));
        copyEntries(new EntryIds(info.id()));
        for (LaneRow row : lanes.values()) {
            target.lanes().put(row);
        }
        if (legacy) {
            old.copyKept(lanes.values(), target);
        } else {
            RowCopier rows = new RowCopier(source, target.connection());
            copyRows(rows, "quarantine", 8);
            copyRows(rows, "dead", 10);
            copyRows(rows, "parked", 12);
        }
    }

    /** A table that cannot be read at all must not keep the others from being copied. */
    private static void copyRows(RowCopier rows, String table, int columns) throws SQLException {
        try {
            rows.copy(table, columns);
        } catch (SQLException e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            LOG.error("The table {} cannot be read: {}", table, e.getMessage());
        }
    }

    private StoreInfo.Row info() {
        try {
            return new StoreInfo(source).read();
        } catch (SQLException e) {
            long first = firstReadable();
            LOG.error(
                    "The row of the store is damaged ({}); entries before {} count as removed", e.getMessage(), first);
            return new StoreInfo.Row(directory.noted().orElse(0), first - 1, 0);
        }
    }

    private long firstReadable() {
        try {
            return Sql.number(source, "SELECT coalesce(min(position), 1) FROM entry");
        } catch (SQLException e) {
            return 1;
        }
    }

    /** What is said to be the last need not be. */
    private long lastEntry() {
        long found = trimmed;
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
                    "The log cannot be read to its end ({}); entries after position {} may be lost",
                    e.getMessage(),
                    Math.max(found, last));
        }
        return found;
    }

    private long next(long position) throws SQLException {
        return Sql.number(source, "SELECT coalesce(min(position), 0) FROM entry WHERE position > ?", position);
    }

    private void copyEntries(EntryIds ids) throws SQLException {
        EntryReader reader = new EntryReader(source, ids, legacy);
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
