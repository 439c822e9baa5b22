/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that moves when a test says so; runs what is due on the thread of the test. */
public final class ManualTimekeeper implements Timekeeper {

    private record Due(Instant at, long order, Runnable task) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long order;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long nanoTime() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        due.add(new Due(now.plus(delay), order++, task));
    }

    public void advance(Duration by) {
        Instant until = now.plus(by);
        while (!due.isEmpty() && !due.peek().at().isAfter(until)) {
            Due next = due.poll();
            now = next.at().isAfter(now) ? next.at() : now;
            next.task().run();
        }
        now = until;
    }

    /** Whether nothing is to be run, ever. */
    public boolean isIdle() {
        return due.isEmpty();
    }

    /** Lets time pass without anything being run that would have been due: the process stood still. */
    public void freeze(Duration by) {
        now = now.plus(by);
    }
}
