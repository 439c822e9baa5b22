/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.get;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what many endpoints and many entries cost. Not a test: run it by hand, with a directory on the disk in
 * question.
 */
final class Scale {

    private static final int ENDPOINTS = 10_000;
    private static final int PENDING = 1_000_000;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final int BATCH = 256;

    private Scale() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(args[0]), "scale");
        attach(directory.resolve("endpoints"));
        reopen(directory.resolve("endpoints"));
        pending(directory.resolve("pending"));
        double one = handOuts(directory.resolve("one"), 1, 1);
        for (int endpoints : new int[] {20, 100}) {
            double many = handOuts(directory.resolve("many" + endpoints), endpoints, 2);
            System.out.printf("  for each entry appended %.1f times those of one endpoint%n", many / one);
        }
        settlements(directory.resolve("settlements"));
        delete(directory);
    }

    private static SqliteOutbox open(Path directory) {
        return new SqliteOutbox(Outboxes.settings(directory, 64L << 30, 32 << 20), InstantSource.system());
    }

    private static void attach(Path directory) throws Exception {
        long start = System.nanoTime();
        try (SqliteOutbox outbox = open(directory)) {
            List<CompletionStage<Void>> stages = new ArrayList<>();
            for (int i = 0; i < ENDPOINTS; i++) {
                stages.add(outbox.attach("endpoint-" + i, Start.NOW));
            }
            for (CompletionStage<Void> stage : stages) {
                get(stage);
            }
            print("attached %d endpoints", start, ENDPOINTS);
        }
    }

    private static void reopen(Path directory) throws Exception {
        long before = heap();
        long start = System.nanoTime();
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = open(directory)) {
            outbox.listen(listener);
            print("opened with %d endpoints", start, listener.lanes.size());
            System.out.printf("  heap %d KiB%n", (heap() - before) >> 10);
            start = System.nanoTime();
            Outboxes.append(outbox, "{}");
            for (Lane lane : listener.lanes.values()) {
                Outboxes.settle(lane, lane.next(10, 1000));
            }
            get(outbox.attach("last", Start.NOW));
            print("one entry settled by %d endpoints, durably", start, ENDPOINTS);
        }
    }

    private static void pending(Path directory) throws Exception {
        byte[] json = json(300);
        try (SqliteOutbox outbox = open(directory)) {
            get(outbox.attach("e", Start.NOW));
            Semaphore underWay = new Semaphore(8);
            List<NewEntry> batch = Collections.nCopies(1000, new NewEntry(Optional.empty(), "key", json));
            for (int i = 0; i < PENDING; i += batch.size()) {
                underWay.acquire();
                outbox.append(batch).thenRun(underWay::release);
            }
            underWay.acquire(8);
        }
        long start = System.nanoTime();
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = open(directory)) {
            outbox.listen(listener);
            int got = listener.lanes.get("e").next(10, 1 << 20).size();
            print(
                    "opened with %d pending, and had the first",
                    start, listener.lanes.get("e").pending());
            start = System.nanoTime();
            listener.lanes.get("e").rewind();
            long read = 0;
            for (List<Entry> some = listener.lanes.get("e").next(500, 1 << 20);
                    !some.isEmpty();
                    some = listener.lanes.get("e").next(500, 1 << 20)) {
                read += some.size();
            }
            print("read %d entries from disk", start, read + 0L * got);
            start = System.nanoTime();
            outbox.verify();
            print("verified %d", start, PENDING);
        }
    }

    /**
     * Batches are appended as fast as may be, and every endpoint reads and settles every entry. Returns the number of
     * hand-outs for each entry.
     */
    private static double handOuts(Path directory, int endpoints, int threads) throws Exception {
        AtomicLong handedOut = new AtomicLong();
        long appended = 0;
        try (SqliteOutbox outbox = open(directory)) {
            Outboxes.Listener listener = new Outboxes.Listener();
            outbox.listen(listener);
            for (int i = 0; i < endpoints; i++) {
                get(outbox.attach("e" + i, Start.NOW));
            }
            List<Lane> lanes = List.copyOf(listener.lanes.values());
            long end = System.nanoTime() + ROUND.toNanos();
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                List<Lane> mine = lanes.subList(i * endpoints / threads, (i + 1) * endpoints / threads);
                workers.add(new Thread(() -> readAndSettle(mine, end, handedOut)));
            }
            workers.forEach(Thread::start);
            List<NewEntry> batch = Collections.nCopies(BATCH, new NewEntry(Optional.empty(), "key", json(1024)));
            Semaphore underWay = new Semaphore(4);
            while (System.nanoTime() < end) {
                underWay.acquire();
                outbox.append(batch).thenRun(underWay::release);
                appended += BATCH;
            }
            for (Thread worker : workers) {
                worker.join();
            }
        }
        double rate = handedOut.get() * 1e9 / ROUND.toNanos();
        System.out.printf(
                "%d endpoints: %.0f appended/s, %.0f hand-outs/s, each settled%n",
                endpoints, appended * 1e9 / ROUND.toNanos(), rate);
        return handedOut.get() / (double) appended;
    }

    private static void readAndSettle(List<Lane> lanes, long end, AtomicLong handedOut) {
        while (System.nanoTime() < end) {
            for (Lane lane : lanes) {
                List<Entry> entries = lane.next(BATCH, 1 << 20);
                for (Entry entry : entries) {
                    lane.settle(entry.position(), Settlement.DELIVERED);
                }
                handedOut.addAndGet(entries.size());
            }
        }
    }

    /** One lane settles, in no order, what it has. */
    private static void settlements(Path directory) throws Exception {
        try (SqliteOutbox outbox = open(directory)) {
            Outboxes.Listener listener = new Outboxes.Listener();
            outbox.listen(listener);
            get(outbox.attach("e", Start.NOW));
            List<NewEntry> batch = Collections.nCopies(1000, new NewEntry(Optional.empty(), "key", json(100)));
            for (int i = 0; i < 200; i++) {
                get(outbox.append(batch));
            }
            Lane lane = listener.lanes.get("e");
            List<Entry> entries = new ArrayList<>(Outboxes.read(lane));
            for (int i = 0; i + 64 <= entries.size(); i += 64) {
                Collections.shuffle(entries.subList(i, i + 64), new Random(1));
            }
            long start = System.nanoTime();
            for (Entry entry : entries) {
                lane.settle(entry.position(), Settlement.DELIVERED);
            }
            CompletableFuture<Void> all = outbox.attach("last", Start.NOW).toCompletableFuture();
            get(all);
            print("settled %d in one lane, durably", start, entries.size());
        }
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void print(String what, long start, Object... parameters) {
        System.out.printf(what + ": %.2f s%n", concat(parameters, (System.nanoTime() - start) / 1e9));
    }

    private static Object[] concat(Object[] parameters, Object last) {
        List<Object> all = new ArrayList<>(List.of(parameters));
        all.add(last);
        return all.toArray();
    }

    private static byte[] json(int bytes) {
        byte[] json = new byte[bytes];
        new Random(1).nextBytes(json);
        return json;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
