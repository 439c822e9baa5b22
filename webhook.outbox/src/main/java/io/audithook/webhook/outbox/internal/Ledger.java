/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What has become of each entry of a lane, in memory. Safe for use by many threads; each method holds the lock shortly.
 *
 * <p>Settling takes effect at once and is made durable later. What becomes durable first (parking, burying) is moved
 * twice: {@link #move} when its transaction begins, which takes it away from everybody else, and {@link #moved} or {@link
 * #notMoved} when that has ended. What is settled in between waits for the outcome.
 */
final class Ledger {

    /** More are not under way at a time. */
    private static final int MAX_LOST_IN_HAND = 4096;

    private final long start;
    private final long end;
    private final Closed closed;
    private final LongSet parked = new LongSet();

    /** Parked entries that were settled, and whose rows are still stored. */
    private final LongSet unparked = new LongSet();

    private long delivered;
    private long filtered;
    private long dead;
    private long damaged;
    private long lost;
    private long skipped;

    /**
     * Lost entries that were handed out before, the latest of them: one that was under way then may have been delivered all the
     * same.
     */
    private final TreeSet<Long> lostInHand = new TreeSet<>();

    /** The highest position that was handed out. */
    private long handedOut;

    /** How many changes are not stored yet. */
    private int unstored;

    // Of the transaction under way

    private final List<Move> moves = new ArrayList<>(0);
    private final Map<Long, Place> destinations = new HashMap<>(0);
    private final Map<Long, Settlement> waiting = new HashMap<>(0);
    private int movedFromOpen;

    private record Move(long position, Place from, Place to) {}

    /**
     * What is to be stored.
     *
     * @param progress the row of the lane
     * @param unparked the positions whose rows of parked entries go
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Snapshot(Progress progress, long[] unparked) {}

    /**
     * What can be handed out.
     *
     * @param entries those that are open
     * @param gap those that are lost
     * @param changed whether there is something to be stored
     */
    record HandOut(List<Entry> entries, Optional<Gap> gap, boolean changed) {}

    /**
     * @param start the position before its first entry
     * @param end the position of its last entry; {@link Long#MAX_VALUE} for no end
     */
    Ledger(long start, long end, Progress progress) {
        this.start = start;
        this.end = end;
        this.closed = new Closed(progress.mark(), progress.closed());
        this.delivered = progress.delivered();
        this.filtered = progress.filtered();
        this.dead = progress.dead();
        this.damaged = progress.damaged();
        this.lost = progress.lost();
        this.skipped = progress.skipped();
        this.handedOut = progress.mark();
    }

    /** Takes in what is parked. Before anything else. */
    synchronized void addParked(long position) {
        parked.add(position);
        closed.add(position);
    }

    /** Whatever is unaccounted for was damaged. Before anything else; returns how many that are. */
    synchronized long reconcile(long head) {
        long missing = stats(head, Optional.empty()).missing();
        if (missing > 0) {
            damaged += missing;
        } else {
            delivered += missing;
        }
        return missing;
    }

    /** What is not settled in a range is not there any more. Returns how many that are. */
    synchronized long damaged(long first, long last) {
        long from = Math.max(first, closed.mark() + 1);
        long to = Math.min(last, end);
        long count = from > to ? 0 : closed.addRange(from, to);
        damaged += count;
        unstored += count > 0 ? 1 : 0;
        return count;
    }

    /**
     * The store was made anew: parked entries without a row are damaged, and a row that was not known is that of a parked
     * entry.
     *
     * @return the positions that were not known
     */
    synchronized Set<Long> keepParked(Set<Long> rows) {
        for (long position : parked.toArray()) {
            if (!rows.contains(position)) {
                parked.remove(position);
                damaged++;
            }
        }
        Set<Long> unknown = new HashSet<>();
        for (long position : rows) {
            if (!unparked.contains(position) && parked.add(position)) {
                closed.add(position);
                unknown.add(position);
            }
        }
        unstored++;
        return unknown;
    }

    /** Dead letters are not there any more. */
    synchronized void deadDamaged(long count) {
        dead -= count;
        damaged += count;
    }

    /** What is parked, by position. */
    synchronized long[] parked() {
        return parked.toArray();
    }

    /** All up to here are closed. */
    synchronized long mark() {
        return closed.mark();
    }

    long end() {
        return end;
    }

    /**
     * Settles an entry that is open or parked.
     *
     * @return how many changes are not stored now; 0 if it was settled before
     */
    synchronized int settle(long position, Settlement how, long head) {
        if (!destinations.isEmpty() && destinations.containsKey(position)) {
            waiting.putIfAbsent(position, how);
            return 0;
        }
        if (lostInHand.remove(position)) {
            lost--;
        } else if (parked.remove(position)) {
            unparked.add(position);
        } else if (position > Math.min(head, end) || !closed.add(position)) {
            return 0;
        }
        if (how == Settlement.DELIVERED) {
            delivered++;
        } else {
            filtered++;
        }
        return ++unstored;
    }

    /** Sorts what was read after a position: what is open is handed out, the rest is booked. */
    synchronized HandOut handOut(long from, Chunk chunk, Predicate<Entry> wanted) {
        int before = unstored;
        Optional<Gap> gap = Optional.empty();
        if (chunk.gone() > from) {
            gap = lose(from + 1, chunk.gone());
        }
        for (long position : chunk.damaged()) {
            if (closed.add(position)) {
                damaged++;
                unstored++;
            }
        }
        List<Entry> open = chunk.entries();
        if (wanted != null || closed.highest() > from) {
            open = new ArrayList<>(chunk.entries().size());
            for (Entry entry : chunk.entries()) {
                if (!closed.contains(entry.position())) {
                    if (wanted == null || wanted.test(entry)) {
                        open.add(entry);
                    } else {
                        closed.add(entry.position());
                        skipped++;
                        unstored++;
                    }
                }
            }
        }
        handedOut = Math.max(handedOut, chunk.scanned());
        return new HandOut(open, gap, unstored != before);
    }

    /** What was handed out comes again. */
    synchronized long rewind() {
        handedOut = closed.mark();
        lostInHand.clear();
        return handedOut;
    }

    /** Entries up to a position were removed: those that are open are lost, also if they were handed out. */
    synchronized Optional<Gap> removed(long upTo) {
        long last = Math.min(upTo, end);
        for (long position = closed.mark() + 1; position <= Math.min(last, handedOut); position++) {
            if (!closed.contains(position)) {
                lostInHand.add(position);
            }
        }
        while (lostInHand.size() > MAX_LOST_IN_HAND) {
            lostInHand.pollFirst();
        }
        return lose(closed.mark() + 1, last);
    }

    private Optional<Gap> lose(long first, long last) {
        long from = first;
        while (from <= last && closed.contains(from)) {
            from++;
        }
        long to = last;
        while (to > from && closed.contains(to)) {
            to--;
        }
        if (from > to) {
            return Optional.empty();
        }
        long count = closed.addRange(from, to);
        lost += count;
        unstored++;
        return Optional.of(new Gap(from, to, count));
    }

    /** Whether a position is parked. */
    synchronized boolean isParked(long position) {
        return parked.contains(position);
    }

    /** Takes an entry out of its place, for a transaction that has begun. Returns where it was. */
    synchronized Place move(long position, Place to, long head) {
        Place from = place(position, head);
        if (from == Place.OPEN || from == Place.PARKED) {
            move(position, from, to);
        }
        return from;
    }

    /** As {@link #move}, for a dead letter. Returns false if there can be none. */
    synchronized boolean moveDead(long position, Place to, long head) {
        Place from = place(position, head);
        boolean is = from == Place.DEAD || from == Place.SETTLED;
        if (is) {
            move(position, Place.DEAD, to);
        }
        return is;
    }

    private void move(long position, Place from, Place to) {
        if (from == Place.OPEN) {
            closed.add(position);
            movedFromOpen++;
        }
        moves.add(new Move(position, from, to));
        destinations.put(position, to);
    }

    private Place place(long position, long head) {
        Place destination = destinations.isEmpty() ? null : destinations.get(position);
        if (destination != null) {
            return destination;
        }
        if (parked.contains(position)) {
            return Place.PARKED;
        }
        return position > Math.min(head, end) || closed.contains(position) ? Place.SETTLED : Place.OPEN;
    }

    /** The transaction has ended well. */
    synchronized void moved() {
        for (Move move : moves) {
            switch (move.from()) {
                case OPEN -> movedFromOpen--;
                case PARKED -> parked.remove(move.position());
                case DEAD -> dead--;
                default -> throw new IllegalStateException(move.toString());
            }
            switch (move.to()) {
                case PARKED -> parked.add(move.position());
                case DEAD -> dead++;
                case DAMAGED -> damaged++;
                default -> throw new IllegalStateException(move.toString());
            }
        }
        endMoves();
    }

    /** The transaction has not ended well: all is where it was. */
    synchronized void notMoved() {
        for (Move move : moves) {
            if (move.from() == Place.OPEN) {
                movedFromOpen--;
                closed.remove(move.position());
            }
        }
        endMoves();
    }

    private void endMoves() {
        moves.clear();
        destinations.clear();
        if (!waiting.isEmpty()) {
            Map<Long, Settlement> late = Map.copyOf(waiting);
            waiting.clear();
            late.forEach((position, how) -> settle(position, how, Long.MAX_VALUE));
        }
    }

    /** What is to be stored, and what the transaction under way makes of it. */
    synchronized Snapshot snapshot() {
        unstored = 0;
        long deadLetters = dead;
        long damages = damaged;
        for (Move move : moves) {
            deadLetters += (move.to() == Place.DEAD ? 1 : 0) - (move.from() == Place.DEAD ? 1 : 0);
            damages += move.to() == Place.DAMAGED ? 1 : 0;
        }
        long[] rows = unparked.toArray();
        unparked.clear();
        return new Snapshot(
                new Progress(closed.mark(), closed.encoded(), delivered, filtered, deadLetters, damages, lost, skipped),
                rows);
    }

    /** The rows of parked entries are there still. */
    synchronized void keepUnparked(long[] rows) {
        for (long position : rows) {
            unparked.add(position);
        }
    }

    synchronized boolean isStored() {
        return unstored == 0;
    }

    synchronized long pending(long head) {
        return Math.min(head, end) - closed.mark() - closed.count() + movedFromOpen + parked.size();
    }

    /** Whether the end is reached, and nothing is left. */
    synchronized boolean isFinished() {
        return closed.mark() >= end && movedFromOpen == 0 && parked.size() == 0;
    }

    /** The position of the oldest pending entry, in the log or parked, if there is one. */
    synchronized Optional<Oldest> oldest(long head) {
        long aside = parked.min();
        long open = closed.mark() + 1;
        if (open <= Math.min(head, end) && (aside == 0 || open < aside)) {
            return Optional.of(new Oldest(open, false));
        }
        return aside == 0 ? Optional.empty() : Optional.of(new Oldest(aside, true));
    }

    /** An entry that waits, and where. */
    record Oldest(long position, boolean isParked) {}

    synchronized LaneStats stats(long head, Optional<Instant> oldestPending) {
        return new LaneStats(
                Math.min(head, end) - start - skipped,
                delivered,
                filtered,
                dead,
                damaged,
                lost,
                pending(head),
                parked.size(),
                oldestPending);
    }
}
