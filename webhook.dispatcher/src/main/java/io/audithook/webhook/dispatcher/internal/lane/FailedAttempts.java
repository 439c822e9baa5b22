/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.dispatcher.internal.http.Blame;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a failure means ({@link Blame}): a refused event is tried again on a schedule of its own and then given up.
 * When the receiver fails, the delivery is charged with an attempt and put aside until its next one; but if so many
 * fail in a row, it is an outage: the charges are taken back, all wait, and one attempt at a time asks whether it is
 * over. Where no event can be at fault (the receiver cannot be reached, the proxy refuses, we stood still), nothing is
 * charged at all.
 *
 * <p>Belongs to a {@link Courier}, inside whose serial executor it is used.
 */
final class FailedAttempts {

    private static final Logger LOG = LoggerFactory.getLogger(FailedAttempts.class);

    private final String endpoint;
    private final Courier courier;
    private final Pacing pacing;
    private final AttemptLog attempts;
    private final Switch onOff;

    /** Failures that are charged to events, as the log tells them. */
    private final Onset failures = new Onset();

    private final Reasons outageReasons = new Reasons();

    FailedAttempts(String endpoint, Courier courier, Pacing pacing, AttemptLog attempts, Switch onOff) {
        this.endpoint = endpoint;
        this.courier = courier;
        this.pacing = pacing;
        this.attempts = attempts;
        this.onOff = onOff;
    }

    /** Has its deliveries go again, wait, be put aside or be given up. */
    void failed(EndedAttempt attempt) {
        Outcome outcome = attempt.outcome();
        switch (outcome.blame()) {
            case EVENT -> refused(attempt);
            case WAY -> notReached(attempt);
            case OURS -> {
                if (outcome.kind() == Outcome.Kind.LOCAL_STALL) {
                    pacing.undecided();
                    again(attempt);
                } else {
                    notReached(attempt);
                }
            }
            case NOBODY, SETUP, RECEIVER -> {
                if (outcome.kind() == Outcome.Kind.GONE) {
                    pacing.undecided();
                    again(attempt);
                    onOff.gone(attempt.by());
                } else {
                    receiverFailed(attempt);
                }
            }
        }
    }

    /** The receiver works, and does not want this event. */
    private void refused(EndedAttempt attempt) {
        if (pacing.answered(attempt.began())) {
            LOG.info("endpoint={} works again", endpoint);
        }
        Parcel parcel = attempt.parcel();
        if (parcel.deliveries().size() == 1) {
            retry(attempt);
        } else {
            // one of them spoils it for all
            attempts.add(attempt.record(false));
            parcel.lane().separate(parcel.deliveries());
        }
    }

    private void notReached(EndedAttempt attempt) {
        if (isOutage(attempt, true)) {
            again(attempt);
        } else {
            if (failures.begins(courier.nanoTime())) {
                LOG.warn("endpoint={} cannot be reached, trying again: {}", endpoint, attempt.outcome());
            }
            note(attempt);
            Delays probes = courier.settings(attempt.by()).probes();
            attempt.parcel().lane().again(attempt.parcel().deliveries(), probes.get(pacing.row(), Courier::chance));
        }
    }

    private void receiverFailed(EndedAttempt attempt) {
        if (isOutage(attempt, false)) {
            Instant rest = rest(attempt.outcome());
            if (rest.equals(Instant.EPOCH)) {
                again(attempt);
            } else {
                note(attempt);
                attempt.parcel().lane().again(attempt.parcel().deliveries(), rest);
            }
        } else {
            retry(attempt);
        }
    }

    /** Until when the receiver asks for the whole endpoint to be left alone; {@link Instant#EPOCH} if it does not. */
    private Instant rest(Outcome outcome) {
        return outcome.retryAfter()
                .map(RetryPolicy::granted)
                .filter(wish -> !wish.isZero())
                .map(wish -> courier.instant().plus(wish))
                .orElse(Instant.EPOCH);
    }

    /** Nothing is charged, and they may go again. */
    private void again(EndedAttempt attempt) {
        note(attempt);
        attempt.parcel().lane().again(attempt.parcel().deliveries());
    }

    private void note(EndedAttempt attempt) {
        Attempt free = attempt.record(false);
        attempts.add(free);
        for (Delivery delivery : attempt.parcel().deliveries()) {
            delivery.remember(free);
            LOG.debug(
                    "endpoint={} delivery={} failed, charged to nobody: {} {}",
                    endpoint,
                    delivery.entry().id(),
                    free.outcome(),
                    free.detail());
        }
    }

    private void retry(EndedAttempt attempt) {
        Parcel parcel = attempt.parcel();
        Outcome outcome = attempt.outcome();
        Attempt charged = attempt.record(true);
        attempts.add(charged);
        Instant rest = rest(outcome);
        parcel.deliveries().forEach(delivery -> {
            delivery.charge(charged);
            delivery.rest(rest);
        });
        Delivery first = parcel.first();
        if (failures.begins(courier.nanoTime()) && first.attempts() == 1) {
            LOG.warn("endpoint={} delivery={} failed, trying again: {}", endpoint, charged.eventId(), outcome);
        } else {
            LOG.debug("endpoint={} delivery={} failed, trying again: {}", endpoint, charged.eventId(), outcome);
        }
        Optional<Duration> delay = courier.settings(attempt.by())
                .retry()
                .delay(
                        first.attempts(),
                        outcome,
                        Duration.between(first.firstAttempt(), courier.instant()),
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
    private boolean isOutage(EndedAttempt attempt, boolean innocent) {
        Outcome outcome = attempt.outcome();
        long now = courier.nanoTime();
        if (pacing.failed(attempt.parcel().deliveries(), outcome, innocent, attempt.began(), now)) {
            outageReasons.begin(outcome.kind(), now);
            LOG.error(
                    "endpoint={} cannot be delivered to, its events wait: {} in a row failed, the last one: {}",
                    endpoint,
                    pacing.row(),
                    outcome);
            pacing.failedInARow().forEach(delivery -> delivery.lane().uncharge(delivery));
            courier.stopWaiting();
        } else if (pacing.isOutage() && outageReasons.change(outcome.kind(), attempt.began(), now)) {
            LOG.warn("endpoint={} still cannot be delivered to, now for another reason: {}", endpoint, outcome);
        }
        return pacing.isOutage();
    }
}
