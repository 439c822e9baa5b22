/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One group of commands on its way to the disk. What it does to memory (lanes, cache, futures) it does only
 * after the commit.
 */
final class Transaction {

    private final Store store;
    private final LaneChanges changes;
    private final InstantSource clock;
    private final OutboxSettings settings;
    private final List<Entry> added = new ArrayList<>();
    private final List<Runnable> completions = new ArrayList<>();
    private final Map<SqliteLane, Ledger.Snapshot> stored = new HashMap<>();
    private final Trimming trimming;
    private final Appends appends;
    private final Attachments attachments;
    private final Settlements settlements;
    private final Mending mending;

    private final long headBefore;
    private long head;
    private boolean marked;
    private boolean numbered;
    private boolean nudged;

    /**
     * @param outbox gets the lanes that are made
     * @param freeBytes how much may be written to the disk
     * @param usedBytes how much of the database is in use
     */
    Transaction(
            Store store,
            SqliteOutbox outbox,
            Lanes lanes,
            long head,
            InstantSource clock,
            OutboxSettings settings,
            long freeBytes,
            long usedBytes) {
        this.store = store;
        this.changes = new LaneChanges(lanes);
        this.headBefore = head;
        this.head = head;
        this.clock = clock;
        this.settings = settings;
        this.trimming = new Trimming(this, lanes, settings);
        this.appends = new Appends(this, settings, freeBytes, usedBytes);
        this.attachments = new Attachments(this, outbox);
        this.settlements = new Settlements(this);
        this.mending = new Mending(this);
    }

    Appends appends() {
        return appends;
    }

    Attachments attachments() {
        return attachments;
    }

    Settlements settlements() {
        return settlements;
    }

    Mending mending() {
        return mending;
    }

    Trimming trimming() {
        return trimming;
    }

    Store store() {
        return store;
    }

    LaneChanges changes() {
        return changes;
    }

    InstantSource clock() {
        return clock;
    }

    OutboxSettings settings() {
        return settings;
    }

    /** The position of the latest entry, once committed. */
    long head() {
        return head;
    }

    /** The position of the latest entry before this transaction. */
    long headBefore() {
        return headBefore;
    }

    /** An entry is part of the log. */
    void added(Entry entry) {
        added.add(entry);
        head = entry.position();
    }

    /** The entries that this group added. */
    List<Entry> added() {
        return added;
    }

    /** More is done than can be seen from the log and the progress of lanes. */
    void mark() {
        marked = true;
    }

    void nudge() {
        nudged = true;
    }

    boolean isNudged() {
        return nudged;
    }

    /** What is to be told after the commit. */
    void afterwards(Runnable completion) {
        completions.add(completion);
    }

    void commit() throws SQLException {
        for (SqliteLane lane : changes.touched()) {
            lane.takeChange();
            Ledger.Snapshot snapshot = lane.ledger().snapshot();
            stored.put(lane, snapshot);
            store.lanes().update(lane.row(snapshot.progress(), changes.standing(lane)));
            for (long position : snapshot.unparked()) {
                store.parked().remove(lane.id(), position);
            }
        }
        store.entries().flush();
        if (marked) {
            store.setSerial(store.serial() + 1);
            numbered = true;
        }
        store.commit();
    }

    /** Shows in memory what was done. After the commit. */
    void apply() {
        stored.forEach(
                (lane, snapshot) -> lane.setStoredMark(snapshot.progress().mark()));
        changes.apply();
        trimming.apply();
    }

    /**
     * Whether the commit has taken effect, although it failed.
     *
     * @param reopened the store, opened again
     */
    boolean hasTakenEffect(Store reopened) {
        return numbered && reopened.serial() == store.serial();
    }

    /** Nothing was done. */
    void discard() {
        changes.discard();
    }

    /** What was to be stored is to be stored still. Right after a failure. */
    void keepUnstored(CommandQueue queue) {
        stored.forEach((lane, snapshot) -> lane.ledger().keepUnparked(snapshot.unparked()));
        queue.putBack(changes.touched());
    }

    /** Tells those who wait. After the commit. */
    void complete() {
        completions.forEach(Runnable::run);
    }
}
