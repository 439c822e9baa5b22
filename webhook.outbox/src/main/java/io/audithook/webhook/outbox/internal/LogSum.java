/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The checksum of SQLite's write-ahead log: two sums over words of 32 bits, taken by turns, each beginning where the one
 * before ended (https://www.sqlite.org/fileformat2.html#checksum_algorithm). Since it is linear, it tells which word is wrong if it is
 * a single one, and by how much.
 *
 * @param first the first sum
 * @param second the second sum
 */
record LogSum(int first, int second) {

    static final LogSum ZERO = new LogSum(0, 0);

    /** As stored at an offset: in the log always with the high byte first. */
    static LogSum at(ByteBuffer bytes, int offset) {
        return new LogSum(bytes.getInt(offset), bytes.getInt(offset + 4));
    }

    void put(ByteBuffer bytes, int offset) {
        bytes.putInt(offset, first);
        bytes.putInt(offset + 4, second);
    }

    /** With more behind it. */
    LogSum with(byte[] data, ByteOrder order) {
        IntBuffer words = ByteBuffer.wrap(data).order(order).asIntBuffer();
        int one = first;
        int two = second;
        for (int i = 0; i < words.limit(); i += 2) {
            one += words.get(i) + two;
            two += words.get(i + 1) + one;
        }
        return new LogSum(one, two);
    }

    /** Whether one of both sums is the same. */
    boolean isNear(LogSum other) {
        return first == other.first || second == other.second;
    }

    /**
     * What would put a single wrong word right. Of a wrong bit among the higher ones of a word the sums do not tell in which word it
     * is: then there are several.
     *
     * @param data is behind this
     * @param wanted what the sum has to be
     */
    List<Fix> fixes(byte[] data, ByteOrder order, LogSum wanted) {
        LogSum found = with(data, order);
        LogSum error = new LogSum(wanted.first - found.first, wanted.second - found.second);
        List<Fix> fixes = new ArrayList<>();
        // what one more in a word adds to the sums, from the last pair of words to the first
        int evenFirst = 1;
        int evenSecond = 1;
        int oddFirst = 0;
        int oddSecond = 1;
        for (int i = data.length / Integer.BYTES - 2; i >= 0; i -= 2) {
            add(fixes, i, new LogSum(evenFirst, evenSecond), error);
            add(fixes, i + 1, new LogSum(oddFirst, oddSecond), error);
            evenFirst += evenSecond;
            evenSecond += evenFirst;
            oddFirst += oddSecond;
            oddSecond += oddFirst;
        }
        return fixes;
    }

    private static void add(List<Fix> fixes, int word, LogSum adds, LogSum error) {
        // one of both is odd, so that it can be divided by
        int by = (adds.first & 1) != 0 ? error.first * inverse(adds.first) : error.second * inverse(adds.second);
        if (adds.first * by == error.first && adds.second * by == error.second) {
            fixes.add(new Fix(word, by));
        }
    }

    /**
     * What puts a word right.
     *
     * @param word which one
     * @param by what is to be added
     */
    record Fix(int word, int by) {

        void apply(byte[] data, ByteOrder order) {
            IntBuffer words = ByteBuffer.wrap(data).order(order).asIntBuffer();
            words.put(word, words.get(word) + by);
        }
    }

    /** What gives one when it is multiplied with an odd number. */
    private static int inverse(int odd) {
        int inverse = odd;
        for (int bits = 3; bits < Integer.SIZE; bits *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
