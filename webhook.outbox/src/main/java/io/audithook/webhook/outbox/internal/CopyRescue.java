/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.outbox.internal.CopyPages.Spot;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets what lanes keep of entries out of a table of a damaged store. Its index is on other pages than its rows, and tells
 * which there are: of a row that cannot be read, the log may have the event still.
 */
final class CopyRescue implements AutoCloseable {

    /** Why a dead letter is one of which nothing but its event is left. */
    static final String REASON = "its details were damaged on disk; the event is that of the log";

    private static final Logger LOG = LoggerFactory.getLogger(CopyRescue.class);

    private static final int LANE = 7;

    private final String table;
    private final String columns;
    private final int count;
    private final Connection source;
    private final Store target;
    private final Instant now;
    private final Copies copies = new Copies();
    private final PreparedStatement insert;

    /** Rows that are not what was stored, by their numbers, and where they say that they belong. */
    private final Map<Long, Spot> damaged = new LinkedHashMap<>();

    /** What the index tells of and is not copied. */
    private final Set<Spot> missing = new LinkedHashSet<>();

    private CopyRescue(String table, String details, Connection source, Store target, Instant now) throws SQLException {
        this.table = table;
        this.columns = Copies.COLUMNS + ", lane, " + details;
        this.count = columns.split(",", -1).length;
        this.source = source;
        this.target = target;
        this.now = now;
        this.insert = target.connection()
                .prepareStatement("INSERT OR IGNORE INTO " + table + " (" + columns + ") VALUES (?"
                        + ", ?".repeat(count - 1) + ")");
    }

    /** Of what is put aside. */
    static CopyRescue ofParked(Connection source, Store target, Instant now) throws SQLException {
        return new CopyRescue("parked", "attempts, first_attempt, not_before, history, state_crc", source, target, now);
    }

    /** Of dead letters. */
    static CopyRescue ofDead(Connection source, Store target, Instant now) throws SQLException {
        return new CopyRescue("dead", "buried, reason, history", source, target, now);
    }

    /**
     * Copies what is sound, and makes anew what the log has.
     *
     * @param file the damaged database
     * @param lanes those there are, with null for those whose rows cannot be read
     * @param log as far as it is sound
     * @param last the latest position
     * @return how many rows are gone, by the number of the lane
     */
    Map<Long, Long> run(Path file, Map<Long, LaneRow> lanes, Entries log, long last) throws SQLException, IOException {
        boolean isWhole = new RowCopier(source, target.connection()).visit(table, columns, this::take);
        boolean isKnown = readIndex("");
        if (!isKnown) {
            readIndex(" DESC");
        }
        // the index says nothing of these, so they have to do so
        missing.addAll(damaged.values());
        removeUnlikely(lanes, last);
        int all = missing.size();
        if (all > 0) {
            new CopyPages(file).copy(table, missing, target);
        }
        int found = all - missing.size();
        Map<Long, Long> gone = new HashMap<>();
        for (Spot spot : missing) {
            if (!makeAnew(spot, log)) {
                gone.merge(spot.lane(), 1L, Long::sum);
            }
        }
        if (all > 0) {
            long left = gone.values().stream().mapToLong(Long::longValue).sum();
            LOG.error(
                    "{} rows of the table {} cannot be read: {} are found on its pages, of {} the log has the event, which {},"
                            + " and {} are gone, which count as damaged",
                    all,
                    table,
                    found,
                    all - found - left,
                    table.equals("dead") ? "is a dead letter again" : "is delivered",
                    left);
        }
        if (!isWhole && !isKnown) {
            LOG.error("Neither the table {} nor its index can be read to its end; what is in neither is gone", table);
        }
        return gone;
    }

    /** Copies a row if it is sound. */
    private boolean take(ResultSet row) throws SQLException {
        long lane = row.getLong(LANE);
        Copies.Copy copy = copies.read(lane, row);
        if (copy.damaged().isPresent()) {
            Damaged left = copy.damaged().get();
            target.quarantine().keep(left, now);
            damaged.put(row.getLong(count + 1), new Spot(lane, left.position()));
            return false;
        }
        RowCopier.copy(row, insert, count);
        Entry entry = copy.entry().orElseThrow();
        if (table.equals("parked")
                && target.parked().state(lane, entry.position()).isEmpty()) {
            // what is known of its attempts may be damaged alone
            target.parked().put(lane, entry, RetryState.NEW);
        }
        return true;
    }

    /** Returns whether it can be read to its end. */
    private boolean readIndex(String order) throws SQLException {
        try (PreparedStatement select = source.prepareStatement("SELECT lane, position, rowid FROM " + table
                        + " INDEXED BY sqlite_autoindex_" + table + "_1 ORDER BY lane" + order + ", position" + order);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Spot spot = new Spot(row.getLong(1), row.getLong(2));
                if (!isThere(spot) && !takeAlone(row.getLong(3))) {
                    missing.add(spot);
                }
                damaged.remove(row.getLong(3));
            }
            return true;
        } catch (SQLException e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            LOG.error("The index of the table {} cannot be read to its end: {}", table, e.getMessage());
            return false;
        }
    }

    private boolean isThere(Spot spot) throws SQLException {
        return target.number(
                        "SELECT EXISTS (SELECT 1 FROM " + table + " WHERE lane = ? AND position = ?)",
                        spot.lane(),
                        spot.position())
                > 0;
    }

    /** Copies a row that others around it have kept from being read; false if it is not sound. */
    private boolean takeAlone(long number) throws SQLException {
        try (PreparedStatement select = source.prepareStatement(
                "SELECT " + columns + ", rowid FROM " + table + " NOT INDEXED WHERE rowid = ?")) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && take(row);
            }
        } catch (SQLException e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            return false;
        }
    }

    /** What no lane can have is nonsense of the damage, and what is not closed is delivered anyway. */
    private void removeUnlikely(Map<Long, LaneRow> lanes, long last) throws SQLException {
        Map<Long, Closed> closed = new HashMap<>();
        lanes.forEach((id, row) -> {
            if (row != null) {
                closed.put(id, new Closed(row.progress().mark(), row.progress().closed()));
            }
        });
        Set<Spot> unlikely = new LinkedHashSet<>();
        for (Spot spot : missing) {
            Closed known = closed.get(spot.lane());
            if (!lanes.containsKey(spot.lane())
                    || spot.position() < 1
                    || spot.position() > last
                    || (known != null && !known.contains(spot.position()))
                    || isThere(spot)) {
                unlikely.add(spot);
            }
        }
        missing.removeAll(unlikely);
    }

    /** Makes a row of what the log has; false if it has nothing. */
    private boolean makeAnew(Spot spot, Entries log) throws SQLException {
        Optional<Entry> entry = log.read(spot.position());
        if (entry.isEmpty()) {
            target.quarantine().keep(Damaged.goneCopy(spot.lane(), spot.position()), now);
        } else if (table.equals("dead")) {
            target.deadLetters().bury(spot.lane(), entry.get(), now, REASON, "");
        } else {
            target.parked().put(spot.lane(), entry.get(), RetryState.NEW);
        }
        return entry.isPresent();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
