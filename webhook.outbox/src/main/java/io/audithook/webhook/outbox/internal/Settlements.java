/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.RetryState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parks, buries and brings back entries of lanes, as part of a transaction. */
final class Settlements {

    private final Transaction transaction;

    Settlements(Transaction transaction) {
        this.transaction = transaction;
    }

    void park(Command.Park park) throws SQLException {
        SqliteLane lane = park.lane();
        if (isGone(lane, park)) {
            return;
        }
        Place from = lane.ledger().move(park.entry().position(), Place.PARKED, transaction.head());
        if (from == Place.OPEN || from == Place.PARKED) {
            store().parked().put(lane.id(), park.entry(), park.state());
            changed(lane);
        }
        transaction.afterwards(() -> park.done().complete(null));
    }

    void bury(Command.Bury bury) throws SQLException {
        SqliteLane lane = bury.lane();
        if (isGone(lane, bury)) {
            return;
        }
        Entry entry = bury.entry();
        Place from = lane.ledger().move(entry.position(), Place.DEAD, transaction.head());
        if (from == Place.PARKED) {
            store().parked().remove(lane.id(), entry.position());
        }
        if (from == Place.OPEN || from == Place.PARKED) {
            if (lane.replay().isEmpty()) {
                store().deadLetters()
                        .bury(lane.id(), entry, transaction.clock().instant(), bury.reason(), bury.history());
            }
            changed(lane);
        }
        transaction.afterwards(() -> bury.done().complete(null));
    }

    void suspend(Command.Suspend suspend) {
        SqliteLane lane = suspend.lane();
        if (isGone(lane, suspend)) {
            return;
        }
        LaneChanges changes = transaction.changes();
        changes.setStanding(lane, changes.standing(lane).withSuspension(suspend.suspension()));
        transaction.mark();
        transaction.afterwards(() -> suspend.done().complete(null));
    }

    void redrive(Command.Redrive redrive) throws SQLException {
        SqliteLane lane = transaction.changes().of(redrive.endpoint());
        List<Parked> parked = new ArrayList<>();
        if (lane != null) {
            for (long position : store().deadLetters().positions(lane.id(), redrive.selection())) {
                Optional<Copies.Copy> copy = store().deadLetters().read(lane.id(), position);
                if (copy.isPresent()) {
                    redrive(lane, copy.get()).ifPresent(parked::add);
                }
            }
        }
        if (!parked.isEmpty()) {
            transaction.changes().redriven(lane, parked);
        }
        transaction.afterwards(() -> redrive.done().complete(parked.size()));
    }

    private Optional<Parked> redrive(SqliteLane lane, Copies.Copy copy) throws SQLException {
        Optional<Entry> sound = copy.damaged().isPresent()
                ? transaction.mending().dead(lane, copy.damaged().get())
                : copy.entry();
        if (sound.isEmpty() || !lane.ledger().moveDead(sound.get().position(), Place.PARKED, transaction.head())) {
            return Optional.empty();
        }
        Entry entry = sound.get();
        store().deadLetters().remove(lane.id(), entry.position());
        store().parked().put(lane.id(), entry, RetryState.NEW);
        changed(lane);
        return Optional.of(new Parked(entry.position(), entry.id(), entry.key(), RetryState.NEW));
    }

    void purge(Command.Purge purge) throws SQLException {
        SqliteLane lane = transaction.changes().of(purge.endpoint());
        List<Long> positions = lane == null ? List.of() : store().deadLetters().positions(lane.id(), purge.selection());
        for (long position : positions) {
            store().deadLetters().remove(lane.id(), position);
        }
        transaction.afterwards(() -> purge.done().complete(positions.size()));
    }

    void quarantine(Command.Quarantine quarantine) throws SQLException {
        store().quarantine().keep(quarantine.entry(), transaction.clock().instant());
        transaction.afterwards(() -> quarantine.done().complete(null));
    }

    private void changed(SqliteLane lane) {
        transaction.changes().touch(lane);
        transaction.mark();
    }

    private boolean isGone(SqliteLane lane, Command command) {
        if (transaction.changes().has(lane)) {
            return false;
        }
        AuditTrailUnavailableException failure = lane.revokedFailure();
        transaction.afterwards(() -> command.fail(failure));
        return true;
    }

    private Store store() {
        return transaction.store();
    }
}
