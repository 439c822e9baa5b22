/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * What a lane has in hand of what it read: bounded, and lined up so that deliveries with the same key go one after the
 * other in the order of the outbox. Not thread-safe.
 */
final class Window {

    private static final int MAX_ENTRIES = 1024;
    private static final long MAX_BYTES = 4L * 1024 * 1024;
    private static final int REFILL_ENTRIES = MAX_ENTRIES / 2;

    /** Most keys have one delivery in hand: they need no queue of their own. */
    private static final Queue<Delivery> NOBODY = new ArrayDeque<>(0);

    private final Predicate<String> heldElsewhere;

    /** In the order of the outbox; settled ones go when they come to the front, or are too many. */
    private ArrayDeque<Delivery> open = new ArrayDeque<>();

    private final ArrayDeque<Delivery> ready = new ArrayDeque<>();

    /** Per busy key, those that wait for it. */
    private final Map<String, Queue<Delivery>> waiting = new HashMap<>();

    private Ordering ordering = Ordering.KEY;
    private int entries;
    private long bytes;

    /** @param heldElsewhere tells whether an earlier delivery of a key is put aside, so that those here wait for it */
    Window(Predicate<String> heldElsewhere) {
        this.heldElsewhere = heldElsewhere;
    }

    /** Whether there is room enough to be worth a read. */
    boolean wantsMore() {
        return entries <= REFILL_ENTRIES && bytes < MAX_BYTES / 2;
    }

    int roomForEntries() {
        return MAX_ENTRIES - entries;
    }

    long roomForBytes() {
        return MAX_BYTES - bytes;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Takes the delivery in, behind all others. */
    void add(Delivery delivery) {
        open.add(delivery);
        entries++;
        bytes += delivery.entry().json().length;
        line(delivery);
    }

    /** The next that may go now, or null. */
    Delivery poll() {
        return ready.poll();
    }

    /** The next with the key of one that was polled, to go with it, or null. */
    Delivery pollBehind(Delivery delivery) {
        String key = delivery.key(ordering);
        Queue<Delivery> behind = key == null ? null : waiting.get(key);
        return behind == null ? null : behind.poll();
    }

    /** Gives back what was polled and goes later, before the others that are ready. */
    void giveBack(Delivery delivery) {
        ready.addFirst(delivery);
    }

    /** Gives back what was polled behind another of its key, which is still out. */
    void giveBackBehind(Delivery delivery) {
        String key = delivery.key(ordering);
        if (key == null) {
            ready.addFirst(delivery);
            return;
        }
        ArrayDeque<Delivery> behind = new ArrayDeque<>(4);
        behind.add(delivery);
        behind.addAll(waiting.getOrDefault(key, NOBODY));
        waiting.put(key, behind);
    }

    /** Lets one that had to wait for its time go again. */
    void again(Delivery delivery) {
        ready.add(delivery);
    }

    /** A delivery needs no place here any more; its key stays busy until it is released. */
    void remove(Delivery delivery) {
        delivery.settle();
        entries--;
        bytes -= delivery.entry().json().length;
        while (!open.isEmpty() && open.peek().isSettled()) {
            open.poll();
        }
        if (open.size() > 2 * MAX_ENTRIES) {
            open.removeIf(Delivery::isSettled);
        }
    }

    /** Lets the next of a key go, if there is any. */
    void release(String key) {
        if (key == null) {
            return;
        }
        Queue<Delivery> behind = waiting.get(key);
        Delivery next = behind == null ? null : behind.poll();
        if (next == null) {
            waiting.remove(key);
        } else {
            ready.add(next);
        }
    }

    /** Takes out those that wait for earlier deliveries that are put aside, at most so many, in their order. */
    List<Delivery> takeHeld(int max) {
        List<Delivery> taken = new ArrayList<>();
        for (Map.Entry<String, Queue<Delivery>> line : waiting.entrySet()) {
            if (heldElsewhere.test(line.getKey())) {
                while (taken.size() < max && !line.getValue().isEmpty()) {
                    taken.add(line.getValue().poll());
                }
            }
        }
        return taken;
    }

    /** Lines all up anew by another ordering. Must be called only while nothing is out. */
    void order(Ordering by) {
        ordering = by;
        ready.clear();
        waiting.clear();
        for (Delivery delivery : open) {
            if (!delivery.isSettled()) {
                line(delivery);
            }
        }
    }

    private void line(Delivery delivery) {
        String key = delivery.key(ordering);
        if (key == null) {
            ready.add(delivery);
            return;
        }
        Queue<Delivery> behind = waiting.get(key);
        if (behind == null) {
            if (heldElsewhere.test(key)) {
                waiting.put(key, queueOf(delivery));
            } else {
                waiting.put(key, NOBODY);
                ready.add(delivery);
            }
        } else if (behind == NOBODY) {
            waiting.put(key, queueOf(delivery));
        } else {
            behind.add(delivery);
        }
    }

    private static Queue<Delivery> queueOf(Delivery delivery) {
        Queue<Delivery> first = new ArrayDeque<>(4);
        first.add(delivery);
        return first;
    }
}
