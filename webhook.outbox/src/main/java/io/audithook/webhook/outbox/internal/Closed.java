/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.ByteArrayOutputStream;

/**
 * The positions of a lane that need no more attention: all up to a mark, and some above it. Takes one bit for each
 * position between the mark and the highest one. Used by one thread at a time.
 */
final class Closed {

    private static final byte[] NOTHING = {};
    private static final long[] NO_WORDS = {};

    /** All up to here are closed; the next one is not. */
    private long mark;

    /** A ring: the bit of a position above the mark is in word (position / 64) modulo the length, a power of two. */
    private long[] words = NO_WORDS;

    private long highest;
    private int count;

    Closed(long mark) {
        this.mark = mark;
        this.highest = mark;
    }

    /** @param runs as made by {@link #encoded} */
    Closed(long mark, byte[] runs) {
        this(mark);
        long position = mark;
        int at = 0;
        while (at < runs.length) {
            long open = varint(runs, at);
            at += length(runs, at);
            long closed = varint(runs, at);
            at += length(runs, at);
            addRange(position + open + 1, position + open + closed);
            position += open + closed;
        }
    }

    /** All up to here are closed. */
    long mark() {
        return mark;
    }

    /** The highest position that is closed. */
    long highest() {
        return highest;
    }

    /** How many are closed above the mark. */
    int count() {
        return count;
    }

    boolean contains(long position) {
        return position <= mark || (count > 0 && position <= highest && (words[word(position)] & bit(position)) != 0);
    }

    /** Closes a position; returns false if it was closed before. */
    boolean add(long position) {
        if (contains(position)) {
            return false;
        }
        if (position == mark + 1) {
            mark = position;
            highest = Math.max(highest, mark);
            advance();
            return true;
        }
        put(position);
        return true;
    }

    /** Closes a range; returns how many of it were not closed before. */
    long addRange(long first, long last) {
        long added = 0;
        if (first <= mark + 1 && last > mark) {
            added = last - mark;
            for (long position = mark + 1; position <= Math.min(last, highest); position++) {
                if (take(position)) {
                    added--;
                }
            }
            mark = last;
            highest = Math.max(highest, mark);
            advance();
            return added;
        }
        for (long position = first; position <= last; position++) {
            added += add(position) ? 1 : 0;
        }
        return added;
    }

    /** Takes back that a position is closed. */
    void remove(long position) {
        if (position > mark) {
            take(position);
        } else {
            long before = mark;
            ensure(position - 1, Math.max(before, highest));
            mark = position - 1;
            for (long other = position + 1; other <= before; other++) {
                put(other);
            }
        }
        if (count == 0) {
            highest = mark;
        }
    }

    private void put(long position) {
        ensure(mark, Math.max(position, highest));
        words[word(position)] |= bit(position);
        highest = Math.max(highest, position);
        count++;
    }

    /** What is closed above the mark: by turns how many are open and how many are closed, as variable-length numbers. */
    byte[] encoded() {
        if (count == 0) {
            return NOTHING;
        }
        ByteArrayOutputStream runs = new ByteArrayOutputStream();
        long position = mark + 1;
        int left = count;
        while (left > 0) {
            long from = position;
            position = next(position, true);
            putVarint(runs, position - from);
            from = position;
            position = next(position, false);
            putVarint(runs, position - from);
            left -= (int) (position - from);
        }
        return runs.toByteArray();
    }

    /** The next position, from this one on, that is closed or not; up to one after the highest. */
    private long next(long from, boolean closed) {
        long position = from;
        while (position <= highest) {
            long word = words[word(position)];
            word = (closed ? word : ~word) & (-1L << position);
            long found = (position & -64L) + Long.numberOfTrailingZeros(word);
            if (word != 0) {
                return Math.min(found, highest + 1);
            }
            position = (position & -64L) + 64;
        }
        return highest + 1;
    }

    private void advance() {
        while (count > 0 && take(mark + 1)) {
            mark++;
        }
        if (count == 0) {
            highest = mark;
        }
    }

    private boolean take(long position) {
        if (count == 0 || position > highest) {
            return false;
        }
        int word = word(position);
        long bit = bit(position);
        if ((words[word] & bit) == 0) {
            return false;
        }
        words[word] &= ~bit;
        count--;
        return true;
    }

    private int word(long position) {
        return (int) (position >>> 6) & (words.length - 1);
    }

    private static long bit(long position) {
        return 1L << position;
    }

    /** Makes room for the bits between two positions, the first of which is the mark or below. */
    private void ensure(long low, long high) {
        long needed = (high >>> 6) - (low >>> 6) + 1;
        if (needed <= words.length) {
            return;
        }
        int length = 4;
        while (length < needed) {
            length <<= 1;
        }
        long[] larger = new long[length];
        if (count > 0) {
            for (long word = mark >>> 6; word <= highest >>> 6; word++) {
                larger[(int) word & (length - 1)] = words[(int) word & (words.length - 1)];
            }
        }
        words = larger;
    }

    private static void putVarint(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left > 0x7F) {
            out.write((int) (left & 0x7F) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static long varint(byte[] in, int at) {
        long value = 0;
        for (int i = at, shift = 0; ; i++, shift += 7) {
            value |= (in[i] & 0x7FL) << shift;
            if (in[i] >= 0) {
                return value;
            }
        }
    }

    private static int length(byte[] in, int at) {
        int length = 1;
        while (in[at + length - 1] < 0) {
            length++;
        }
        return length;
    }
}
