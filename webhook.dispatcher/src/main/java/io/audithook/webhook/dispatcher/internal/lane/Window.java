/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * The deliveries a lane has in hand, in their order: which of them may go, which wait for another of their
 * key, and how far all are settled. Bounded in number and bytes, so that memory does not grow with a
 * backlog. Touched by one thread at a time.
 */
final class Window {

    private static final int MAX_ENTRIES = 1024;
    private static final long MAX_BYTES = 4L * 1024 * 1024;
    private static final int REFILL_ENTRIES = MAX_ENTRIES / 2;

    /** Most keys have one delivery in hand: they need no queue of their own. */
    private static final Queue<Delivery> NOBODY = new ArrayDeque<>(0);

    private final ArrayDeque<Delivery> open = new ArrayDeque<>();
    private final ArrayDeque<Delivery> ready = new ArrayDeque<>();

    /** Per busy key, those that wait for it. */
    private final Map<String, Queue<Delivery>> waiting = new HashMap<>();

    private Ordering ordering = Ordering.KEY;
    private long bytes;

    /** Whether there is room enough to be worth a read. */
    boolean wantsMore() {
        return open.size() <= REFILL_ENTRIES && bytes < MAX_BYTES / 2;
    }

    int roomForEntries() {
        return MAX_ENTRIES - open.size();
    }

    long roomForBytes() {
        return MAX_BYTES - bytes;
    }

    /** Takes the delivery in, behind all others. */
    void add(Delivery delivery) {
        open.add(delivery);
        bytes += delivery.entry().json().length;
        line(delivery);
    }

    /** The next that may go now, or null. */
    Delivery poll() {
        return ready.poll();
    }

    /** Gives back one that was polled and goes later, before the others that are ready. */
    void giveBack(Delivery delivery) {
        ready.addFirst(delivery);
    }

    /** Lets one that had to wait for its time go again. */
    void again(Delivery delivery) {
        ready.add(delivery);
    }

    /**
     * Settles a delivery and lets the next of its key go.
     *
     * @return the position up to which all are settled, or -1 if that has not changed
     */
    long settle(Delivery delivery) {
        delivery.settle();
        bytes -= delivery.entry().json().length;
        String key = delivery.key(ordering);
        if (key != null) {
            release(key);
        }
        long position = -1;
        while (!open.isEmpty() && open.peek().isSettled()) {
            position = open.poll().entry().position();
        }
        return position;
    }

    /**
     * Lines all that are not under way up anew by another ordering. Must be called only while nothing is
     * under way or waits for its time.
     */
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
            waiting.put(key, NOBODY);
            ready.add(delivery);
        } else if (behind == NOBODY) {
            Queue<Delivery> first = new ArrayDeque<>(4);
            first.add(delivery);
            waiting.put(key, first);
        } else {
            behind.add(delivery);
        }
    }

    private void release(String key) {
        Queue<Delivery> behind = waiting.get(key);
        Delivery next = behind == null ? null : behind.poll();
        if (next == null) {
            waiting.remove(key);
        } else {
            ready.add(next);
        }
    }
}
