/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.api.RetryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One entry on its way to one endpoint. Equal to another for the same entry of the same lane. Not thread-safe. */
final class Delivery {

    private static final String NO_KEY = null;

    /** How many of its failures are remembered. */
    private static final int REMEMBERED = 10;

    private final DeliveryLane lane;
    private final Entry entry;
    private final boolean aside;
    private Payload payload;
    private Target preparedFor;
    private boolean settled;
    private boolean alone;
    private int attempts;
    private int tries;
    private Instant firstAttempt = Instant.EPOCH;
    private List<Attempt> failures = List.of();
    private Instant rest = Instant.EPOCH;

    /** A new one. */
    Delivery(DeliveryLane lane, Entry entry) {
        this.lane = lane;
        this.entry = entry;
        this.aside = false;
    }

    /** One that was put aside. */
    Delivery(DeliveryLane lane, Entry entry, RetryState state) {
        this.lane = lane;
        this.entry = entry;
        this.aside = true;
        this.attempts = state.attempts();
        this.tries = state.attempts();
        this.firstAttempt = state.firstAttempt();
        this.failures = History.parse(state.history());
        this.rest = History.rest(state.history());
    }

    DeliveryLane lane() {
        return lane;
    }

    Entry entry() {
        return entry;
    }

    long position() {
        return entry.position();
    }

    /** Whether it is kept aside in the outbox, and not in the window. */
    boolean isAside() {
        return aside;
    }

    /** The key whose deliveries go one at a time, or null. */
    String key(Ordering ordering) {
        return key(ordering, entry.key());
    }

    static String key(Ordering ordering, Parked parked) {
        return key(ordering, parked.key());
    }

    private static String key(Ordering ordering, String key) {
        return switch (ordering) {
            case KEY -> key;
            case STRICT -> "";
            case NONE -> NO_KEY;
        };
    }

    /** Sets what the filters and the format of the target made of the event; null if they dropped it. */
    void prepared(Target target, Payload made) {
        preparedFor = target;
        payload = made;
    }

    boolean isPreparedFor(Target target) {
        return preparedFor == target;
    }

    Payload payload() {
        return payload;
    }

    /** From now on it shares a request with no other. */
    void separate() {
        alone = true;
    }

    boolean isAlone() {
        return alone;
    }

    /** An attempt begins. */
    void begin() {
        tries++;
    }

    /** The attempts that began since it was taken up, those that were charged to nobody too. */
    int tries() {
        return tries;
    }

    /** A failed attempt is charged to it. */
    void charge(Attempt failure) {
        attempts++;
        if (attempts == 1) {
            firstAttempt = failure.at();
        }
        remember(failure);
    }

    /**
     * Keeps in mind until when the receiver wants no request at all; {@link Instant#EPOCH} if it does not say.
     * It is known after a restart from what is put aside.
     */
    void rest(Instant until) {
        rest = until;
    }

    /** Takes a charge back. */
    void uncharge() {
        attempts = Math.max(0, attempts - 1);
    }

    /** Takes note of a failure. */
    void remember(Attempt failure) {
        List<Attempt> all = new ArrayList<>(failures.size() + 1);
        all.addAll(failures.subList(Math.max(0, failures.size() - REMEMBERED + 1), failures.size()));
        all.add(failure);
        failures = all;
    }

    /** The attempts it was charged with. */
    int attempts() {
        return attempts;
    }

    /** When the first of them began. */
    Instant firstAttempt() {
        return firstAttempt;
    }

    List<Attempt> failures() {
        return failures;
    }

    /** What is to be known of it after a restart. */
    RetryState state(Instant notBefore) {
        return new RetryState(attempts, firstAttempt, notBefore, History.format(failures, rest));
    }

    /** The same with what it is of. */
    Parked parked(RetryState state) {
        return new Parked(entry.position(), entry.id(), entry.key(), state);
    }

    void settle() {
        settled = true;
        payload = null;
    }

    boolean isSettled() {
        return settled;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Delivery delivery && delivery.lane == lane && delivery.position() == position();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(position());
    }
}
