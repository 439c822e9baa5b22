/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.Entry;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EntryCacheTest {

    private static final int JSON = 800;

    /** Room for ten entries. */
    private final EntryCache cache = new EntryCache(10_000);

    private static List<Entry> entries(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(at -> new Entry(at, "id" + at, Instant.EPOCH, "k", new byte[JSON]))
                .toList();
    }

    @Test
    void entries_inMemory_comeFromThePositionOn() {
        cache.add(entries(5, 9));
        assertThat(cache.after(4, Long.MAX_VALUE, 100, 1 << 20))
                .extracting(Entry::position)
                .containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(cache.after(6, Long.MAX_VALUE, 2, 1 << 20))
                .extracting(Entry::position)
                .containsExactly(7L, 8L);
        assertThat(cache.after(6, Long.MAX_VALUE, 100, JSON * 2))
                .extracting(Entry::position)
                .containsExactly(7L, 8L);
        assertThat(cache.after(9, Long.MAX_VALUE, 100, 1 << 20)).isEmpty();
    }

    @Test
    void entries_before_areOnDiskOnly() {
        assertThat(cache.after(0, Long.MAX_VALUE, 1, 1)).isNull();
        cache.add(entries(5, 9));
        assertThat(cache.after(3, Long.MAX_VALUE, 100, 1 << 20)).isNull();
    }

    @Test
    void entries_beyondTheBytes_pushOutTheOldest() {
        cache.add(entries(1, 25));
        assertThat(cache.after(14, Long.MAX_VALUE, 100, 1 << 20)).isNull();
        assertThat(cache.after(15, Long.MAX_VALUE, 100, 1 << 20)).hasSize(10);
    }

    @Test
    void entries_many_stayInOrderWhenTheRingGrows() {
        EntryCache large = new EntryCache(1 << 30);
        for (long at = 1; at <= 5000; at += 100) {
            large.add(entries(at, at + 99));
        }
        assertThat(large.after(0, Long.MAX_VALUE, 10_000, 1 << 30))
                .extracting(Entry::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 5000).boxed().toList());
    }

    @Test
    void cleared_entriesNeedNotFollow() {
        cache.add(entries(1, 5));
        cache.clear();
        assertThat(cache.after(5, Long.MAX_VALUE, 1, 1)).isNull();
        cache.add(entries(9, 9));
        assertThat(cache.after(5, Long.MAX_VALUE, 1, 1)).isNull();
        assertThat(cache.after(8, Long.MAX_VALUE, 1, 1)).hasSize(1);
    }
}
