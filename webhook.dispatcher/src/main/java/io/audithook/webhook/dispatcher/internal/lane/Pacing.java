/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * How fast an endpoint is sent to: breaker, adaptive concurrency, rate limits, and what the receiver asked for. Shared by
 * all lanes of the endpoint. Not thread-safe.
 */
final class Pacing {

    /** A success that took longer than this part of the time it had is a sign of too many at once. */
    private static final double SLOW = 0.5;

    private final Breaker breaker;
    private final ConcurrencyLimit limit = new ConcurrencyLimit();
    private final RateLimit rate = new RateLimit();

    /** What the receiver allows. */
    private final RateLimit allowed = new RateLimit();

    private DeliverySettings settings;
    private long notBefore;
    private boolean waits;
    private int inFlight;

    Pacing(DoubleSupplier chance) {
        this.breaker = new Breaker(chance);
    }

    /** Goes on by these settings. Who changed them may have mended what was wrong, so an outage is looked at at once. */
    void settings(DeliverySettings newSettings, long nowNanos) {
        settings = newSettings;
        limit.limits(newSettings.minConcurrency(), newSettings.maxConcurrency());
        rate.perSecond(newSettings.attemptsPerSecond(), nowNanos);
        breaker.probeNow(nowNanos);
    }

    /** The receiver takes not more than so many in a minute; 0 for any number. */
    void allowed(int perMinute, long nowNanos) {
        allowed.perMinute(perMinute, nowNanos);
    }

    int inFlight() {
        return inFlight;
    }

    int concurrency() {
        return limit.current();
    }

    boolean isOutage() {
        return breaker.isOpen();
    }

    /** Whether an attempt must end before another one may begin. */
    boolean isFull() {
        return inFlight >= limit.current();
    }

    /** How long until an attempt may begin, in nanoseconds; 0 for now, negative if another must end first. */
    long waitNanos(long nowNanos) {
        if (isFull()) {
            return -1;
        }
        long wait = breaker.waitNanos(nowNanos);
        if (wait < 0) {
            return wait;
        }
        if (waits) {
            if (notBefore - nowNanos > 0) {
                wait = Math.max(wait, notBefore - nowNanos);
            } else {
                waits = false;
            }
        }
        return Math.max(wait, Math.max(rate.waitNanos(nowNanos), allowed.waitNanos(nowNanos)));
    }

    void began() {
        inFlight++;
        breaker.began();
        rate.take();
        allowed.take();
    }

    /** Every attempt that began ends; what it means is told by one of the other methods. */
    void ended() {
        inFlight--;
    }

    /**
     * The receiver took the events.
     *
     * @return whether this ends an outage
     */
    boolean succeeded(long beganNanos, long nowNanos, Duration timeout) {
        boolean recovered = answered(beganNanos);
        if (nowNanos - beganNanos < timeout.toNanos() * SLOW) {
            limit.succeeded();
        }
        return recovered;
    }

    /**
     * The receiver refused an event, so it works.
     *
     * @return whether this ends an outage
     */
    boolean answered(long beganNanos) {
        boolean recovered = breaker.succeeded(beganNanos);
        if (recovered) {
            limit.restart();
        }
        return recovered;
    }

    /** An attempt ended and tells nothing about the receiver. */
    void undecided() {
        breaker.undecided();
    }

    /**
     * An attempt failed.
     *
     * @param innocent whether no event can be at fault
     * @return whether an outage has just begun
     */
    boolean failed(List<Delivery> deliveries, Outcome outcome, boolean innocent, long startedNanos, long nowNanos) {
        Duration floor = RetryPolicy.floor(outcome);
        if (outcome.retryAfter().isPresent()) {
            rest(floor, nowNanos);
        }
        switch (outcome.kind()) {
            case LOCAL, THROTTLED, SERVER_ERROR, UNAVAILABLE, TRY_AGAIN, TIMEOUT_SEND, TIMEOUT_HEADERS, TIMEOUT_BODY ->
                limit.congested(startedNanos, nowNanos);
            default -> {}
        }
        return breaker.failed(deliveries, innocent, settings, nowNanos);
    }

    /** The whole endpoint is to be left alone for so long. */
    void rest(Duration floor, long nowNanos) {
        long until = nowNanos + floor.toNanos();
        notBefore = waits ? Math.max(notBefore, until) : until;
        waits = true;
    }

    /** The endpoint may be asked again at once. */
    void hurry(long nowNanos) {
        waits = false;
        breaker.probeNow(nowNanos);
    }

    /** The deliveries that failed before it was clear that this is an outage. */
    Collection<Delivery> failedInARow() {
        return breaker.failedInARow();
    }

    /** How many failures there were in a row. */
    int row() {
        return breaker.row();
    }

    /** A delivery is given up. */
    void forget(Delivery delivery) {
        breaker.forget(delivery);
    }
}
