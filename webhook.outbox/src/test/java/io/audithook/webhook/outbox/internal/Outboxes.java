/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.Settlement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of the outbox share. */
final class Outboxes {

    private Outboxes() {}

    /** Settings without limits of the backlog; appends are rejected when it is full. */
    static OutboxSettings settings(Path directory, long sizeLimit, long cacheBytes) {
        return new OutboxSettings(
                directory,
                sizeLimit,
                Duration.ofHours(24),
                Optional.empty(),
                OptionalLong.empty(),
                OutboxSettings.WhenFull.REJECT,
                cacheBytes);
    }

    static SqliteOutbox open(Path directory, InstantSource clock) {
        return new SqliteOutbox(settings(directory, 1L << 30, 1 << 20), clock);
    }

    static NewEntry entry(String key, String json) {
        return new NewEntry(Optional.empty(), key, json.getBytes(StandardCharsets.UTF_8));
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    static Appended append(Outbox outbox, String json) throws Exception {
        return get(outbox.append(List.of(entry("k", json)))).get(0);
    }

    static String text(Entry entry) {
        return new String(entry.json(), StandardCharsets.UTF_8);
    }

    /** All that a lane gives from where it stands. */
    static List<String> drain(Lane lane) {
        return read(lane).stream().map(Outboxes::text).toList();
    }

    /** All that a lane gives from where it stands. */
    static List<Entry> read(Lane lane) {
        List<Entry> all = new ArrayList<>();
        for (List<Entry> some = lane.next(100, 1 << 20); !some.isEmpty(); some = lane.next(100, 1 << 20)) {
            all.addAll(some);
        }
        return all;
    }

    static void settle(Lane lane, Iterable<Entry> entries) {
        entries.forEach(entry -> lane.settle(entry.position(), Settlement.DELIVERED));
    }

    /** Remembers the lanes it is given: those of replays under endpoint/id. */
    static final class Listener implements LaneListener {

        final Map<String, Lane> lanes = new ConcurrentHashMap<>();
        final AtomicInteger signals = new AtomicInteger();
        final List<Parked> redriven = new CopyOnWriteArrayList<>();
        final Map<String, List<Gap>> gaps = new ConcurrentHashMap<>();

        @Override
        public void assigned(Lane lane) {
            lanes.put(name(lane), lane);
        }

        @Override
        public void revoked(Lane lane) {
            lanes.remove(name(lane), lane);
        }

        @Override
        public void available() {
            signals.incrementAndGet();
        }

        @Override
        public void redriven(Lane lane, List<Parked> parked) {
            redriven.addAll(parked);
        }

        @Override
        public void lost(Lane lane, Gap gap) {
            gaps.computeIfAbsent(name(lane), any -> new CopyOnWriteArrayList<>())
                    .add(gap);
        }

        private static String name(Lane lane) {
            return lane.endpoint() + lane.replay().map(id -> "/" + id).orElse("");
        }
    }

    /** A directory in memory where there is such a disk, for many files; another one if not. */
    static Path inMemory(Path otherwise) throws IOException {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? Files.createTempDirectory(memory, "outbox") : otherwise;
    }

    /** Deletes a directory with all that is in it. */
    static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
