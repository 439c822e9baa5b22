/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A lane in memory that remembers what it was told. */
final class FakeLane implements Lane {

    final List<Entry> entries = new ArrayList<>();
    final List<Long> acks = new ArrayList<>();
    final List<String> buried = new ArrayList<>();
    RuntimeException buryFailure;
    int largestRead;
    private int next;

    void add(String key) {
        long position = entries.size() + 1L;
        byte[] json = ("{\"n\":" + position + "}").getBytes(StandardCharsets.UTF_8);
        entries.add(new Entry(position, "id" + position, Instant.EPOCH, key, json));
    }

    long acked() {
        return acks.isEmpty() ? 0 : acks.get(acks.size() - 1);
    }

    @Override
    public String endpoint() {
        return "e";
    }

    @Override
    public List<Entry> next(int maxEntries, long maxBytes) {
        int to = Math.min(entries.size(), next + maxEntries);
        List<Entry> read = List.copyOf(entries.subList(next, to));
        next = to;
        largestRead = Math.max(largestRead, read.size());
        return read;
    }

    @Override
    public void rewind() {
        next = (int) acked();
    }

    @Override
    public void ack(long position) {
        acks.add(position);
    }

    @Override
    public CompletionStage<Void> bury(Entry entry, String reason) {
        if (buryFailure != null) {
            return CompletableFuture.failedFuture(buryFailure);
        }
        buried.add(entry.id() + ": " + reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public long pending() {
        return entries.size() - acked();
    }
}
