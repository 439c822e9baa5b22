/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Suspension;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A lane in memory, which survives a courier as one on disk would survive a restart. */
final class FakeLane implements Lane {

    final List<Entry> entries = new ArrayList<>();
    final Map<Long, Settlement> settled = new TreeMap<>();
    final Map<Long, Parked> parked = new TreeMap<>();
    final List<String> buried = new ArrayList<>();
    final List<String> histories = new ArrayList<>();
    RuntimeException storeFailure;

    /** When what is put aside is on disk. */
    CompletableFuture<Void> storing = CompletableFuture.completedFuture(null);

    Optional<String> replay = Optional.empty();
    int largestRead;
    int parks;
    private Optional<Suspension> suspension = Optional.empty();
    private final Set<Long> dead = new HashSet<>();
    private final String endpoint;
    private int next;

    FakeLane() {
        this("e");
    }

    FakeLane(String endpoint) {
        this.endpoint = endpoint;
    }

    void add(String key) {
        long position = entries.size() + 1L;
        entries.add(new Entry(
                position,
                "id" + position,
                Instant.EPOCH,
                key,
                ("{\"objectId\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8)));
    }

    boolean isDelivered(long position) {
        return settled.get(position) == Settlement.DELIVERED;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public Optional<String> replay() {
        return replay;
    }

    @Override
    public List<Entry> next(int maxEntries, long maxBytes) {
        List<Entry> read = new ArrayList<>();
        while (next < entries.size() && read.size() < maxEntries) {
            Entry entry = entries.get(next++);
            long position = entry.position();
            if (!settled.containsKey(position) && !parked.containsKey(position) && !dead.contains(position)) {
                read.add(entry);
            }
        }
        largestRead = Math.max(largestRead, read.size());
        return read;
    }

    @Override
    public void rewind() {
        next = 0;
    }

    @Override
    public void settle(long position, Settlement how) {
        if (settled.put(position, how) != null) {
            throw new AssertionError("position " + position + " is settled twice");
        }
        parked.remove(position);
    }

    @Override
    public CompletionStage<Void> park(Entry entry, RetryState state) {
        if (storeFailure != null) {
            return CompletableFuture.failedFuture(storeFailure);
        }
        parks++;
        parked.put(entry.position(), new Parked(entry.position(), entry.id(), entry.key(), state));
        return storing;
    }

    @Override
    public List<Parked> parked() {
        return List.copyOf(parked.values());
    }

    @Override
    public List<Entry> read(Collection<Long> positions) {
        return entries.stream()
                .filter(entry -> positions.contains(entry.position()) && parked.containsKey(entry.position()))
                .toList();
    }

    @Override
    public CompletionStage<Void> bury(Entry entry, String reason, String history) {
        if (storeFailure != null) {
            return CompletableFuture.failedFuture(storeFailure);
        }
        if (!dead.add(entry.position())) {
            throw new AssertionError("position " + entry.position() + " is buried twice");
        }
        buried.add(entry.id() + ": " + reason);
        histories.add(history);
        parked.remove(entry.position());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Optional<Suspension> suspension() {
        return suspension;
    }

    @Override
    public CompletionStage<Void> suspend(Optional<Suspension> by) {
        suspension = by;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public LaneStats stats() {
        return new LaneStats(entries.size(), 0, 0, buried.size(), 0, 0, pending(), parked.size(), Optional.empty());
    }

    @Override
    public LaneStats counts() {
        return stats();
    }

    @Override
    public long pending() {
        return (long) entries.size() - settled.size() - buried.size();
    }
}
