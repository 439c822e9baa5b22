/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A publisher that can be verified: one event after the other, each handed over again until it is accepted, and in the
 * {@link Ledger} only then. Its keys are its own, so the order of each is known.
 */
final class Producer implements AutoCloseable {

    private final Sink sink;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final int firstKey;
    private final int[] numbers;
    private final long limit;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "proof-producer");
        daemon.setDaemon(true);
        return daemon;
    });

    private Future<?> ticking;
    private long produced;
    private Event next;
    private long nextSent;

    /** @param limit how many events there will be */
    Producer(Sink sink, Ledger ledger, int firstKey, int keys, long limit, long seed) {
        this.sink = sink;
        this.ledger = ledger;
        this.firstKey = firstKey;
        this.numbers = new int[keys];
        this.limit = limit;
        this.random = new SplittableRandom(seed);
    }

    Producer(Sink sink, Ledger ledger, int firstKey, int keys, long seed) {
        this(sink, ledger, firstKey, keys, Long.MAX_VALUE, seed);
    }

    /** Begins, with this time between the answer to one event and the next event. */
    Producer start(Duration pause) {
        ticking = thread.scheduleWithFixedDelay(this::tick, 0, Math.max(1, pause.toNanos()), TimeUnit.NANOSECONDS);
        return this;
    }

    /** Begins, as fast as answers come. */
    Producer start() {
        return start(Duration.ZERO);
    }

    /** Stops after the event under way, which has to be accepted. */
    void finish() throws InterruptedException {
        ticking.cancel(false);
        thread.execute(() -> {
            if (next != null) {
                ticking = thread.scheduleWithFixedDelay(this::finishLast, 0, 1, TimeUnit.MILLISECONDS);
            }
            if (next == null) {
                thread.shutdown();
            }
        });
        assertThat(thread.awaitTermination(120, TimeUnit.SECONDS))
                .as("the last event was accepted")
                .isTrue();
    }

    /** Waits until all are accepted. */
    void awaitLimit(Duration atMost) {
        Proof.eventually("all events are accepted", atMost, () -> ticking.isDone() || thread.isShutdown());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void finishLast() {
        tick();
        if (next == null) {
            thread.shutdown();
        }
    }

    private void tick() {
        if (next == null) {
            if (produced == limit) {
                thread.shutdown();
                return;
            }
            int key = random.nextInt(numbers.length);
            next = new Event(firstKey + key, ++numbers[key]);
            nextSent = System.nanoTime();
            produced++;
        }
        try {
            ledger.add(new Accepted(next, sink.accept(next), nextSent));
            next = null;
        } catch (IOException e) {
            // the same event again, with the next tick
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
