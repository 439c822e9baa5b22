/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.InvalidAuditEventException;
import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Start;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One group of commands on its way to the disk. What it does to memory (lanes, cache, futures) it does only
 * after the commit.
 */
final class Transaction {

    private final Store store;
    private final SqliteOutbox outbox;
    private final Lanes lanes;
    private final InstantSource clock;
    private final long sizeLimitBytes;
    private final List<Entry> added = new ArrayList<>();
    private final List<Runnable> completions = new ArrayList<>();

    /** The lanes after this group: a new position, or null for one that goes. */
    private final Map<String, Long> laneChanges = new LinkedHashMap<>();

    private long head;
    private long usedBytes = -1;

    Transaction(Store store, SqliteOutbox outbox, Lanes lanes, long head, InstantSource clock, long sizeLimitBytes) {
        this.store = store;
        this.outbox = outbox;
        this.lanes = lanes;
        this.head = head;
        this.clock = clock;
        this.sizeLimitBytes = sizeLimitBytes;
    }

    /** Does a command; one that breaks a rule fails at once and leaves nothing behind. */
    void add(Command command) throws SQLException {
        if (command instanceof Command.Append append) {
            append(append);
        } else if (command instanceof Command.Attach attach) {
            attach(attach);
        } else if (command instanceof Command.Detach detach) {
            store.cursors().remove(detach.endpoint());
            laneChanges.put(detach.endpoint(), null);
            completions.add(() -> detach.done().complete(null));
        } else if (command instanceof Command.Quarantine quarantine) {
            store.quarantine().keep(quarantine.entry(), clock.instant());
            completions.add(() -> quarantine.done().complete(null));
        } else if (command instanceof Command.Bury bury) {
            store.deadLetters().bury(bury.endpoint(), bury.entry(), clock.instant(), bury.reason());
            completions.add(() -> bury.done().complete(null));
        }
    }

    /** Makes the position of a lane durable, unless its cursor goes, or has made way for another, in this group. */
    void move(SqliteLane lane) throws SQLException {
        long position = lane.takeMove();
        if (!lane.isRevoked() && !laneChanges.containsKey(lane.endpoint())) {
            store.cursors().move(lane.endpoint(), position);
        }
    }

    void commit() throws SQLException {
        store.flush();
        store.commit();
    }

    /** The entries that this group added. */
    List<Entry> added() {
        return added;
    }

    /** The position of the latest entry, once committed. */
    long head() {
        return head;
    }

    /** Makes and removes lanes. After the commit. */
    void applyToLanes() {
        laneChanges.forEach((endpoint, position) -> {
            lanes.remove(endpoint);
            if (position != null) {
                lanes.add(new SqliteLane(endpoint, position, outbox));
            }
        });
    }

    /** Tells those who wait. After the commit. */
    void complete() {
        completions.forEach(Runnable::run);
    }

    private void append(Command.Append append) throws SQLException {
        RuntimeException refusal = refusal(append);
        if (refusal != null) {
            completions.add(() -> append.fail(refusal));
            return;
        }
        long millis = clock.millis();
        Instant now = Instant.ofEpochMilli(millis);
        List<Appended> results = new ArrayList<>(append.entries().size());
        for (NewEntry entry : append.entries()) {
            String publisherId = entry.publisherId().orElse(null);
            Store.KnownId known = publisherId == null ? null : store.known(publisherId);
            if (known != null) {
                results.add(new Appended(publisherId, Instant.ofEpochMilli(known.millis())));
                continue;
            }
            long position = head + 1;
            store.insert(position, millis, publisherId, entry.key(), Checksum.of(entry.json()), entry.json());
            head = position;
            String id = publisherId != null ? publisherId : store.ids().of(millis, position);
            added.add(new Entry(position, id, now, entry.key(), entry.json()));
            results.add(new Appended(id, now));
        }
        completions.add(() -> append.done().complete(results));
    }

    /** Why a batch cannot be stored, or null. */
    private RuntimeException refusal(Command.Append append) throws SQLException {
        Map<String, Integer> given = new HashMap<>();
        for (NewEntry entry : append.entries()) {
            if (entry.publisherId().isPresent()) {
                String id = entry.publisherId().get();
                int crc = Checksum.of(entry.json());
                Store.KnownId known = store.known(id);
                Integer earlier = known != null ? Integer.valueOf(known.crc()) : given.putIfAbsent(id, crc);
                if (earlier != null && earlier != crc) {
                    return new InvalidAuditEventException(
                            "",
                            "the event id " + id + " was used before for an event with other content",
                            InvalidAuditEventException.NO_OFFSET,
                            null);
                }
            }
        }
        if (usedBytes < 0) {
            usedBytes = store.usedBytes();
        }
        usedBytes += append.bytes();
        if (usedBytes > sizeLimitBytes && !makeRoom(append.bytes())) {
            usedBytes -= append.bytes();
            return new AuditTrailFullException("The outbox is full: size.limit=" + sizeLimitBytes + " bytes", null);
        }
        return null;
    }

    /** Removes settled entries before their time, rather than refuse new ones. */
    private boolean makeRoom(long bytes) throws SQLException {
        while (usedBytes > sizeLimitBytes) {
            if (store.trim(settled(), Long.MAX_VALUE, Housekeeping.TRIM_ENTRIES) == 0) {
                return false;
            }
            usedBytes = store.usedBytes() + bytes;
        }
        return true;
    }

    /** As {@link Lanes#settled}, with regard to the cursors that this group makes, and never beyond where it began. */
    private long settled() {
        long settled = head - added.size();
        for (Long position : laneChanges.values()) {
            settled = position == null ? settled : Math.min(settled, position);
        }
        return Math.min(settled, lanes.settled(settled));
    }

    private void attach(Command.Attach attach) throws SQLException {
        String endpoint = attach.endpoint();
        boolean there = laneChanges.containsKey(endpoint) ? laneChanges.get(endpoint) != null : lanes.has(endpoint);
        if (!there) {
            long position = position(attach.start());
            store.cursors().put(endpoint, position);
            laneChanges.put(endpoint, position);
        }
        completions.add(() -> attach.done().complete(null));
    }

    private long position(Start start) throws SQLException {
        if (start.equals(Start.NOW)) {
            return head;
        }
        // what this group added must be seen
        store.flush();
        return start.equals(Start.EARLIEST) ? store.first() - 1 : store.lastUpTo(start.after());
    }
}
