/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.SQLException;

/** Removes entries from the oldest on, as part of a transaction. */
final class Trimming {

    /** How many entries are removed at a time. */
    static final int ENTRIES = 2000;

    private final Transaction transaction;
    private final Lanes lanes;
    private final OutboxSettings settings;
    private long removedTo;
    private String rule = "size.limit";
    private boolean more;

    Trimming(Transaction transaction, Lanes lanes, OutboxSettings settings) {
        this.transaction = transaction;
        this.lanes = lanes;
        this.settings = settings;
    }

    /** Removes what has been kept long enough, and what is too old or too much to be kept. */
    void byAgeAndSize() throws SQLException {
        long now = transaction.clock().millis();
        long settled = settled();
        remove(Math.min(settled, olderThan(now - settings.retention().toMillis())));
        if (settings.backlogAge().isPresent()) {
            long old = olderThan(now - settings.backlogAge().get().toMillis());
            if (remove(Math.min(old, lanes.closedByReplays(old)))) {
                rule = "backlog.age=" + settings.backlogAge().get().toMillis() + " ms";
            }
        }
        if (settings.backlogBytes().isPresent()) {
            long bytes = settings.backlogBytes().getAsLong();
            if (remove(transaction.store().entries().beyond(bytes, trimmed(), ENTRIES))) {
                rule = "backlog.bytes=" + bytes + " bytes";
            }
        }
    }

    /**
     * Removes entries before their time, rather than refuse new ones: what every lane has, or else what every endpoint
     * has.
     *
     * @return false if there is none
     */
    boolean early() throws SQLException {
        return remove(settled()) || remove(closedByEndpoints());
    }

    /** How many bytes {@link #early} would make free, at least. */
    long earlyBytes() throws SQLException {
        // what every lane has, every endpoint has
        long upTo = removable(closedByEndpoints());
        return upTo <= trimmed() ? 0 : transaction.store().entries().bytesBetween(trimmed(), upTo);
    }

    /** Whether there may be more to remove. */
    boolean hasMore() {
        return more;
    }

    boolean hasRemoved() {
        return removedTo > 0;
    }

    /** Tells the lanes. After the commit. */
    void apply() {
        if (removedTo > 0) {
            lanes.removed(removedTo, rule);
        }
    }

    private boolean remove(long upTo) throws SQLException {
        long limit = trimmed() + ENTRIES;
        long most = Math.min(removable(upTo), limit);
        // most often there is nothing to remove, and then nothing is read
        long to = most <= trimmed() ? most : transaction.store().entries().endOfRow(most);
        if (to <= trimmed()) {
            return false;
        }
        transaction.store().trim(to);
        removedTo = to;
        // of the row at the limit not all goes
        more |= most == limit;
        // what a lane has settled must not look lost after a crash
        lanes.own().forEach(lane -> storeWith(to, lane));
        lanes.replays().forEach(lane -> storeWith(to, lane));
        return true;
    }

    /** The latest entry stays, so that its position is never given twice. */
    private long removable(long upTo) {
        return Math.min(upTo, transaction.headBefore() - 1);
    }

    private void storeWith(long to, SqliteLane lane) {
        if (lane.storedMark() < to) {
            transaction.changes().touch(lane);
        }
    }

    private long trimmed() {
        return transaction.store().trimmed();
    }

    private long olderThan(long millis) throws SQLException {
        return transaction.store().entries().olderThan(millis, trimmed(), ENTRIES);
    }

    private long settled() {
        long closed = closedByEndpoints();
        return Math.min(closed, lanes.closedByReplays(closed));
    }

    /** With regard to the lanes that this transaction makes. */
    private long closedByEndpoints() {
        long closed = lanes.closedByEndpoints(transaction.headBefore());
        for (SqliteLane lane : transaction.changes().added()) {
            closed = Math.min(closed, lane.ledger().mark());
        }
        return Math.min(closed, transaction.headBefore());
    }
}
