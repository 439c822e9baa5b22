/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Verification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts anew what a store holds, from every row, and compares it with what it says of itself. Changes nothing. */
final class Verifier {

    private static final int MAX_PROBLEMS = 1000;
    private static final int CHUNK_ENTRIES = 2000;
    private static final long CHUNK_BYTES = 8L << 20;

    private final Store store;
    private final Connection connection;
    private final Optional<HeadMark.Mark> mark;
    private final Copies copies = new Copies();
    private final List<String> problems = new ArrayList<>();
    private boolean isIndexDamaged;

    /** @param mark how far the log has to go, if that is known */
    Verifier(Store store, Optional<HeadMark.Mark> mark) {
        this.store = store;
        this.mark = mark;
        this.connection = store.connection();
    }

    /** What was counted of a lane. */
    private static final class Count {
        private final LaneRow row;
        private final Closed closed;
        private int parked;
        private long dead;
        private Instant oldestParked;

        Count(LaneRow row) {
            this.row = row;
            this.closed = new Closed(row.progress().mark(), row.progress().closed());
        }

        String name() {
            return row.isReplay()
                    ? "replay " + row.id() + " of endpoint " + row.endpoint()
                    : "endpoint " + row.endpoint();
        }
    }

    Verification verify() throws SQLException {
        check();
        Map<Long, Count> counts = lanes();
        long last = last(counts.values());
        mark.ifPresentOrElse(found -> compareWithMark(found, last), () -> {
            if (last > 0) {
                problem(StoreDirectory.HEAD
                        + " is missing or damaged: whether entries are missing at the end of the log cannot be told");
            }
        });
        long entries = entries(last);
        copies(counts, "parked");
        copies(counts, "dead");
        Map<String, LaneStats> stats = new HashMap<>();
        for (Count count : counts.values()) {
            LaneStats counted = stats(count, last);
            if (!count.row.isReplay() && stats.put(count.row.endpoint(), counted) != null) {
                problem("there are two lanes of " + count.name());
            }
        }
        return new Verification(entries, stats, problems);
    }

    /** Whether something is stored that cannot be found; after {@link #verify}. */
    boolean isIndexDamaged() {
        return isIndexDamaged;
    }

