/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.util.Arrays;

/** A set of positions, which are greater than 0, in 8 to 32 bytes for each. Used by one thread at a time. */
final class LongSet {

    private static final long[] NONE = {};

    /** Open addressing; 0 is free. The length is 0 or a power of two, at most three quarters are in use. */
    private long[] table = NONE;

    private int size;

    int size() {
        return size;
    }

    boolean contains(long value) {
        return size > 0 && table[slot(value)] == value;
    }

    boolean add(long value) {
        if ((size + 1) * 4L > table.length * 3L) {
            resize(Math.max(8, table.length * 2));
        }
        int slot = slot(value);
        if (table[slot] == value) {
            return false;
        }
        table[slot] = value;
        size++;
        return true;
    }

    boolean remove(long value) {
        if (!contains(value)) {
            return false;
        }
        int free = slot(value);
        table[free] = 0;
        size--;
        // what follows moves up, so that no chain is broken
        for (int next = next(free); table[next] != 0; next = next(next)) {
            long moved = table[next];
            table[next] = 0;
            table[slot(moved)] = moved;
        }
        if (size == 0) {
            table = NONE;
        }
        return true;
    }

    /** The least, or 0 if there is none. */
    long min() {
        long least = 0;
        for (long value : table) {
            least = value != 0 && (least == 0 || value < least) ? value : least;
        }
        return least;
    }

    /** All of them, growing. */
    long[] toArray() {
        long[] all = new long[size];
        int at = 0;
        for (long value : table) {
            if (value != 0) {
                all[at++] = value;
            }
        }
        Arrays.sort(all);
        return all;
    }

    void clear() {
        table = NONE;
        size = 0;
    }

    /** Where a value is, or else where it would go. */
    private int slot(long value) {
        int slot = (int) ((value * 0x9E3779B97F4A7C15L) >>> 32) & (table.length - 1);
        while (table[slot] != 0 && table[slot] != value) {
            slot = next(slot);
        }
        return slot;
    }

    private int next(int slot) {
        return (slot + 1) & (table.length - 1);
    }

    private void resize(int length) {
        long[] before = table;
        table = new long[length];
        for (long value : before) {
            if (value != 0) {
                table[slot(value)] = value;
            }
        }
    }
}
