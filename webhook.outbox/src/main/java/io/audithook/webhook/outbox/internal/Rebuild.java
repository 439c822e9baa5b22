/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            legacy = !damaged && Schema.version(connection, directory.database()) < Schema.VERSION;
            last = head;
            copyAll();
            store.commit();
        }
        directory.replaceBy(copy, damaged);
    }

    private void copyAll() throws SQLException {
        StoreInfo.Row info = info();
        EntryIds ids = new EntryIds(info.id());
        Map<Long, LaneRow> lanes = legacy ? cursors() : lanes();
        for (LaneRow row : lanes.values()) {
            last = Math.max(
                    last, new Closed(row.progress().mark(), row.progress().closed()).highest());
        }
        last = Math.max(last, lastEntry());
        trimmed = Math.min(trimmed, last);
        target.setInfo(new StoreInfo.Row(info.id(), trimmed, info.serial()));
        copyEntries(ids);
        for (LaneRow row : lanes.values()) {
            target.lanes().put(row);
        }
        RowCopier rows = new RowCopier(source, target.connection());
        if (legacy) {
            copyDeadLetters(lanes);
            if (Sql.number(source, "SELECT count(*) FROM sqlite_master WHERE name = 'quarantine'") > 0) {
                rows.copyAs(
                        "SELECT '" + Damaged.LOG + "', position, millis, publisher_id, key, crc, json, found FROM"
                                + " quarantine",
                        "quarantine",
                        8);
            }
        } else {
            rows.copy("quarantine", 8);
            rows.copy("dead", 10);
            rows.copy("parked", 12);
        }
    }

    private StoreInfo.Row info() throws SQLException {
        long first = legacy ? Sql.number(source, "SELECT coalesce(min(position), 1) FROM entry") : 0;
        if (legacy) {
            trimmed = first - 1;
            return new StoreInfo.Row((int) Sql.number(source, "SELECT id FROM store"), trimmed, 0);
        }
        try {
            StoreInfo.Row row = new StoreInfo(source).read();
            trimmed = row.trimmed();
            return row;
        } catch (SQLException e) {
            int id = directory.noted().orElse(0);
            trimmed = firstReadable() - 1;
            LOG.error(
                    "The row of the store is damaged ({}); entries up to {} count as removed", e.getMessage(), trimmed);
            return new StoreInfo.Row(id, trimmed, 0);
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

    /** The lanes that can be read; of the others, those that have a name begin anew. */
    private Map<Long, LaneRow> lanes() throws SQLException {
        LaneRows rows = new LaneRows(source);
        Map<Long, Optional<String>> names = names(rows);
        Map<Long, LaneRow> lanes = readable(rows, names);
        Set<String> known = new HashSet<>();
        lanes.values().stream().filter(row -> row != null && !row.isReplay()).forEach(row -> known.add(row.endpoint()));
        Map<Long, LaneRow> sound = new LinkedHashMap<>();
        lanes.forEach((id, row) -> {
            Optional<String> name = names.getOrDefault(id, Optional.empty());
            if (row != null) {
                sound.put(id, row);
            } else if (name.isPresent() && known.add(name.get())) {
                LOG.error(
                        "endpoint={} what it has is not known any more, since its row is damaged; everything that is"
                                + " stored is delivered to it again",
                        name.get());
                sound.put(id, anew(id, name.get()));
            } else {
                LOG.error("The lane {} is damaged and cannot be told from others; it ends", id);
            }
        });
        return sound;
    }

    private static Map<Long, Optional<String>> names(LaneRows rows) {
        try {
            return rows.names();
        } catch (SQLException e) {
            LOG.error("The names of the endpoints cannot be read apart from their rows: {}", e.getMessage());
            return Map.of();
        }
    }

    private static Map<Long, LaneRow> readable(LaneRows rows, Map<Long, Optional<String>> names) {
        Map<Long, LaneRow> lanes = new LinkedHashMap<>();
        names.keySet().forEach(id -> lanes.put(id, null));
        try {
            lanes.putAll(rows.all());
        } catch (SQLException e) {
            for (long id : names.keySet()) {
                try {
                    lanes.put(id, rows.get(id));
                } catch (SQLException unreadable) {
                    LOG.error("The row of lane {} cannot be read: {}", id, unreadable.getMessage());
                }
            }
        }
        return lanes;
    }

    /** A lane that has what its parked entries and dead letters tell, and nothing else. */
    private LaneRow anew(long id, String endpoint) {
        Map<Long, Boolean> kept = new HashMap<>();
        for (String table : List.of("parked", "dead")) {
            for (long position : positions(table, id)) {
                kept.put(position, table.equals("dead"));
            }
        }
        return rowFrom(kept, trimmed, id, endpoint);
    }

    private static LaneRow rowFrom(Map<Long, Boolean> kept, long mark, long id, String endpoint) {
        Closed closed = new Closed(mark);
        long before = 0;
        long dead = 0;
        for (Map.Entry<Long, Boolean> one : kept.entrySet()) {
            before += one.getKey() <= mark ? 1 : 0;
            dead += one.getValue() ? 1 : 0;
            closed.add(one.getKey());
        }
        Progress progress = new Progress(closed.mark(), closed.encoded(), 0, 0, dead, 0, 0, 0);
        LaneRow row = LaneRow.own(endpoint, mark - before).withId(id);
        return row.with(progress, Standing.ORDINARY);
    }

    private Set<Long> positions(String table, long lane) {
        Set<Long> positions = new HashSet<>();
        try (PreparedStatement select = source.prepareStatement("SELECT position FROM " + table + " WHERE lane = ?")) {
            select.setLong(1, lane);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    positions.add(row.getLong(1));
                }
            }
        } catch (SQLException e) {
            LOG.error("What is {} of lane {} cannot be read: {}", table, lane, e.getMessage());
        }
        return positions;
    }

    /** The cursors of the first two versions as lanes: nothing was counted then but dead letters. */
    private Map<Long, LaneRow> cursors() throws SQLException {
        Map<Long, LaneRow> lanes = new LinkedHashMap<>();
        try (PreparedStatement select =
                        source.prepareStatement("SELECT endpoint, position FROM cursor ORDER BY endpoint");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long id = lanes.size() + 1L;
                Map<Long, Boolean> dead = new HashMap<>();
                for (long position : deadPositions(row.getString(1))) {
                    dead.put(position, true);
                }
                lanes.put(id, rowFrom(dead, Math.max(trimmed, row.getLong(2)), id, row.getString(1)));
            }
        }
        return lanes;
    }

    private Set<Long> deadPositions(String endpoint) throws SQLException {
        Set<Long> positions = new HashSet<>();
        try (PreparedStatement select = source.prepareStatement("SELECT position FROM dead WHERE endpoint = ?")) {
            select.setString(1, endpoint);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    positions.add(row.getLong(1));
                }
            }
        }
        return positions;
    }

    private void copyDeadLetters(Map<Long, LaneRow> lanes) throws SQLException {
        try (PreparedStatement select = source.prepareStatement(
                "SELECT position, id, millis, key, json, buried, reason FROM dead WHERE endpoint = ?")) {
            for (LaneRow lane : lanes.values()) {
                select.setString(1, lane.endpoint());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        Entry entry = new Entry(
                                row.getLong(1),
                                row.getString(2),
                                Instant.ofEpochMilli(row.getLong(3)),
                                row.getString(4),
                                row.getBytes(5));
                        target.deadLetters()
                                .bury(lane.id(), entry, Instant.ofEpochMilli(row.getLong(6)), row.getString(7), "");
                    }
                }
            }
        }
    }
}
