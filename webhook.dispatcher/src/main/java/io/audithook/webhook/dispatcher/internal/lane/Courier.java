/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.OpenDelivery;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.Suspension;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import io.audithook.webhook.dispatcher.internal.lane.Preparation.PreparationException;
import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running machinery of one endpoint: sends what its lanes give out, as fast as {@link Pacing} allows, once there is an
 * {@link Agreement} and unless the {@link Switch} is off. What a failure means is decided by {@link FailedAttempts}. The
 * endpoint's own {@link DeliveryLane} and those of its replays share it.
 *
 * <p><b>Threads:</b> all state is touched only inside {@link #serial}. Attempts start from wherever the courier
 * happens to run, usually the callback of the one before.
 *
 * <p>Without a target it rests: nothing new is sent, what is under way ends, and what is in hand stays.
 */
final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** Changes of the target that come faster than this are taken together. */
    private static final Duration CALM = Duration.ofMillis(500);

    /** Of so many requests one may be a replay's while there are fresh events. */
    private static final int REPLAY_TURN = 4;

    private final String endpoint;
    private final Executor pool;
    private final Timekeeper time;
    private final StallWatch stalls;
    private final FilterWatch filters;
    private final SerialExecutor serial;
    private final AttemptLog attempts = new AttemptLog();
    private final CourierMetrics metrics = new CourierMetrics();
    private final Pacing pacing = new Pacing(Courier::chance);
    private final Switch onOff;
    private final Agreement agreement;
    private final FailedAttempts failedAttempts;
    private final Alarm alarm;
    private final AtomicBoolean signaled = new AtomicBoolean();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    // Mutable state, inside serial only

    /** The endpoint's own lane first. */
    private final List<DeliveryLane> lanes = new ArrayList<>(1);

    private Target wanted;
    private Target target;
    private boolean retargetPending;
    private long retargetedAt;
    private Ordering ordering = Ordering.KEY;
    private boolean closed;

    /** Deliveries that are neither in a lane's line nor waiting: attempts, preparations, what is being stored. */
    private int busy;

    private boolean held;
    private int preparationFailures;

    private int turn;

    // For others to see

    private volatile String trouble = "";

    private volatile boolean outage;
    private volatile int inFlight;
    private volatile Optional<Lane> own = Optional.empty();

    Courier(String endpoint, Executor pool, Timekeeper time, StallWatch stalls, FilterWatch filters) {
        this.endpoint = endpoint;
        this.pool = pool;
        this.time = time;
        this.stalls = stalls;
        this.filters = filters;
        this.serial = new SerialExecutor(pool);
        this.retargetedAt = time.nanoTime() - CALM.toNanos();
        this.onOff = new Switch(endpoint, time, () -> own);
        this.agreement = new Agreement(endpoint, this, pacing);
        this.failedAttempts = new FailedAttempts(endpoint, this, pacing, attempts, onOff);
        this.alarm = new Alarm(time, () -> serial.executeLater(this::pump));
    }

    // ---------------------------------------------------------------- told from outside, from any thread

    /** Delivers there from now on; null to rest. Attempts under way end under the old target. */
    void retarget(Target next) {
        serial.executeLater(() -> {
            wanted = next;
            long since = time.nanoTime() - retargetedAt;
            if (next == null) {
                target = null;
            } else if (since >= CALM.toNanos() || next.preparation().ends()) {
                retarget();
            } else if (!retargetPending) {
                retargetPending = true;
                time.schedule(
                        CALM.minusNanos(since),
                        () -> serial.executeLater(() -> {
                            retargetPending = false;
                            if (wanted != null && wanted != target) {
                                retarget();
                            }
                        }));
            }
        });
    }

    void assigned(Lane lane) {
        if (lane.replay().isEmpty()) {
            own = Optional.of(lane);
        }
        serial.executeLater(() -> {
            DeliveryLane machinery = new DeliveryLane(this, lane);
            machinery.order(ordering);
            lanes.add(machinery);
            lanes.sort(Comparator.comparing(DeliveryLane::isReplay));
            if (!machinery.isReplay()) {
                onOff.set(lane.suspension());
                if (target != null) {
                    onOff.retargeted(target);
                }
            }
            pump();
        });
    }

    void revoked(Lane lane) {
        if (own.filter(mine -> mine == lane).isPresent()) {
            own = Optional.empty();
        }
        serial.executeLater(() -> lanes.removeIf(machinery -> {
            boolean found = machinery.lane() == lane;
            if (found) {
                machinery.close();
            }
            return found;
        }));
    }

    void redriven(Lane lane, List<Parked> parked) {
        serial.executeLater(() -> {
            find(lane).ifPresent(machinery -> machinery.redriven(parked));
            pump();
        });
    }

    void lost(Lane lane, Gap gap) {
        serial.executeLater(() -> find(lane).ifPresent(machinery -> machinery.lost(gap)));
    }

    /** There may be more to read. */
    void signal() {
        if (signaled.compareAndSet(false, true)) {
            serial.executeLater(() -> {
                signaled.set(false);
                lanes.forEach(DeliveryLane::signal);
                pump();
            });
        }
    }

    /**
     * Delivers nothing until {@link #resume}.
     *
     * @return completes when that is durable
     */
    CompletionStage<Void> pause() {
        Suspension paused = new Suspension(Suspension.Cause.PAUSED, "", time.instant());
        LOG.info("endpoint={} is paused; its events wait", endpoint);
        return suspend(Optional.of(paused));
    }

    /**
     * Delivers again, and asks at once.
     *
     * @return completes when that is durable
     */
    CompletionStage<Void> resume() {
        LOG.info("endpoint={} is resumed", endpoint);
        CompletionStage<Void> durable = suspend(Optional.empty());
        serial.executeLater(this::hurry);
        return durable;
    }

    /**
     * Sends nothing more.
     *
     * @return completes when nothing is under way any more
     */
    CompletionStage<Void> close() {
        serial.executeLater(() -> {
            closed = true;
            wanted = null;
            target = null;
            pump();
        });
        return idle;
    }

    // ---------------------------------------------------------------- how it is doing, for any thread

    CourierStatus status() {
        return status(Lane::stats);
    }

    /** As {@link #status}, but from memory: without when the oldest of what is pending was accepted. */
    CourierStatus glance() {
        return status(Lane::counts);
    }

    private CourierStatus status(Function<Lane, LaneStats> count) {
        String noConsent = agreement.withheld();
        boolean agreed = noConsent.isEmpty();
        String known = agreed ? trouble : noConsent;
        return new CourierStatus(
                own.map(count),
                inFlight,
                outage || !agreed,
                onOff.suspension(),
                filters.slowness(endpoint).orElse(known));
    }

    CourierMetrics metrics() {
        return metrics;
    }

    List<Attempt> attempts(int max) {
        return attempts.latest(max);
    }

    /** The deliveries that have failed and will be tried again. */
    CompletableFuture<List<OpenDelivery>> open(int max) {
        CompletableFuture<List<OpenDelivery>> found = new CompletableFuture<>();
        serial.executeLater(() -> {
            Instant earliest = time.instant();
            if (target != null) {
                earliest = earliest.plusNanos(Math.max(0, pacing.waitNanos(time.nanoTime())));
            }
            found.complete(
                    lanes.isEmpty() || lanes.get(0).isReplay()
                            ? List.of()
                            : lanes.get(0).open(max, earliest));
        });
        return found;
    }

    // ---------------------------------------------------------------- for its lanes and helpers, inside serial

    void onPool(Runnable task) {
        pool.execute(task);
    }

    /** Has the filters and the format of a target look at deliveries. On the pool. */
    Optional<PreparationException> prepare(Target by, List<Delivery> deliveries) {
        try (FilterWatch.Visit visit = filters.visit(endpoint, metrics.filters())) {
            for (Delivery delivery : deliveries) {
                delivery.prepared(by, by.preparation().apply(delivery.entry(), visit));
            }
            return Optional.empty();
        } catch (PreparationException e) {
            return Optional.of(e);
        }
    }

    void serially(Runnable task) {
        serial.execute(() -> {
            task.run();
            pump();
        });
    }

    void seriallyLater(Runnable task) {
        serial.executeLater(() -> {
            task.run();
            pump();
        });
    }

    void after(Duration delay, Runnable task) {
        time.schedule(delay, () -> seriallyLater(task));
    }

    /** Looks again after so many nanoseconds, or earlier. */
    void wakeIn(long nanos) {
        alarm.in(nanos);
    }

    /** No delivery waits for a time of its own any more. */
    void stopWaiting() {
        lanes.forEach(DeliveryLane::stopWaiting);
    }

    /** The settings of now; those of the target that an attempt was made for if there is no other. */
    DeliverySettings settings(Target by) {
        return target == null ? by.settings() : target.settings();
    }

    void busy(int more) {
        busy += more;
    }

    boolean isHeld() {
        return held;
    }

    Ordering ordering() {
        return ordering;
    }

    int concurrency() {
        return pacing.concurrency();
    }

    boolean isOutage() {
        return pacing.isOutage();
    }

    long nanoTime() {
        return time.nanoTime();
    }

    Instant instant() {
        return time.instant();
    }

    /** What was put aside tells that the receiver wants no request before then. */
    void rest(Instant until) {
        Duration left = Duration.between(time.instant(), until);
        if (left.isNegative() || left.isZero()) {
            return;
        }
        // beyond it lies only what the clock of another day wrote down
        Duration granted = RetryPolicy.granted(left);
        pacing.rest(granted, time.nanoTime());
        trouble = "left alone until " + time.instant().plus(granted).truncatedTo(ChronoUnit.SECONDS)
                + ", as the receiver asked for by Retry-After";
        LOG.info("endpoint={} is {}", endpoint, trouble);
    }

    /** Nothing passes a filter or format that failed: its event, and those not seen yet, wait and are shown to it again. */
    void prepared(Optional<PreparationException> failure) {
        if (failure.isEmpty()) {
            if (preparationFailures > 0 && !held) {
                preparationFailures = 0;
                trouble = "";
                LOG.info("endpoint={} filters and format work again", endpoint);
            }
            return;
        }
        if (held || target == null) {
            return;
        }
        held = true;
        preparationFailures++;
        String message = failure.get().getMessage();
        trouble = preparationFailures == 1 ? message : message + ", " + preparationFailures + " times in a row";
        if (preparationFailures == 1) {
            LOG.error("endpoint={} holds its events: {}", endpoint, trouble, failure.get());
        }
        Target at = target;
        after(target.settings().probes().get(preparationFailures, Courier::chance), () -> {
            if (target == at) {
                held = false;
            }
        });
    }

    // ---------------------------------------------------------------- sending

    private void pump() {
        pump(time.nanoTime());
    }

    /** @param now the time, which is asked for as seldom as can be: that is a visible part of what an attempt costs */
    private void pump(long now) {
        if (closed && busy == 0) {
            idle.complete(null);
        }
        if (target == null || onOff.isOff() || !ordered() || !agreement.isGiven(target)) {
            return;
        }
        long at = now;
        long wait = pacing.waitNanos(at);
        while (wait == 0) {
            Optional<Parcel> parcel = next();
            if (parcel.isEmpty()) {
                break;
            }
            send(parcel.get(), at);
            if (!pacing.isFull()) {
                at = time.nanoTime();
            }
            wait = pacing.waitNanos(at);
        }
        if (!held) {
            for (DeliveryLane lane : lanes) {
                lane.feed(target, wait <= 0, at);
            }
        }
        if (wait > 0) {
            alarm.in(wait);
        } else if (wait == 0) {
            for (DeliveryLane lane : lanes) {
                long due = lane.waitNanos(at);
                if (due > 0) {
                    alarm.in(due);
                }
            }
        }
    }

    /** Whether all is lined up as the target wants it; changes that once nothing is out of line. */
    private boolean ordered() {
        if (ordering == target.settings().ordering()) {
            return true;
        }
        if (busy > 0 || lanes.stream().anyMatch(DeliveryLane::isReading)) {
            return false;
        }
        ordering = target.settings().ordering();
        lanes.forEach(lane -> lane.order(ordering));
        return true;
    }

    private Optional<Parcel> next() {
        int count = lanes.size();
        // the endpoint's own lane begins but for every fourth time
        int first = count > 1 && ++turn % REPLAY_TURN == 0 ? 1 + turn / REPLAY_TURN % (count - 1) : 0;
        for (int i = 0; i < count; i++) {
            DeliveryLane lane = lanes.get((first + i) % count);
            List<Delivery> taken = lane.take(target);
            if (!taken.isEmpty()) {
                return Optional.of(new Parcel(lane, taken));
            }
        }
        return Optional.empty();
    }

    private void send(Parcel parcel, long began) {
        Target by = target;
        Instant now = time.instant();
        for (Delivery delivery : parcel.deliveries()) {
            delivery.begin();
        }
        busy++;
        pacing.began();
        inFlight = pacing.inFlight();
        Consumer<Outcome> done = outcome -> serial.execute(() -> ended(parcel, by, now, began, outcome));
        WebhookRequest request;
        try {
            request = by.request(parcel, now);
        } catch (PreparationException e) {
            done.accept(Outcome.local(e.getMessage()));
            return;
        }
        by.transport().send(request, done);
    }

    private void ended(Parcel parcel, Target by, Instant at, long began, Outcome told) {
        long now = time.nanoTime();
        Outcome outcome = told.kind().isTimeout() && stalls.stalledSince(began) ? told.stalled() : told;
        busy--;
        pacing.ended();
        inFlight = pacing.inFlight();
        metrics.attempted(outcome.kind(), now - began);
        parcel.deliveries().forEach(parcel.lane()::ended);
        EndedAttempt attempt = new EndedAttempt(parcel, by, at, began, now, outcome);
        if (outcome.delivered()) {
            attempts.add(attempt.record(false));
            if (pacing.succeeded(began, now, by.timeout())) {
                LOG.info("endpoint={} works again", endpoint);
            }
            outage = pacing.isOutage();
            if (!trouble.isEmpty() && !held && !outage) {
                trouble = "";
            }
            parcel.lane().delivered(parcel.deliveries());
        } else {
            trouble = outcome.toString();
            failedAttempts.failed(attempt);
            outage = pacing.isOutage();
        }
        pump(now);
    }

    private void hurry() {
        agreement.hurry();
        pacing.hurry(time.nanoTime());
        lanes.forEach(DeliveryLane::hurry);
        pump();
    }

    // ---------------------------------------------------------------- targets and suspension

    private void retarget() {
        target = wanted;
        retargetedAt = time.nanoTime();
        held = false;
        preparationFailures = 0;
        pacing.settings(target.settings(), time.nanoTime());
        agreement.retargeted(target);
        stopWaiting();
        onOff.retargeted(target);
        pump();
    }

    /** From any thread. */
    private CompletionStage<Void> suspend(Optional<Suspension> by) {
        serial.executeLater(() -> {
            onOff.set(by);
            pump();
        });
        return onOff.store(by);
    }

    private Optional<DeliveryLane> find(Lane lane) {
        return lanes.stream().filter(machinery -> machinery.lane() == lane).findFirst();
    }

    static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
