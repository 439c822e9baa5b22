/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.NewEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures how fast entries are accepted, beside a raw file that is appended to by the same scheme: a queue, one
 * thread, one force for all that wait.
 */
final class AcceptRun {

    private static final int PUBLISHERS = 64;
    private static final int BATCH = 256;
    private static final int BATCHES_UNDER_WAY = 8;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(4);

    private static final NewEntry ENTRY = OutboxBench.entry(1024);

    private AcceptRun() {}

    static void run(Path parent) throws Exception {
        List<double[]> results = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            Path directory = Files.createDirectory(parent.resolve("round" + round));
            double[] result = new double[6];
            try (RawLog raw = new RawLog(directory.resolve("raw"))) {
                publishers(raw::append, result, 0);
                result[1] = batches(raw::append);
            }
            try (SqliteOutbox outbox = OutboxBench.open(directory.resolve("outbox"))) {
                publishers(outbox::append, result, 2);
                result[3] = batches(outbox::append);
            }
            OutboxBench.delete(directory);
            // the first round warms up
            if (round > 0) {
                results.add(result);
                print("round " + round, result);
            }
        }
        print(
                "median",
                IntStream.range(0, 6)
                        .mapToDouble(i -> results.stream()
                                .mapToDouble(result -> result[i])
                                .sorted()
                                .skip(ROUNDS / 2)
                                .findFirst()
                                .orElseThrow())
                        .toArray());
    }

    private static void print(String name, double[] result) {
        System.out.printf(
                "%s: %d publishers raw %.0f/s p99 %.1f ms outbox %.0f/s p99 %.1f ms ratio %.2f, %.1f; batches of %d raw %.0f/s outbox %.0f/s ratio %.2f%n",
                name,
                PUBLISHERS,
                result[0],
                result[4],
                result[2],
                result[5],
                result[2] / result[0],
                result[5] / result[4],
                BATCH,
                result[1],
                result[3],
                result[3] / result[1]);
    }

    /**
     * Each publisher waits for its entry to be durable before it gives the next.
     *
     * @param result gets the number in a second, and further on how many milliseconds 99 of 100 took at most
     */
    private static void publishers(Function<List<NewEntry>, CompletionStage<?>> log, double[] result, int at)
            throws InterruptedException {
        long end = System.nanoTime() + ROUND.toNanos();
        List<List<Long>> nanos = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            List<Long> mine = new ArrayList<>();
            nanos.add(mine);
            threads.add(new Thread(() -> {
                for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                    log.apply(List.of(ENTRY)).toCompletableFuture().join();
                    mine.add(System.nanoTime() - start);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        long[] all = nanos.stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        result[at] = all.length * 1e9 / ROUND.toNanos();
        result[4 + at / 2] = all[(int) (all.length * 0.99)] / 1e6;
    }

    /** One publisher, a few batches under way. */
    private static double batches(Function<List<NewEntry>, CompletionStage<?>> log) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + ROUND.toNanos();
        Semaphore underWay = new Semaphore(BATCHES_UNDER_WAY);
        List<NewEntry> batch = Collections.nCopies(BATCH, ENTRY);
        long count = 0;
        while (System.nanoTime() < end) {
            underWay.acquire();
            log.apply(batch).thenRun(underWay::release).exceptionally(AcceptRun::failed);
            count += BATCH;
        }
        underWay.acquire(BATCHES_UNDER_WAY);
        return count * 1e9 / (System.nanoTime() - start);
    }

    private static Void failed(Throwable failure) {
        throw new IllegalStateException(failure);
    }

    /** What nothing that is durable can beat: length, checksum and bytes at the end of a file. */
    private static final class RawLog implements AutoCloseable {

        private record Append(List<NewEntry> entries, CompletableFuture<Void> done) {}

        private final BlockingQueue<Append> waiting = new LinkedBlockingQueue<>();
        private final FileChannel channel;
        private final Thread thread = new Thread(this::run);

        RawLog(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            thread.start();
        }

        CompletionStage<Void> append(List<NewEntry> entries) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            waiting.add(new Append(entries, done));
            return done;
        }

        @Override
        public void close() throws IOException {
            append(List.of()).toCompletableFuture().join();
            channel.close();
        }

        private void run() {
            ByteBuffer buffer = ByteBuffer.allocateDirect(8 << 20);
            List<Append> group = new ArrayList<>();
            boolean more = true;
            while (more) {
                try {
                    group.add(waiting.take());
                    waiting.drainTo(group, 4096);
                    for (Append append : group) {
                        more &= !append.entries().isEmpty();
                        for (NewEntry entry : append.entries()) {
                            buffer.putInt(entry.json().length)
                                    .putInt(Checksum.of(entry.json()))
                                    .put(entry.json());
                        }
                    }
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                    channel.force(false);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                buffer.clear();
                group.forEach(append -> append.done().complete(null));
                group.clear();
            }
        }
    }
}
