/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.OutboxBench.get;
import static io.audithook.webhook.outbox.internal.OutboxBench.open;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Start;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Measures what many endpoints and many entries cost. */
final class ScaleRun {

    private static final int ENDPOINTS = 10_000;
    private static final int PENDING = 1_000_000;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final int BATCH = 256;

    private ScaleRun() {}

    static void run(Path directory) throws Exception {
        attach(directory.resolve("endpoints"));
        reopen(directory.resolve("endpoints"));
        pending(directory.resolve("pending"));
        double one = handOuts(directory.resolve("one"), 1, 1);
        for (int endpoints : new int[] {20, 100}) {
            double many = handOuts(directory.resolve("many" + endpoints), endpoints, 2);
            System.out.printf("  for each entry appended %.1f times those of one endpoint%n", many / one);
        }
        settlements(directory.resolve("settlements"));
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
        OutboxBench.Lanes lanes = new OutboxBench.Lanes();
        try (SqliteOutbox outbox = open(directory)) {
            outbox.listen(lanes);
            print("opened with %d endpoints", start, lanes.byEndpoint.size());
            System.out.printf("  heap %d KiB%n", (heap() - before) >> 10);
            start = System.nanoTime();
            get(outbox.append(List.of(OutboxBench.entry(100))));
            for (Lane lane : lanes.byEndpoint.values()) {
                settle(lane, lane.next(10, 1000));
            }
            get(outbox.attach("last", Start.NOW));
            print("one entry settled by %d endpoints, durably", start, ENDPOINTS);
        }
    }

    private static void pending(Path directory) throws Exception {
        try (SqliteOutbox outbox = open(directory)) {
            get(outbox.attach("e", Start.NOW));
            Semaphore underWay = new Semaphore(8);
            List<NewEntry> batch = Collections.nCopies(1000, OutboxBench.entry(300));
            for (int i = 0; i < PENDING; i += batch.size()) {
                underWay.acquire();
                outbox.append(batch).thenRun(underWay::release);
            }
            underWay.acquire(8);
        }
        long start = System.nanoTime();
        OutboxBench.Lanes lanes = new OutboxBench.Lanes();
        try (SqliteOutbox outbox = open(directory)) {
            outbox.listen(lanes);
            long pending = lanes.byEndpoint.get("e").pending();
            if (lanes.byEndpoint.get("e").next(10, 1 << 20).isEmpty()) {
                throw new IllegalStateException("nothing is pending");
            }
            print("opened with %d pending, and had the first", start, pending);
            start = System.nanoTime();
            lanes.byEndpoint.get("e").rewind();
            long read = readAll(lanes.byEndpoint.get("e"), entries -> {});
            print("read %d entries from disk", start, read);
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
            OutboxBench.Lanes lanes = new OutboxBench.Lanes();
            outbox.listen(lanes);
            for (int i = 0; i < endpoints; i++) {
                get(outbox.attach("e" + i, Start.NOW));
            }
            List<Lane> all = List.copyOf(lanes.byEndpoint.values());
            long end = System.nanoTime() + ROUND.toNanos();
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                List<Lane> mine = all.subList(i * endpoints / threads, (i + 1) * endpoints / threads);
                workers.add(new Thread(() -> readAndSettle(mine, end, handedOut)));
            }
            workers.forEach(Thread::start);
            List<NewEntry> batch = Collections.nCopies(BATCH, OutboxBench.entry(1024));
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
                settle(lane, entries);
                handedOut.addAndGet(entries.size());
            }
        }
    }

    /** One lane settles, in no order, what it has. */
    private static void settlements(Path directory) throws Exception {
        try (SqliteOutbox outbox = open(directory)) {
            OutboxBench.Lanes lanes = new OutboxBench.Lanes();
            outbox.listen(lanes);
            get(outbox.attach("e", Start.NOW));
            List<NewEntry> batch = Collections.nCopies(1000, OutboxBench.entry(100));
            for (int i = 0; i < 200; i++) {
                get(outbox.append(batch));
            }
            Lane lane = lanes.byEndpoint.get("e");
            List<Entry> entries = new ArrayList<>();
            readAll(lane, entries::addAll);
            for (int i = 0; i + 64 <= entries.size(); i += 64) {
                Collections.shuffle(entries.subList(i, i + 64), new Random(1));
            }
            long start = System.nanoTime();
            settle(lane, entries);
            CompletableFuture<Void> all = outbox.attach("last", Start.NOW).toCompletableFuture();
            get(all);
            print("settled %d in one lane, durably", start, entries.size());
        }
    }

    private static long readAll(Lane lane, Consumer<List<Entry>> sink) {
        long read = 0;
        for (List<Entry> some = lane.next(500, 1 << 20); !some.isEmpty(); some = lane.next(500, 1 << 20)) {
            sink.accept(some);
            read += some.size();
        }
        return read;
    }

    private static void settle(Lane lane, Iterable<Entry> entries) {
        entries.forEach(entry -> lane.settle(entry.position(), Settlement.DELIVERED));
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
}