    private void problem(String text) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(text);
        } else if (problems.size() == MAX_PROBLEMS) {
            problems.add("there are more");
        }
    }

    /** What SQLite itself thinks of the file. */
    private void check() throws SQLException {
        try (PreparedStatement check = connection.prepareStatement("PRAGMA quick_check(100)");
                ResultSet row = check.executeQuery()) {
            while (row.next()) {
                if (!row.getString(1).equals("ok")) {
                    problem("the file is damaged: " + row.getString(1));
                }
            }
        } catch (SQLException e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            problem("the file is damaged: " + e.getMessage());
        }
    }

    private Map<Long, Count> lanes() throws SQLException {
        Map<Long, Count> counts = new HashMap<>();
        for (Map.Entry<Long, LaneRow> lane : store.lanes().all().entrySet()) {
            if (lane.getValue() == null) {
                problem("the row of lane " + lane.getKey() + " is damaged");
            } else {
                counts.put(lane.getKey(), new Count(lane.getValue()));
            }
        }
        return counts;
    }

    private long last(Iterable<Count> counts) throws SQLException {
        long last = Loaded.end(store);
        for (Count count : counts) {
            last = Math.max(last, count.closed.highest());
        }
        return last;
    }

    private void compareWithMark(HeadMark.Mark found, long last) {
        if (found.store() != store.id()) {
            problem("the outbox is not the one that " + StoreDirectory.HEAD
                    + " tells of, which had taken entries up to position " + found.position()
                    + "; what was not delivered of them is gone");
        } else if (found.position() > last) {
            problem("accepted, but not there: " + new Holes.Hole(last + 1, found.position()).text() + "; most likely "
                    + StoreDirectory.DATABASE + "-wal was damaged, cut off or removed");
        }
    }

    private long entries(long last) throws SQLException {
        long sound = 0;
        long at = store.trimmed();
        List<Holes.Hole> holes = store.holes().all();
        for (Holes.Hole hole : holes) {
            if (hole.last() > at) {
                problem("accepted, but not there: " + hole.text() + ", which count as damaged");
            }
        }
        while (at < last) {
            Chunk chunk = store.entries().reader().after(at, last, CHUNK_ENTRIES, CHUNK_BYTES, entry -> {});
            if (chunk.scanned() == at) {
                problem("the entries after position " + at + " cannot be read");
                return sound;
            }
            for (long position : chunk.damaged()) {
                if (holes.stream().noneMatch(hole -> hole.contains(position))) {
                    problem("the entry at position " + position + " is damaged");
                }
            }
            sound += chunk.entries().size();
            at = chunk.scanned();
        }
        long first = Sql.number(connection, "SELECT coalesce(min(position), 0) FROM entry");
        if (first > 0 && first <= store.trimmed()) {
            problem("there are entries from position " + first + ", although those up to " + store.trimmed()
                    + " were removed");
        }
        return sound;
    }

    private void copies(Map<Long, Count> counts, String table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT " + Copies.COLUMNS + ", lane, rowid FROM " + table + " NOT INDEXED");
                PreparedStatement find =
                        connection.prepareStatement("SELECT 1 FROM " + table + " INDEXED BY sqlite_autoindex_" + table
                                + "_1 WHERE lane = ? AND position = ? AND rowid = ?");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Count count = counts.get(row.getLong(7));
                if (count == null) {
                    problem("a row of the table " + table + " belongs to no lane: " + row.getLong(7));
                } else {
                    copy(count, table, row);
                    compareWithIndex(count, table, row, find);
                }
            }
        } catch (SQLException e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            problem("the table " + table + " cannot be read: " + e.getMessage());
        }
    }

    /** A row that is not in the index of its table is not found by anybody else. */
    private void compareWithIndex(Count count, String table, ResultSet row, PreparedStatement find)
            throws SQLException {
        find.setLong(1, row.getLong(7));
        find.setLong(2, row.getLong(1));
        find.setLong(3, row.getLong(8));
        try (ResultSet found = find.executeQuery()) {
            if (!found.next()) {
                isIndexDamaged = true;
                problem(count.name() + ": the " + table + " entry at position " + row.getLong(1)
                        + " is not in the index of its table");
            }
        }
    }

    private void copy(Count count, String table, ResultSet row) throws SQLException {
        long position = row.getLong(1);
        if (table.equals("dead")) {
            count.dead++;
        } else {
            count.parked++;
            Instant accepted = Instant.ofEpochMilli(row.getLong(2));
            count.oldestParked =
                    count.oldestParked == null || accepted.isBefore(count.oldestParked) ? accepted : count.oldestParked;
            if (store.parked().state(count.row.id(), position).isEmpty()) {
                problem(count.name() + ": the state of the parked entry at position " + position + " is damaged");
            }
        }
        if (copies.read(count.row.id(), row).damaged().isPresent()) {
            problem(count.name() + ": the " + table + " entry at position " + position + " is damaged");
        }
        if (!count.closed.contains(position)) {
            problem(count.name() + ": the " + table + " entry at position " + position + " is open as well");
        }
    }

    private LaneStats stats(Count count, long last) throws SQLException {
        Progress progress = count.row.progress();
        long end = Math.min(last, count.row.end());
        long open = end - count.closed.mark() - count.closed.count();
        // entries that were removed and not looked for since: at the next start they count as lost
        long gone = Math.max(0, Math.min(store.trimmed(), end) - count.closed.mark());
        for (long at = count.closed.mark() + 1;
                gone > 0 && at <= Math.min(store.trimmed(), count.closed.highest());
                at++) {
            gone -= count.closed.contains(at) ? 1 : 0;
        }
        LaneStats stats = new LaneStats(
                end - count.row.start() - progress.skipped(),
                progress.delivered(),
                progress.filtered(),
                progress.dead(),
                progress.damaged(),
                progress.lost() + gone,
                open - gone + count.parked,
                count.parked,
                oldest(count, end));
        if (stats.missing() != 0) {
            problem(count.name() + ": " + stats.missing() + " entries are unaccounted for: " + stats);
        }
        if (count.dead > progress.dead()) {
            problem(count.name() + ": there are " + count.dead + " dead letters, but " + progress.dead()
                    + " were buried");
        }
        if (count.row.start() > count.closed.mark() || count.closed.mark() > end) {
            problem(count.name() + ": its mark " + count.closed.mark() + " is not between " + count.row.start()
                    + " and " + end);
        }
        return stats;
    }

    private Optional<Instant> oldest(Count count, long end) throws SQLException {
        Optional<Instant> open = Optional.empty();
        long first = Math.max(count.closed.mark(), store.trimmed()) + 1;
        if (first <= end) {
            open = store.entries().acceptedAt(first);
        }
        if (count.oldestParked == null) {
            return open;
        }
        return open.isPresent() && open.get().isBefore(count.oldestParked) ? open : Optional.of(count.oldestParked);
    }
}
