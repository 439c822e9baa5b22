/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Start;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and removes lanes, as part of a transaction. */
final class Attachments {

    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    private final Transaction transaction;
    private final SqliteOutbox outbox;

    Attachments(Transaction transaction, SqliteOutbox outbox) {
        this.transaction = transaction;
        this.outbox = outbox;
    }

    void attach(Command.Attach attach) throws SQLException {
        SqliteLane lane = changes().of(attach.endpoint());
        if (lane == null) {
            add(LaneRow.own(attach.endpoint(), position(attach.start())));
        } else if (changes().standing(lane).retiredUntil().isPresent()) {
            retire(lane, Optional.empty());
        }
        transaction.afterwards(() -> attach.done().complete(null));
    }

    void retire(Command.Retire retire) {
        SqliteLane lane = changes().of(retire.endpoint());
        if (lane != null) {
            retire(lane, Optional.of(retire.until()));
        }
        transaction.afterwards(() -> retire.done().complete(null));
    }

    void detach(Command.Detach detach) throws SQLException {
        remove(detach.endpoint());
        transaction.afterwards(() -> detach.done().complete(null));
    }

    void expire(Command.Expire expire) throws SQLException {
        SqliteLane lane = changes().of(expire.endpoint());
        Optional<Instant> until =
                lane == null ? Optional.empty() : changes().standing(lane).retiredUntil();
        if (until.isPresent() && !transaction.clock().instant().isBefore(until.get())) {
            long pending = lane.pending();
            remove(expire.endpoint());
            transaction.afterwards(() -> LOG.warn(
                    "endpoint={} was retired until {} and is detached now; {} pending entries are dropped for it",
                    expire.endpoint(),
                    until.get(),
                    pending));
        }
        transaction.afterwards(() -> expire.done().complete(null));
    }

    void startReplay(Command.StartReplay start) throws SQLException {
        if (changes().of(start.endpoint()) == null) {
            transaction.afterwards(() -> start.fail(
                    new IllegalArgumentException("There is no endpoint \"" + start.endpoint() + "\" to replay to")));
            return;
        }
        // what this group added must be seen
        store().entries().flush();
        ReplayRange range = start.range();
        long first = lastBefore(range.from());
        long last = Math.max(first, lastBefore(range.to()));
        SqliteLane lane = add(new LaneRow(
                0, start.endpoint(), Optional.of(range), first, last, Progress.at(first), Standing.ORDINARY));
        String id = lane.replay().orElseThrow();
        transaction.afterwards(() -> {
            LOG.info("endpoint={} replay={} of {} entries begins", start.endpoint(), id, last - first);
            start.done().complete(id);
            lane.endIfFinished();
        });
    }

    void endReplay(Command.EndReplay end) throws SQLException {
        SqliteLane lane = changes().replay(end.id());
        if (lane != null && (end.cancelled() || lane.ledger().isFinished())) {
            remove(lane);
            transaction.afterwards(() -> LOG.info(
                    "endpoint={} replay={} has ended{}: {}",
                    lane.endpoint(),
                    end.id(),
                    end.cancelled() ? " before its time" : "",
                    lane.ledger().stats(transaction.head(), Optional.empty())));
        }
        transaction.afterwards(() -> end.done().complete(null));
    }

    private void retire(SqliteLane lane, Optional<Instant> until) {
        changes().setStanding(lane, changes().standing(lane).retired(until));
        transaction.mark();
    }

    private SqliteLane add(LaneRow row) throws SQLException {
        transaction.mark();
        SqliteLane lane = new SqliteLane(store().lanes().insert(row), outbox);
        changes().add(lane);
        return lane;
    }

    private void remove(String endpoint) throws SQLException {
        for (SqliteLane lane : changes().all(endpoint)) {
            remove(lane);
        }
    }

    private void remove(SqliteLane lane) throws SQLException {
        transaction.mark();
        store().removeLane(lane.id());
        changes().remove(lane);
    }

    private long position(Start start) throws SQLException {
        if (start.equals(Start.NOW)) {
            return changes().begin(transaction.head());
        }
        store().entries().flush();
        if (start.equals(Start.EARLIEST)) {
            return store().trimmed();
        }
        long after = Millis.of(start.after());
        return after == Long.MAX_VALUE
                ? transaction.head()
                : store().entries().lastBefore(after + 1, store().trimmed());
    }

    private long lastBefore(Instant time) throws SQLException {
        // an instant within a millisecond leaves those of the same millisecond out
        long millis = Millis.of(time);
        boolean whole = Instant.ofEpochMilli(millis).equals(time) || millis == Long.MAX_VALUE;
        return store().entries().lastBefore(whole ? millis : millis + 1, store().trimmed());
    }

    private LaneChanges changes() {
        return transaction.changes();
    }

    private Store store() {
        return transaction.store();
    }
}
