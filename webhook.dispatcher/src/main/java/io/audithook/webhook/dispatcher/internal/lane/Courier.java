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
import io.audithook.webhook.dispatcher.internal.http.Blame;
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
 * The running machinery of one endpoint: sends what its lanes give out, as fast as {@link Pacing} allows, and decides
 * what a failure means. The endpoint's own {@link DeliveryLane} and those of its replays share it.
 *
 * <p><b>What a failure means</b> ({@link Blame}): a refused event is tried again on a schedule of its own and then given up.
 * When the receiver fails, the delivery is charged with an attempt and put aside until its next one; but if so many
 * fail in a row, it is an outage: the charges are taken back, all wait, and one attempt at a time asks whether it is
 * over. Where no event can be at fault (the receiver cannot be reached, the proxy refuses, we stood still), nothing is
 * charged at all.
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
    private Optional<Suspension> suspension = Optional.empty();
    private boolean closed;

    /** Deliveries that are neither in a lane's line nor waiting: attempts, preparations, what is being stored. */
    private int busy;

    private boolean held;
    private int preparationFailures;

    /** That of the receiver of the target. */
    private Consent consent = new Consent();

    private int turn;

    /** Failures that are charged to events, as the log tells them. */
    private final Onset failures = new Onset();

    private final Reasons outageReasons = new Reasons();
    private final Reasons consentReasons = new Reasons();

    // For others to see

    private volatile String trouble = "";

    /** Why the receiver is not delivered to, if it must agree and does not. */
    private volatile String withheld = "";

    private volatile boolean outage;
    private volatile int inFlight;
    private volatile Optional<Suspension> shownSuspension = Optional.empty();
    private volatile Optional<Lane> own = Optional.empty();

    Courier(String endpoint, Executor pool, Timekeeper time, StallWatch stalls, FilterWatch filters) {
        this.endpoint = endpoint;
        this.pool = pool;
        this.time = time;
        this.stalls = stalls;
        this.filters = filters;
        this.serial = new SerialExecutor(pool);
        this.retargetedAt = time.nanoTime() - CALM.toNanos();
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
                suspended(lane.suspension());
                resumeAtNewUrl();
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
        String noConsent = withheld;
        boolean agreed = noConsent.isEmpty();
        String known = agreed ? trouble : noConsent;
        return new CourierStatus(
                own.map(count),
                inFlight,
                outage || !agreed,
                shownSuspension,
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

    // ---------------------------------------------------------------- for the lanes, inside serial

    void onPool(Runnable task) {
        pool.execute(task);
    }

    FilterWatch.Visit visitFilters() {
        return filters.visit(endpoint, metrics.filters());
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
        if (closed && busy == 0) {
            idle.complete(null);
        }
        if (target == null || suspension.isPresent() || !ordered() || !agreed()) {
            return;
        }
        long wait = pacing.waitNanos(time.nanoTime());
        while (wait == 0) {
            Optional<Parcel> parcel = next();
            if (parcel.isEmpty()) {
                break;
            }
            send(parcel.get());
            wait = pacing.waitNanos(time.nanoTime());
        }
        if (!held) {
            for (DeliveryLane lane : lanes) {
                lane.feed(target, wait <= 0);
            }
        }
        if (wait > 0) {
            alarm.in(wait);
        } else if (wait == 0) {
            for (DeliveryLane lane : lanes) {
                long due = lane.waitNanos();
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

    private void send(Parcel parcel) {
        Target by = target;
        Instant now = time.instant();
        long began = time.nanoTime();
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
        long millis = (now - began) / 1_000_000;
        if (outcome.delivered()) {
            attempts.add(attempt(parcel, by, at, millis, false, outcome));
            if (pacing.succeeded(began, now, by.timeout())) {
                LOG.info("endpoint={} works again", endpoint);
            }
            outage = pacing.isOutage();
            if (!trouble.isEmpty() && !held && !outage) {
                trouble = "";
            }
            parcel.lane().delivered(parcel.deliveries());
        } else {
            failed(parcel, by, outcome, began, charged -> attempt(parcel, by, at, millis, charged, outcome));
        }
        pump();
    }

    private static Attempt attempt(
            Parcel parcel, Target by, Instant at, long millis, boolean charged, Outcome outcome) {
        Delivery delivery = parcel.first();
        return new Attempt(
                at,
                delivery.entry().id(),
                delivery.tries(),
                outcome.kind().label(),
                outcome.status(),
                outcome.phase().label(),
                millis,
                charged,
                by.generation(),
                outcome.explanation());
    }

    // ---------------------------------------------------------------- consent

    /** Whether the receiver agrees to be delivered to, where it is to be asked; asks it when it is time. */
    private boolean agreed() {
        Optional<Handshake> handshake = target.settings().handshake();
        long now = time.nanoTime();
        if (handshake.isEmpty() || consent.isGiven(now)) {
            return true;
        }
        long wait = consent.waitNanos(now);
        if (wait == 0) {
            ask(handshake.get());
        } else if (wait > 0) {
            alarm.in(wait);
        }
        return false;
    }

    private void ask(Handshake handshake) {
        Target by = target;
        Consent asked = consent;
        HandshakeAnswer answer = new HandshakeAnswer(handshake);
        asked.asking();
        busy++;
        long began = time.nanoTime();
        by.transport()
                .send(
                        by.request(handshake, answer),
                        outcome -> serial.execute(() -> {
                            busy--;
                            if (asked == consent) {
                                answered(by, handshake, answer, began, answer.outcome(outcome));
                            }
                            pump();
                        }));
    }

    private void answered(Target by, Handshake handshake, HandshakeAnswer answer, long began, Outcome outcome) {
        long now = time.nanoTime();
        if (outcome.delivered()) {
            consent.given(handshake.validity(), now);
            pacing.allowed(answer.perMinute(), now);
            if (!withheld.isEmpty()) {
                withheld = "";
                LOG.info("endpoint={} gives its consent to deliver", endpoint);
            }
            return;
        }
        consent.withheld(outcome, settings(by).probes(), Courier::chance, now);
        if (withheld.isEmpty()) {
            consentReasons.begin(outcome.kind(), now);
            LOG.error("endpoint={} gives no consent to deliver, its events wait: {}", endpoint, outcome);
        } else if (consentReasons.change(outcome.kind(), began, now)) {
            LOG.warn("endpoint={} still gives no consent to deliver, now for another reason: {}", endpoint, outcome);
        }
        withheld = outcome.toString();
    }

    // ---------------------------------------------------------------- what a failure means

    private void failed(Parcel parcel, Target by, Outcome outcome, long began, Function<Boolean, Attempt> attempt) {
        trouble = outcome.toString();
        switch (outcome.blame()) {
            case EVENT -> refused(parcel, by, outcome, began, attempt);
            case WAY -> notReached(parcel, by, outcome, began, attempt.apply(false));
            case OURS -> {
                if (outcome.kind() == Outcome.Kind.LOCAL_STALL) {
                    pacing.undecided();
                    again(parcel, attempt.apply(false));
                } else {
                    notReached(parcel, by, outcome, began, attempt.apply(false));
                }
            }
            case NOBODY, SETUP, RECEIVER -> {
                if (outcome.kind() == Outcome.Kind.GONE) {
                    pacing.undecided();
                    again(parcel, attempt.apply(false));
                    gone(by);
                } else {
                    receiverFailed(parcel, by, outcome, began, attempt);
                }
            }
        }
    }

    /** The receiver works, and does not want this event. */
    private void refused(Parcel parcel, Target by, Outcome outcome, long began, Function<Boolean, Attempt> attempt) {
        if (pacing.answered(began)) {
            outage = false;
            LOG.info("endpoint={} works again", endpoint);
        }
        if (parcel.deliveries().size() == 1) {
            retry(parcel, by, outcome, attempt.apply(true));
        } else {
            // one of them spoils it for all
            attempts.add(attempt.apply(false));
            parcel.lane().separate(parcel.deliveries());
        }
    }

    private void notReached(Parcel parcel, Target by, Outcome outcome, long began, Attempt attempt) {
        if (isOutage(parcel, outcome, true, began)) {
            again(parcel, attempt);
        } else {
            if (failures.begins(time.nanoTime())) {
                LOG.warn("endpoint={} cannot be reached, trying again: {}", endpoint, outcome);
            }
            note(parcel, attempt);
            parcel.lane().again(parcel.deliveries(), settings(by).probes().get(pacing.row(), Courier::chance));
        }
    }

    private void receiverFailed(
            Parcel parcel, Target by, Outcome outcome, long began, Function<Boolean, Attempt> attempt) {
        if (isOutage(parcel, outcome, false, began)) {
            Instant rest = rest(outcome);
            if (rest.equals(Instant.EPOCH)) {
                again(parcel, attempt.apply(false));
            } else {
                note(parcel, attempt.apply(false));
                parcel.lane().again(parcel.deliveries(), rest);
            }
        } else {
            retry(parcel, by, outcome, attempt.apply(true));
        }
    }

    /** Until when the receiver asks for the whole endpoint to be left alone; {@link Instant#EPOCH} if it does not. */
    private Instant rest(Outcome outcome) {
        return outcome.retryAfter()
                .map(RetryPolicy::granted)
                .filter(wish -> !wish.isZero())
                .map(wish -> time.instant().plus(wish))
                .orElse(Instant.EPOCH);
    }

    /** Nothing is charged, and they may go again. */
    private void again(Parcel parcel, Attempt attempt) {
        note(parcel, attempt);
        parcel.lane().again(parcel.deliveries());
    }

    private void note(Parcel parcel, Attempt attempt) {
        attempts.add(attempt);
        for (Delivery delivery : parcel.deliveries()) {
            delivery.remember(attempt);
            LOG.debug(
                    "endpoint={} delivery={} failed, charged to nobody: {} {}",
                    endpoint,
                    delivery.entry().id(),
                    attempt.outcome(),
                    attempt.detail());
        }
    }

    private void retry(Parcel parcel, Target by, Outcome outcome, Attempt attempt) {
        DeliverySettings settings = settings(by);
        attempts.add(attempt);
        Instant rest = rest(outcome);
        parcel.deliveries().forEach(delivery -> {
            delivery.charge(attempt);
            delivery.rest(rest);
        });
        Delivery first = parcel.first();
        if (failures.begins(time.nanoTime()) && first.attempts() == 1) {
            LOG.warn("endpoint={} delivery={} failed, trying again: {}", endpoint, attempt.eventId(), outcome);
        } else {
            LOG.debug("endpoint={} delivery={} failed, trying again: {}", endpoint, attempt.eventId(), outcome);
        }
        Optional<Duration> delay = settings.retry()
                .delay(
                        first.attempts(),
                        outcome,
                        Duration.between(first.firstAttempt(), time.instant()),
                        Courier::chance);
        if (delay.isPresent()) {
            parcel.lane().retry(parcel.deliveries(), delay.get());
        } else if (parcel.deliveries().size() > 1) {
            // each has its own end
            parcel.lane().separate(parcel.deliveries());
        } else {
            pacing.forget(first);
            if (!rest.equals(Instant.EPOCH)) {
                parcel.lane().rest(rest);
            }
            parcel.lane().bury(first, "given up after " + first.attempts() + " attempts; the last one: " + outcome);
        }
    }

    /**
     * Counts a failure.
     *
     * @param innocent whether no event can be at fault
     * @return whether it is one of an outage
     */
    private boolean isOutage(Parcel parcel, Outcome outcome, boolean innocent, long began) {
        long now = time.nanoTime();
        if (pacing.failed(parcel.deliveries(), outcome, innocent, began, now)) {
            outageReasons.begin(outcome.kind(), now);
            outageBegins(outcome);
        } else if (pacing.isOutage() && outageReasons.change(outcome.kind(), began, now)) {
            LOG.warn("endpoint={} still cannot be delivered to, now for another reason: {}", endpoint, outcome);
        }
        return pacing.isOutage();
    }

    private void outageBegins(Outcome outcome) {
        outage = true;
        LOG.error(
                "endpoint={} cannot be delivered to, its events wait: {} in a row failed, the last one: {}",
                endpoint,
                pacing.row(),
                outcome);
        pacing.failedInARow().forEach(delivery -> delivery.lane().uncharge(delivery));
        lanes.forEach(DeliveryLane::stopWaiting);
    }

    private void gone(Target by) {
        if (suspension.isEmpty()) {
            LOG.error("endpoint={} answered with status 410 and is switched off; its events wait", endpoint);
            suspended(Optional.of(new Suspension(Suspension.Cause.GONE, by.displayUrl(), time.instant())));
            watch(store(suspension));
        }
    }

    private void hurry() {
        consent.hurry();
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
        consent = new Consent();
        withheld = "";
        pacing.settings(target.settings(), time.nanoTime());
        if (target.settings().handshake().isEmpty()) {
            pacing.allowed(0, time.nanoTime());
        }
        lanes.forEach(DeliveryLane::stopWaiting);
        resumeAtNewUrl();
        pump();
    }

    /** What was gone was another URL. */
    private void resumeAtNewUrl() {
        boolean other = target != null
                && suspension
                        .filter(found -> found.cause() == Suspension.Cause.GONE)
                        .filter(found -> !found.detail().equals(target.displayUrl()))
                        .isPresent();
        if (other) {
            LOG.info("endpoint={} has another URL and is switched on again", endpoint);
            suspended(Optional.empty());
            watch(store(suspension));
        }
    }

    /** From any thread. */
    private CompletionStage<Void> suspend(Optional<Suspension> by) {
        serial.executeLater(() -> {
            suspended(by);
            pump();
        });
        return store(by);
    }

    private CompletionStage<Void> store(Optional<Suspension> by) {
        return own.map(lane -> lane.suspend(by))
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new IllegalStateException("endpoint " + endpoint + " has no lane yet")));
    }

    private void suspended(Optional<Suspension> by) {
        suspension = by;
        shownSuspension = by;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is logged
    private void watch(CompletionStage<Void> durable) {
        durable.whenComplete((ok, failure) -> {
            if (failure != null) {
                LOG.warn("endpoint={} may be switched on or off again by a restart: {}", endpoint, failure.toString());
            }
        });
    }

    private Optional<DeliveryLane> find(Lane lane) {
        return lanes.stream().filter(machinery -> machinery.lane() == lane).findFirst();
    }

    private DeliverySettings settings(Target by) {
        return target == null ? by.settings() : target.settings();
    }

    private static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
