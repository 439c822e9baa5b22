/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What takes the room of an outbox, so that whoever finds it full knows where to look. Counted only now and then. */
final class Usage {

    private static final Logger LOG = LoggerFactory.getLogger(Usage.class);

    private static final long PAUSE_MILLIS = 10_000;

    /** Of more the number is a lower limit; counting them all would hold up everybody. */
    private static final int MAX_DEAD_LETTERS = 20_000;

    private static final String DEAD = "SELECT lane.endpoint, sum(size) AS bytes FROM (SELECT lane AS id,"
            + " length(json) + length(history) + length(id) + length(key) + 64 AS size FROM dead LIMIT "
            + MAX_DEAD_LETTERS
            + ") JOIN lane USING (id) GROUP BY lane.endpoint ORDER BY bytes DESC LIMIT 1";

    private static final String SLOWEST =
            "SELECT endpoint, mark FROM lane WHERE from_time IS NULL AND mark IS NOT NULL ORDER BY mark LIMIT 1";

    private final Connection connection;
    private final Entries entries;
    private String text = "";
    private long countedAt;

    Usage(Connection connection, Entries entries) {
        this.connection = connection;
        this.entries = entries;
    }

    /** What an endpoint takes of the room. */
    private record Share(String endpoint, long number) {}

    /** To be put behind what says that it is full; empty if nothing stands out. */
    String text(long millis) {
        if (countedAt == 0 || Math.abs(millis - countedAt) >= PAUSE_MILLIS) {
            countedAt = millis;
            try {
                text = count();
            } catch (SQLException e) {
                LOG.debug("What takes the room cannot be counted: {}", e.getMessage());
                text = "";
            }
        }
        return text;
    }

    private String count() throws SQLException {
        Share dead = first(DEAD);
        Share slowest = first(SLOWEST);
        long deadBytes = dead == null ? 0 : dead.number();
        long waitingBytes = slowest == null ? 0 : entries.bytesBetween(slowest.number(), entries.last());
        if (deadBytes == 0 && waitingBytes == 0) {
            return "";
        }
        return deadBytes >= waitingBytes
                ? "; " + kib(deadBytes) + " are dead letters of endpoint " + dead.endpoint()
                        + ": redrive or purge them, or raise size.limit"
                : "; " + kib(waitingBytes) + " wait for endpoint " + slowest.endpoint()
                        + ": see why it does not have them, or raise size.limit";
    }

    /** The first row, or null. */
    private Share first(String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? new Share(row.getString(1), row.getLong(2)) : null;
        }
    }

    private static String kib(long bytes) {
        return (bytes + 1023) / 1024 + " KiB";
    }
}
