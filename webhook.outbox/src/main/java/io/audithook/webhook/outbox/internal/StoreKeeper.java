/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.RetryState;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store open for the committer, and opens it again after a failure: SQLite may have ended the transaction by
 * itself, of which the driver knows nothing. Used by the committer alone.
 */
final class StoreKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);

    /** A damaged store is not made anew more often than that. */
    private static final long RESCUE_PAUSE_MILLIS = 60_000;

    private final Recovery recovery;
    private final InstantSource clock;
    private final Lanes lanes;
    private final StoreFiles files;
    private Store store;
    private boolean reopened;

    /** A transaction that has failed, and of which it is not known yet whether it has taken effect. */
    private Transaction inDoubt;

    private long rescuedAt;
    private boolean rescued;

    StoreKeeper(Recovery recovery, InstantSource clock, Lanes lanes, StoreFiles files) {
        this.recovery = recovery;
        this.clock = clock;
        this.lanes = lanes;
        this.files = files;
    }

    /** Opens the store for the first time. */
    Loaded open() {
        Recovery.Opened opened = recovery.open();
        store = opened.store();
        lookAtFiles();
        if (opened.rescued().lanesLost()) {
            LOG.error(
                    "There may have been endpoints that are not known any more; everything that is stored is delivered to"
                            + " those that come now");
            lanes.beginAt(opened.loaded().trimmed());
        }
        return opened.loaded();
    }

    boolean isOpen() {
        return store != null;
    }

    /** The store; only if {@link #isOpen}. */
    Store store() {
        return store;
    }

    /**
     * Opens the store again, and finds out what has become of the transaction that had failed.
     *
     * @throws OutboxException if it cannot be opened, or would be another one
     */
    void reopen() {
        files.gone().ifPresent(gone -> {
            throw new OutboxException(gone, null);
        });
        store = recovery.reopen();
        lookAtFiles();
        reopened = true;
        if (inDoubt != null) {
            if (inDoubt.hasTakenEffect(store)) {
                inDoubt.apply();
            } else {
                inDoubt.discard();
            }
            inDoubt = null;
        }
    }

    private void lookAtFiles() {
        try {
            files.opened();
        } catch (IOException e) {
            close();
            throw new OutboxException("The files of the outbox cannot be looked at: " + e, e);
        }
    }

    /**
     * Moves the log, which has lost its name, into the database, and begins a new one.
     *
     * @param reset has readers let go of the files
     * @return false if that cannot be done; then all is as it was
     */
    boolean renewLog(Runnable reset) {
        try {
            reset.run();
            if (!store.emptyLog()) {
                return false;
            }
            reset.run();
            close();
            reopen();
            return true;
        } catch (SQLException | OutboxException e) {
            LOG.debug("The log could not be made anew", e);
            return false;
        }
    }

    /** Whether the store was opened again since the last call. */
    boolean takeReopened() {
        boolean was = reopened;
        reopened = false;
        return was;
    }

    /** @param transaction what has failed, or null */
    void failed(Transaction transaction) {
        if (transaction != null) {
            inDoubt = transaction;
        }
        close();
    }

    /**
     * Makes the store anew of what is sound in it. What lanes know in memory holds.
     *
     * @param head the latest position
     * @param replaced is told when the files are others
     * @return false if that cannot be done, or was done a moment ago
     */
    boolean rescue(long head, Exception why, Runnable replaced) {
        if (rescued && Math.abs(clock.millis() - rescuedAt) < RESCUE_PAUSE_MILLIS) {
            return false;
        }
        rescued = true;
        rescuedAt = clock.millis();
        close();
        try {
            Recovery.Opened opened = recovery.rescue(head, why);
            opened.store().close();
            // the files are others now by our own doing
            lookAtFiles();
            files.closed();
            replaced.run();
            reopen();
            List<SqliteLane> all = Stream.concat(lanes.own().stream(), lanes.replays().stream())
                    .toList();
            Map<SqliteLane, List<Parked>> unknown = new LinkedHashMap<>();
            for (SqliteLane lane : all) {
                List<Parked> found = keep(
                        lane, opened.rescued(), Math.max(head, opened.loaded().last()));
                if (!found.isEmpty()) {
                    unknown.put(lane, found);
                }
            }
            store.commit();
            unknown.forEach(lanes::redriven);
            // one that could not read meanwhile has waited
            lanes.available();
            return true;
        } catch (SQLException | OutboxException e) {
            LOG.error("The outbox could not be copied", e);
            close();
            return false;
        }
    }

    /** Returns the parked entries of which the lane did not know. */
    private List<Parked> keep(SqliteLane lane, Rebuild.Rescued rescued, long head) throws SQLException {
        Ledger ledger = lane.ledger();
        Set<Long> rows = store.parked().positions(lane.id());
        for (long position : ledger.parked()) {
            Optional<Entry> entry =
                    rows.contains(position) ? Optional.empty() : store.entries().read(position);
            if (entry.isPresent()) {
                store.parked().put(lane.id(), entry.get(), RetryState.NEW);
                rows.add(position);
            }
        }
        Set<Long> unknown = ledger.keepParked(rows);
        ledger.deadDamaged(rescued.deadGone().getOrDefault(lane.id(), 0L));
        ledger.reconcile(head);
        Ledger.Snapshot snapshot = ledger.snapshot();
        store.lanes().put(lane.row(snapshot.progress(), lane.standing()));
        for (long position : snapshot.unparked()) {
            store.parked().remove(lane.id(), position);
        }
        lane.changed();
        return unknown.isEmpty() ? List.of() : store.parked().of(lane.id(), unknown::contains);
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
            store = null;
            files.closed();
        }
    }
}
