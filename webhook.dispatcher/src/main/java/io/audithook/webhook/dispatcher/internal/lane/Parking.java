/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.RetryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a lane knows of its deliveries that are put aside in the outbox: which are due, and which keys they hold. Of each key
 * the first goes alone; the others wait for it. Not thread-safe.
 */
final class Parking {

    private final TreeMap<Long, Place> all = new TreeMap<>();

    /** Per key its places, by position. */
    private final Map<String, TreeMap<Long, Place>> lines = new HashMap<>();

    /** The first of each key, unless it is out. */
    private final TreeSet<Place> heads =
            new TreeSet<>(Comparator.comparingLong(Place::dueNanos).thenComparing(place -> place.parked.position()));

    private Ordering ordering = Ordering.KEY;
    private int failed;

    int size() {
        return all.size();
    }

    /** How many of them were charged with an attempt; the others wait for these, or were never tried. */
    int failed() {
        return failed;
    }

    /** Whether deliveries with this key must wait for one that is put aside. */
    boolean holds(String key) {
        return lines.containsKey(key);
    }

    /** Takes one in. */
    void add(Parked parked, long dueNanos) {
        line(place(parked, dueNanos));
    }

    /** Takes one in that is out until it is given back. */
    void reserve(Parked parked) {
        Place place = place(parked, 0);
        place.out = true;
        line(place);
    }

    private Place place(Parked parked, long dueNanos) {
        Place place = new Place(parked, dueNanos);
        if (all.putIfAbsent(parked.position(), place) != null) {
            throw new IllegalStateException("position " + parked.position() + " is put aside already");
        }
        failed += place.failed();
        return place;
    }

    boolean contains(long position) {
        return all.containsKey(position);
    }

    /**
     * Takes out those that are due, the one that was due first first.
     *
     * @param max the most to take
     */
    List<Parked> takeDue(long nowNanos, int max) {
        List<Parked> due = new ArrayList<>();
        while (due.size() < max && !heads.isEmpty() && heads.first().dueNanos - nowNanos <= 0) {
            Place place = heads.pollFirst();
            place.out = true;
            place.sent = true;
            due.add(place.parked);
        }
        return due;
    }

    /** Whether one is due. */
    boolean isDue(long nowNanos) {
        return !heads.isEmpty() && heads.first().dueNanos - nowNanos <= 0;
    }

    /** How long until one is due, in nanoseconds; negative if there is none. */
    long waitNanos(long nowNanos) {
        return heads.isEmpty() ? -1 : Math.max(0, heads.first().dueNanos - nowNanos);
    }

    /** Gives back one that was taken out. */
    void giveBack(long position, RetryState state, long dueNanos) {
        Place place = all.get(position);
        if (place == null) {
            return;
        }
        set(place, state);
        place.dueNanos = dueNanos;
        place.out = false;
        place.sent = false;
        head(place);
    }

    /**
     * Takes back a charge; it is due now.
     *
     * @return what is to be known of it from now on; empty if it is not here, or out
     */
    Optional<RetryState> uncharge(long position, long nowNanos) {
        Place place = all.get(position);
        if (place == null || place.out) {
            return Optional.empty();
        }
        RetryState old = place.parked.state();
        RetryState state =
                new RetryState(Math.max(0, old.attempts() - 1), old.firstAttempt(), old.notBefore(), old.history());
        heads.remove(place);
        giveBack(position, state, nowNanos);
        return Optional.of(state);
    }

    /**
     * Keeps with one until when the receiver wants no request at all.
     *
     * @return what is to be known of it from now on; empty if it is not here, or out
     */
    Optional<RetryState> rest(long position, Instant until) {
        Place place = all.get(position);
        if (place == null || place.out) {
            return Optional.empty();
        }
        RetryState old = place.parked.state();
        set(
                place,
                new RetryState(
                        old.attempts(),
                        old.firstAttempt(),
                        old.notBefore(),
                        History.format(History.parse(old.history()), until)));
        return Optional.of(place.parked.state());
    }

    /**
     * Removes one for good.
     *
     * @return whether it was the last of its key
     */
    boolean remove(long position) {
        Place place = all.remove(position);
        if (place == null) {
            return false;
        }
        failed -= place.failed();
        heads.remove(place);
        String key = Delivery.key(ordering, place.parked);
        if (key == null) {
            return false;
        }
        TreeMap<Long, Place> line = lines.get(key);
        line.remove(position);
        if (line.isEmpty()) {
            lines.remove(key);
            return true;
        }
        head(line.firstEntry().getValue());
        return false;
    }

    /** All are due now. */
    void hurry(long nowNanos) {
        List<Place> waiting = new ArrayList<>(heads);
        heads.clear();
        all.values().forEach(place -> place.dueNanos = nowNanos);
        heads.addAll(waiting);
    }

    /** Lines all up anew by another ordering. Must be called only while none is out. */
    void order(Ordering by) {
        ordering = by;
        heads.clear();
        lines.clear();
        all.values().forEach(this::line);
    }

    /** All, by position. */
    Collection<Parked> parked() {
        List<Parked> found = new ArrayList<>(all.size());
        all.values().forEach(place -> found.add(place.parked));
        return found;
    }

    private void set(Place place, RetryState state) {
        failed -= place.failed();
        place.parked = new Parked(place.parked.position(), place.parked.id(), place.parked.key(), state);
        failed += place.failed();
    }

    private void line(Place place) {
        String key = Delivery.key(ordering, place.parked);
        if (key != null) {
            TreeMap<Long, Place> line = lines.computeIfAbsent(key, k -> new TreeMap<>());
            Map.Entry<Long, Place> first = line.firstEntry();
            line.put(place.parked.position(), place);
            if (first != null && place.parked.position() < first.getKey()) {
                // one from before, given up once and taken up again
                heads.remove(first.getValue());
            }
        }
        head(place);
    }

    /** Lets the first of its key go when it is due, unless it is out. */
    private void head(Place place) {
        String key = Delivery.key(ordering, place.parked);
        Place first = key == null ? place : lines.get(key).firstEntry().getValue();
        if (!first.out && !isOut(key)) {
            heads.add(first);
        }
    }

    /** One from before may have come in front of one that is on its way. */
    private boolean isOut(String key) {
        return key != null && lines.get(key).values().stream().anyMatch(place -> place.out && place.sent);
    }

    private static final class Place {

        private Parked parked;
        private long dueNanos;

        /** Not to be taken now. */
        private boolean out;

        /** Not only that: it is on its way to the receiver. */
        private boolean sent;

        Place(Parked parked, long dueNanos) {
            this.parked = parked;
            this.dueNanos = dueNanos;
        }

        long dueNanos() {
            return dueNanos;
        }

        int failed() {
            return parked.state().attempts() > 0 ? 1 : 0;
        }
    }
}
