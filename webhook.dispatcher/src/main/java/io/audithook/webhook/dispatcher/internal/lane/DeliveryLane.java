/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.lane.FilterChain.FilterFailedException;
import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running machinery of one endpoint, for as long as its {@link Lane} is ours. It reads entries into a
 * bounded {@link Window}, has the filters look at them, sends them, tries again what failed, and
 * acknowledges what is settled.
 *
 * <p><b>Delivery guarantee:</b> a position is acknowledged only after every entry up to it was delivered,
 * dropped by a filter, or stored as a dead letter; so each entry is delivered at least once. What was under
 * way at a crash, or delivered while an earlier entry was not, comes again. With ordering {@code key} (or
 * {@code strict}) an attempt for an entry begins only after all earlier entries of its key (of the endpoint)
 * are settled.
 *
 * <p><b>Threads:</b> all state is touched only inside {@link #serial}. What may block (reading the outbox,
 * asking filters) runs on the pool; attempts start from wherever the lane happens to run, usually the
 * callback of the one before.
 *
 * <p>Without a target the lane rests: nothing new is sent, what is under way ends, and what is in hand stays.
 */
final class DeliveryLane {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLane.class);

    private final Lane lane;
    private final Executor pool;
    private final Timekeeper time;
    private final LaneCounters counters = new LaneCounters();
    private final SerialExecutor serial;
    private final AtomicBoolean signaled = new AtomicBoolean();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    // Mutable state, inside serial only

    private final Window window = new Window();

    /** Those that wait for the time of their next attempt, with the number of the attempts before it. */
    private final Map<Delivery, Integer> backingOff = new HashMap<>();

    private Target target;
    private Ordering ordering = Ordering.KEY;
    private boolean more = true;
    private boolean feeding;
    private boolean closed;

    /** Attempts under way. */
    private int inFlight;

    /** Deliveries that are neither in the window's line nor backing off: attempts, preparations, burials. */
    private int busy;

    private boolean held;
    private int filterFailures;

    DeliveryLane(Lane lane, Executor pool, Timekeeper time) {
        this.lane = lane;
        this.pool = pool;
        this.time = time;
        this.serial = new SerialExecutor(pool);
        lane.rewind();
    }

    /** Delivers there from now on; null to rest. Attempts under way end under the old target. */
    void retarget(Target next) {
        serial.executeLater(() -> {
            target = next;
            held = false;
            filterFailures = 0;
            for (Delivery delivery : backingOff.keySet()) {
                window.again(delivery);
            }
            backingOff.clear();
            pump();
        });
    }

    /** There may be more to read. */
    void signal() {
        if (signaled.compareAndSet(false, true)) {
            serial.executeLater(() -> {
                signaled.set(false);
                more = true;
                pump();
            });
        }
    }

    /**
     * Sends nothing more.
     *
     * @return completes when nothing is under way any more
     */
    CompletionStage<Void> close() {
        serial.executeLater(() -> {
            closed = true;
            target = null;
            pump();
        });
        return idle;
    }

    LaneCounters counters() {
        return counters;
    }

    long pending() {
        return lane.pending();
    }

    private void pump() {
        if (closed && busy == 0) {
            idle.complete(null);
        }
        if (target == null || !ordered()) {
            return;
        }
        feed();
        List<Delivery> unprepared = new ArrayList<>(0);
        while (inFlight < target.concurrency()) {
            Delivery delivery = window.poll();
            if (delivery == null) {
                break;
            }
            if (!delivery.isPreparedFor(target)) {
                unprepared.add(delivery);
            } else if (delivery.body() == null) {
                counters.filtered();
                settle(delivery);
            } else {
                send(delivery);
            }
        }
        prepareAgain(unprepared);
        feed();
    }

    /** Whether the window is lined up as the target wants it; changes that once nothing is out of it. */
    private boolean ordered() {
        if (ordering == target.ordering()) {
            return true;
        }
        if (busy > 0) {
            return false;
        }
        ordering = target.ordering();
        window.order(ordering);
        return true;
    }

    private void feed() {
        if (feeding || !more || !window.wantsMore()) {
            return;
        }
        feeding = true;
        more = false;
        Target by = target;
        int entries = window.roomForEntries();
        long bytes = window.roomForBytes();
        pool.execute(() -> {
            List<Delivery> read = new ArrayList<>();
            Optional<FilterFailedException> failure = Optional.empty();
            try {
                for (Entry entry : lane.next(entries, bytes)) {
                    read.add(new Delivery(entry));
                }
                failure = prepare(by, read);
            } finally {
                Optional<FilterFailedException> outcome = failure;
                serial.execute(() -> fed(read, outcome));
            }
        });
    }

    private void fed(List<Delivery> read, Optional<FilterFailedException> failure) {
        feeding = false;
        if (!read.isEmpty()) {
            more = true;
            read.forEach(window::add);
        }
        prepared(failure);
        pump();
    }

    /** Has the filters of the current target look at deliveries that others saw, or failed to see, before. */
    private void prepareAgain(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        if (held) {
            giveBack(deliveries);
            return;
        }
        busy += deliveries.size();
        Target by = target;
        pool.execute(() -> {
            Optional<FilterFailedException> failure = prepare(by, deliveries);
            serial.execute(() -> {
                busy -= deliveries.size();
                giveBack(deliveries);
                prepared(failure);
                pump();
            });
        });
    }

    private void giveBack(List<Delivery> deliveries) {
        for (int i = deliveries.size() - 1; i >= 0; i--) {
            window.giveBack(deliveries.get(i));
        }
    }

    /** Nothing passes a filter that failed: its event, and those not seen yet, wait and are shown to it again. */
    private void prepared(Optional<FilterFailedException> failure) {
        if (failure.isEmpty()) {
            if (filterFailures > 0 && !held) {
                filterFailures = 0;
                counters.trouble("");
                LOG.info("endpoint={} filters work again", lane.endpoint());
            }
            return;
        }
        if (held || target == null) {
            return;
        }
        held = true;
        filterFailures++;
        counters.trouble(failure.get().getMessage());
        if (filterFailures == 1) {
            LOG.error(
                    "endpoint={} holds its events: {}",
                    lane.endpoint(),
                    failure.get().getMessage(),
                    failure.get());
        }
        Duration delay = target.retry()
                .delay(filterFailures, Duration.ZERO)
                .orElse(target.retry().max());
        Target at = target;
        time.schedule(
                delay,
                () -> serial.executeLater(() -> {
                    if (target == at) {
                        held = false;
                        pump();
                    }
                }));
    }

    private static Optional<FilterFailedException> prepare(Target by, List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            try {
                delivery.prepared(by, by.filters().apply(delivery.entry()));
            } catch (FilterFailedException e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    private void send(Delivery delivery) {
        Target by = target;
        Instant now = time.instant();
        delivery.beginAttempt(now);
        inFlight++;
        busy++;
        by.transport().send(by.request(delivery, now), outcome -> serial.execute(() -> ended(delivery, by, outcome)));
    }

    private void ended(Delivery delivery, Target by, Outcome outcome) {
        inFlight--;
        if (outcome.delivered()) {
            busy--;
            if (counters.delivered()) {
                LOG.info("endpoint={} delivers again", lane.endpoint());
            }
            settle(delivery);
        } else {
            if (counters.failed(outcome)) {
                LOG.warn(
                        "endpoint={} delivery={} attempt={} failed, trying again: {}",
                        lane.endpoint(),
                        delivery.entry().id(),
                        delivery.attempts(),
                        outcome);
            }
            failed(delivery, by, outcome);
        }
        pump();
    }

    private void failed(Delivery delivery, Target by, Outcome outcome) {
        RetryPolicy retry = Objects.requireNonNullElse(target, by).retry();
        Duration sinceFirst = Duration.between(delivery.firstAttempt(), time.instant());
        Optional<Duration> delay = retry.delay(delivery.attempts(), sinceFirst);
        if (delay.isEmpty()) {
            bury(delivery, retry, outcome);
            return;
        }
        busy--;
        int attempts = delivery.attempts();
        backingOff.put(delivery, attempts);
        time.schedule(
                delay.get(),
                () -> serial.executeLater(() -> {
                    if (backingOff.remove(delivery, attempts)) {
                        window.again(delivery);
                        pump();
                    }
                }));
    }

    /** Gives a delivery up. It stays busy, and its key waits, until the dead letter is on disk. */
    private void bury(Delivery delivery, RetryPolicy retry, Outcome outcome) {
        String reason = "given up after " + delivery.attempts() + " attempts; the last one: " + outcome;
        lane.bury(delivery.entry(), reason)
                .whenComplete((done, failure) -> serial.executeLater(() -> {
                    if (failure != null && !closed) {
                        LOG.error(
                                "endpoint={} delivery={} cannot be stored as a dead letter, trying again",
                                lane.endpoint(),
                                delivery.entry().id(),
                                failure);
                        time.schedule(retry.max(), () -> serial.executeLater(() -> bury(delivery, retry, outcome)));
                        return;
                    }
                    busy--;
                    if (failure == null) {
                        counters.dead();
                        LOG.warn(
                                "endpoint={} delivery={} {}",
                                lane.endpoint(),
                                delivery.entry().id(),
                                reason);
                        settle(delivery);
                    }
                    pump();
                }));
    }

    private void settle(Delivery delivery) {
        long position = window.settle(delivery);
        if (position >= 0) {
            lane.ack(position);
        }
    }
}
