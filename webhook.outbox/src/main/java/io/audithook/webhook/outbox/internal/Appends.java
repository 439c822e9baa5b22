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
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds entries to the log, as part of a transaction, if there is room. */
final class Appends {

    /** So much of the disk is left alone, so that what is settled can be stored when it is full. */
    static final long RESERVE_BYTES = 1L << 20;

    private final Transaction transaction;
    private final OutboxSettings settings;
    private final long freeBytes;
    private final List<Command.Append> waiting = new ArrayList<>(0);
    private long writtenBytes;
    private long usedBytes;
    private String trouble = "";
    private long refusedBytes;

    /**
     * Without anything added yet.
     *
     * @param freeBytes how much may be written to the disk
     * @param usedBytes how much of the database is in use
     */
    Appends(Transaction transaction, OutboxSettings settings, long freeBytes, long usedBytes) {
        this.transaction = transaction;
        this.settings = settings;
        this.freeBytes = freeBytes;
        this.usedBytes = usedBytes;
    }

    /** How much JSON was added. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** How much must be free for appends among commands to find room. */
    static long wantedBytes(List<Command> commands) {
        long wanted = RESERVE_BYTES;
        for (Command command : commands) {
            wanted += command instanceof Command.Append append ? 2 * append.bytes() : 0;
        }
        return wanted;
    }

    /** Those that found no room and shall wait. */
    List<Command.Append> waiting() {
        return waiting;
    }

    /** Why something found no room; empty if all did. */
    String trouble() {
        return trouble;
    }

    /** How much JSON the last one was that found no room. */
    long refusedBytes() {
        return refusedBytes;
    }

    void append(Command.Append append) throws SQLException {
        InvalidAuditEventException mistake = mistake(append);
        if (mistake != null) {
            transaction.afterwards(() -> append.fail(mistake));
            return;
        }
        boolean blocks = settings.whenFull() == OutboxSettings.WhenFull.BLOCK;
        // those that wait keep their order
        String noRoom = waiting.isEmpty() ? noRoom(append.bytes()) : trouble;
        if (!noRoom.isEmpty()) {
            trouble = noRoom;
            refusedBytes = append.bytes();
            if (blocks && append.bytes() <= settings.sizeLimitBytes()) {
                waiting.add(append);
            } else {
                transaction.afterwards(() -> append.fail(new AuditTrailFullException(noRoom, null)));
            }
            return;
        }
        writtenBytes += append.bytes();
        usedBytes += append.bytes();
        List<Appended> results = store(append);
        transaction.afterwards(() -> append.done().complete(results));
    }

    /** Why there is no room for so much; empty if there is. */
    private String noRoom(long bytes) throws SQLException {
        if (freeBytes < RESERVE_BYTES + 2 * (writtenBytes + bytes)) {
            // what goes now makes room for those that come again
            transaction.trimming().early();
            return "The disk of " + settings.directory() + " is full: " + freeBytes + " bytes are left";
        }
        while (usedBytes + bytes > settings.sizeLimitBytes()) {
            if (!transaction.trimming().early()) {
                return "The outbox is full: size.limit=" + settings.sizeLimitBytes() + " bytes"
                        + transaction.store().usage().text(transaction.clock().millis());
            }
            // what waits to be sent to the database is not in it yet
            usedBytes = transaction.store().usedBytes() + writtenBytes;
        }
        return "";
    }

    /** Whether there would be room for so much, as of the commit; with what goes early for an append. */
    boolean hasRoom(long bytes) {
        try {
            Store store = transaction.store();
            long used = store.usedBytes() - transaction.trimming().earlyBytes();
            boolean room = freeBytes >= RESERVE_BYTES + 2 * bytes && used + bytes <= settings.sizeLimitBytes();
            store.commit();
            return room;
        } catch (SQLException e) {
            return false;
        }
    }

    private List<Appended> store(Command.Append append) throws SQLException {
        Store store = transaction.store();
        long millis = transaction.clock().millis();
        Instant now = Instant.ofEpochMilli(millis);
        List<Appended> results = new ArrayList<>(append.entries().size());
        for (NewEntry entry : append.entries()) {
            String publisherId = entry.publisherId().orElse(null);
            Entries.KnownId known = publisherId == null ? null : store.entries().known(publisherId);
            if (known != null) {
                results.add(new Appended(publisherId, Instant.ofEpochMilli(known.millis())));
                continue;
            }
            long position = transaction.head() + 1;
            store.entries().insert(position, millis, publisherId, entry.key(), entry.json());
            String id = publisherId != null ? publisherId : store.ids().of(millis, position);
            transaction.added(new Entry(position, id, now, entry.key(), entry.json()));
            results.add(new Appended(id, now));
        }
        return results;
    }

    /** An id that was used for other content, or null. */
    private InvalidAuditEventException mistake(Command.Append append) throws SQLException {
        Map<String, Integer> given = null;
        for (NewEntry entry : append.entries()) {
            if (entry.publisherId().isPresent()) {
                given = given == null ? new HashMap<>() : given;
                String id = entry.publisherId().get();
                int crc = Checksum.of(entry.json());
                Entries.KnownId known = transaction.store().entries().known(id);
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
        return null;
    }
}
