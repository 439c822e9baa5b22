/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.RetryState;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes damaged copies of entries anew, as part of a transaction: the log may have the event still. What it has not counts
 * as damaged.
 */
final class Mending {

    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);

    private final Transaction transaction;

    Mending(Transaction transaction) {
        this.transaction = transaction;
    }

    /** What can be made anew is delivered as if it had never been tried. */
    void parked(Command.MendParked mend) throws SQLException {
        SqliteLane lane = mend.lane();
        long position = mend.entry().position();
        if (transaction.changes().has(lane) && lane.ledger().isParked(position) && isDamaged(lane, position)) {
            Copies.checkIndex(store().connection(), "parked", lane.id(), position);
            Optional<Entry> entry = store().entries().read(position);
            if (entry.isPresent()) {
                store().parked().put(lane.id(), entry.get(), RetryState.NEW);
                keep(lane, mend.entry(), "delivered");
                transaction.mark();
            } else if (lane.ledger().move(position, Place.DAMAGED, transaction.head()) == Place.PARKED) {
                store().parked().remove(lane.id(), position);
                drop(lane, mend.entry());
            }
        }
        transaction.afterwards(() -> mend.done().complete(null));
    }

    /** What can be made anew is a dead letter of which no details are known. */
    void dead(Command.MendDead mend) throws SQLException {
        SqliteLane lane = mend.lane();
        Optional<Copies.Copy> copy = transaction.changes().has(lane)
                ? store().deadLetters().read(lane.id(), mend.entry().position())
                : Optional.empty();
        if (copy.flatMap(Copies.Copy::damaged).isPresent()) {
            dead(lane, mend.entry());
        }
        transaction.afterwards(() -> mend.done().complete(null));
    }

    /** Returns the entry of the dead letter, if the log has it. */
    Optional<Entry> dead(SqliteLane lane, Damaged damaged) throws SQLException {
        long position = damaged.position();
        Copies.checkIndex(store().connection(), "dead", lane.id(), position);
        Optional<Entry> entry = store().entries().read(position);
        if (entry.isPresent()) {
            store().deadLetters()
                    .bury(lane.id(), entry.get(), transaction.clock().instant(), CopyRescue.REASON, "");
            keep(lane, damaged, "a dead letter without its details");
            transaction.mark();
        } else if (lane.ledger().moveDead(position, Place.DAMAGED, transaction.head())) {
            store().deadLetters().remove(lane.id(), position);
            drop(lane, damaged);
        }
        return entry;
    }

    private boolean isDamaged(SqliteLane lane, long position) throws SQLException {
        return store().parked()
                .read(lane.id(), position)
                .flatMap(Copies.Copy::entry)
                .isEmpty();
    }

    private void keep(SqliteLane lane, Damaged damaged, String outcome) throws SQLException {
        LOG.error(
                "endpoint={} the copy of the entry at position {} is damaged; the log has it still, so that it is {}, and what"
                        + " is left of the copy is in quarantine",
                lane.endpoint(),
                damaged.position(),
                outcome);
        store().quarantine().keep(damaged, transaction.clock().instant());
    }

    private void drop(SqliteLane lane, Damaged damaged) throws SQLException {
        LOG.error(
                "endpoint={} the copy of the entry at position {} is damaged, and the log has it no more; it is not delivered,"
                        + " counts as damaged, and what is left of it is in quarantine",
                lane.endpoint(),
                damaged.position());
        store().quarantine().keep(damaged, transaction.clock().instant());
        transaction.changes().touch(lane);
        transaction.mark();
    }

    private Store store() {
        return transaction.store();
    }
}
