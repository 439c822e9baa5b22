/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest entries, without gaps, shared by all lanes: what is fresh is read from disk by nobody. Bounded by
 * bytes. Safe for use by many threads.
 */
final class EntryCache {

    private static final int OVERHEAD_BYTES = 200;
    private static final int MAX_ENTRIES = 1 << 16;

    private final long maxBytes;
    private Entry[] ring = new Entry[1024];
    private int first;
    private int size;
    private long bytes;

    EntryCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds entries that follow the latest one. */
    synchronized void add(List<Entry> entries) {
        for (Entry entry : entries) {
            if (size == ring.length) {
                grow();
            }
            ring[(first + size) & (ring.length - 1)] = entry;
            size++;
            bytes += cost(entry);
        }
        while (size > 0 && (bytes > maxBytes || size > MAX_ENTRIES)) {
            bytes -= cost(ring[first]);
            ring[first] = null;
            first = (first + 1) & (ring.length - 1);
            size--;
        }
    }

    /** When an entry was accepted; null if it is not here. */
    synchronized Instant acceptedAt(long position) {
        if (size == 0 || position < ring[first].position() || position >= ring[first].position() + size) {
            return null;
        }
        return ring[(first + (int) (position - ring[first].position())) & (ring.length - 1)].acceptedAt();
    }

    /** Forgets all: what is added next need not follow. */
    synchronized void clear() {
        ring = new Entry[1024];
        first = 0;
        size = 0;
        bytes = 0;
    }

    /**
     * The entries after a position, up to another one.
     *
     * @return null if the cache does not reach back that far
     */
    synchronized List<Entry> after(long position, long last, int maxEntries, long limitBytes) {
        if (size == 0 || position + 1 < ring[first].position()) {
            return null;
        }
        int index = (int) (position + 1 - ring[first].position());
        List<Entry> found = new ArrayList<>(Math.max(0, Math.min(maxEntries, size - index)));
        long taken = 0;
        while (index < size && found.size() < maxEntries) {
            Entry entry = ring[(first + index) & (ring.length - 1)];
            if (entry.position() > last) {
                break;
            }
            taken += entry.json().length;
            if (taken > limitBytes && !found.isEmpty()) {
                break;
            }
            found.add(entry);
            index++;
        }
        return found;
    }

    private void grow() {
        Entry[] larger = new Entry[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(first + i) & (ring.length - 1)];
        }
        ring = larger;
        first = 0;
    }

    private static int cost(Entry entry) {
        return entry.json().length + OVERHEAD_BYTES;
    }
}
