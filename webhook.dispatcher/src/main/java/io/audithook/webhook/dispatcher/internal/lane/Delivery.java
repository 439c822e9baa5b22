/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Entry;
import java.time.Instant;

/** One event on its way to one endpoint. Touched only by its lane, one thread at a time. */
final class Delivery {

    /** The ordering of deliveries that wait for nobody. */
    private static final String NO_KEY = null;

    private final Entry entry;
    private byte[] body;
    private Target preparedFor;
    private boolean settled;
    private int attempts;
    private Instant firstAttempt;

    Delivery(Entry entry) {
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }

    /** The key whose deliveries go one at a time, or null. */
    String key(Ordering ordering) {
        return switch (ordering) {
            case KEY -> entry.key();
            case STRICT -> "";
            case NONE -> NO_KEY;
        };
    }

    /** Sets what the filters of the target made of the event; null if they dropped it. */
    void prepared(Target target, byte[] bytes) {
        preparedFor = target;
        body = bytes;
    }

    boolean isPreparedFor(Target target) {
        return preparedFor == target;
    }

    byte[] body() {
        return body;
    }

    void beginAttempt(Instant now) {
        attempts++;
        if (firstAttempt == null) {
            firstAttempt = now;
        }
    }

    int attempts() {
        return attempts;
    }

    Instant firstAttempt() {
        return firstAttempt;
    }

    void settle() {
        settled = true;
        body = null;
    }

    boolean isSettled() {
        return settled;
    }
}
