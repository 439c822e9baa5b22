/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Suspension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of lanes. The name of each is in an index as well, so that it is known when the row is damaged. */
final class LaneRows {

    private static final String COLUMNS = "endpoint, from_time, to_time, keys, start, finish, mark, closed, delivered,"
            + " filtered, dead, damaged, lost, skipped, cause, detail, since, retire, crc";
    private static final int COUNT = 19;

    private final Connection connection;
    private final Checksum checksum = new Checksum();
    private final PreparedStatement update;

    LaneRows(Connection connection) throws SQLException {
        this.connection = connection;
        this.update = connection.prepareStatement("UPDATE lane SET mark = ?, closed = ?, delivered = ?, filtered = ?,"
                + " dead = ?, damaged = ?, lost = ?, skipped = ?, cause = ?, detail = ?, since = ?, retire = ?, crc = ?"
                + " WHERE id = ?");
    }

    /** Adds a lane; the row tells its number. */
    LaneRow insert(LaneRow row) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // the number is part of the checksum
            statement.executeUpdate("INSERT INTO lane (endpoint) VALUES ('')");
            try (ResultSet id = statement.executeQuery("SELECT last_insert_rowid()")) {
                LaneRow numbered = row.withId(id.getLong(1));
                put(numbered);
                return numbered;
            }
        }
    }

    /** Stores a lane under its number, whether or not there is one. */
    void put(LaneRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO lane (" + COLUMNS + ", id) VALUES (?" + ", ?".repeat(COUNT) + ")")) {
            insert.setString(1, row.endpoint());
            insert.setString(
                    2, row.range().map(range -> range.from().toString()).orElse(null));
            insert.setString(3, row.range().map(range -> range.to().toString()).orElse(null));
            insert.setString(4, row.range().map(range -> text(range.keys())).orElse(null));
            insert.setLong(5, row.start());
            insert.setLong(6, row.end());
            bind(insert, 7, row);
            insert.executeUpdate();
        }
    }

    /** Stores what may change of a lane. */
    void update(LaneRow row) throws SQLException {
        bind(update, 1, row);
        if (update.executeUpdate() != 1) {
            throw new DamagedRowException("the row of lane " + row.id() + " is missing");
        }
    }

    void remove(long id) throws SQLException {
        try (PreparedStatement remove = connection.prepareStatement("DELETE FROM lane WHERE id = ?")) {
            remove.setLong(1, id);
            remove.executeUpdate();
        }
    }

    /**
     * All lanes.
     *
     * @return by number; null for a row that is not what was stored
     */
    Map<Long, LaneRow> all() throws SQLException {
        Map<Long, LaneRow> lanes = new LinkedHashMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT " + COLUMNS + ", id FROM lane ORDER BY id");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                lanes.put(row.getLong(COUNT + 1), read(row));
            }
        }
        return lanes;
    }

    /** The lane of a number, or null if there is none or it is not what was stored. */
    LaneRow get(long id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT " + COLUMNS + ", id FROM lane WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? read(row) : null;
            }
        }
    }

    /** The endpoints of all lanes by their numbers, and nothing for a replay; from the index alone. */
    Map<Long, Optional<String>> names() throws SQLException {
        Map<Long, Optional<String>> names = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT id, endpoint, from_time FROM lane INDEXED BY lane_endpoint ORDER BY endpoint, from_time");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                names.put(row.getLong(1), row.getString(3) == null ? Optional.of(row.getString(2)) : Optional.empty());
            }
        }
        return names;
    }

    private void bind(PreparedStatement statement, int from, LaneRow row) throws SQLException {
        int at = from;
        Progress progress = row.progress();
        Optional<Suspension> suspension = row.standing().suspension();
        statement.setLong(at++, progress.mark());
        statement.setBytes(at++, progress.closed());
        statement.setLong(at++, progress.delivered());
        statement.setLong(at++, progress.filtered());
        statement.setLong(at++, progress.dead());
        statement.setLong(at++, progress.damaged());
        statement.setLong(at++, progress.lost());
        statement.setLong(at++, progress.skipped());
        statement.setString(at++, suspension.map(s -> s.cause().name()).orElse(null));
        statement.setString(at++, suspension.map(Suspension::detail).orElse(null));
        statement.setString(at++, suspension.map(s -> s.since().toString()).orElse(null));
        statement.setString(
                at++, row.standing().retiredUntil().map(Instant::toString).orElse(null));
        statement.setInt(at++, crc(row));
        statement.setLong(at, row.id());
    }

    private static LaneRow unchecked(ResultSet row) throws SQLException {
        Optional<ReplayRange> range = row.getString(2) == null
                ? Optional.empty()
                : Optional.of(new ReplayRange(
                        Instant.parse(row.getString(2)), Instant.parse(row.getString(3)), keys(row.getString(4))));
        Progress progress = new Progress(
                row.getLong(7),
                row.getBytes(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14));
        Optional<Suspension> suspension = row.getString(15) == null
                ? Optional.empty()
                : Optional.of(new Suspension(
                        Suspension.Cause.valueOf(row.getString(15)),
                        row.getString(16),
                        Instant.parse(row.getString(17))));
        Standing standing =
                new Standing(suspension, Optional.ofNullable(row.getString(18)).map(Instant::parse));
        return new LaneRow(
                row.getLong(COUNT + 1), row.getString(1), range, row.getLong(5), row.getLong(6), progress, standing);
    }

    private LaneRow read(ResultSet row) throws SQLException {
        try {
            LaneRow lane = unchecked(row);
            return crc(lane) == row.getInt(COUNT) ? lane : null;
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            // damage makes nonsense of all kinds
            return null;
        }
    }

    private int crc(LaneRow row) {
        checksum.reset().add(row.id()).add(row.endpoint());
        row.range()
                .ifPresent(range -> checksum.add(range.from().toString())
                        .add(range.to().toString())
                        .add(text(range.keys())));
        Progress progress = row.progress();
        checksum.add(row.start())
                .add(row.end())
                .add(progress.mark())
                .add(progress.closed())
                .add(progress.delivered())
                .add(progress.filtered())
                .add(progress.dead())
                .add(progress.damaged())
                .add(progress.lost())
                .add(progress.skipped());
        row.standing()
                .suspension()
                .ifPresent(suspension -> checksum.add(suspension.cause().name())
                        .add(suspension.detail())
                        .add(suspension.since().toString()));
        row.standing().retiredUntil().ifPresent(until -> checksum.add(until.toString()));
        return checksum.value();
    }

    /** Each key with its length before it, since a key may hold any character. */
    private static String text(Set<String> keys) {
        return keys.stream().sorted().map(key -> key.length() + ":" + key).collect(Collectors.joining());
    }

    private static Set<String> keys(String text) {
        List<String> keys = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            int from = colon + 1;
            at = from + Integer.parseInt(text.substring(at, colon));
            keys.add(text.substring(from, at));
        }
        return Set.copyOf(keys);
    }
}
