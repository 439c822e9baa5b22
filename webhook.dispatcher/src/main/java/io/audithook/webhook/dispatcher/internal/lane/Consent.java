/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Whether a receiver may be delivered to, and when it is to be asked. One for each target. Not thread-safe. */
final class Consent {

    private boolean asking;
    private boolean given;
    private long until;
    private int refusals;
    private boolean waits;
    private long notBefore;

    boolean isGiven(long nowNanos) {
        return given && until - nowNanos > 0;
    }

    /** How long until the receiver is to be asked, in nanoseconds; 0 for now, negative if it is being asked. */
    long waitNanos(long nowNanos) {
        if (asking) {
            return -1;
        }
        return waits ? Math.max(0, notBefore - nowNanos) : 0;
    }

    /** The receiver is being asked. */
    void asking() {
        asking = true;
    }

    /** It agreed. */
    void given(Duration validity, long nowNanos) {
        asking = false;
        waits = false;
        refusals = 0;
        given = true;
        until = nowNanos + validity.toNanos();
    }

    /** It did not agree, or was not reached. */
    void withheld(Outcome outcome, Delays delays, DoubleSupplier chance, long nowNanos) {
        asking = false;
        given = false;
        refusals++;
        waits = true;
        notBefore = nowNanos
                + Math.max(
                        delays.get(refusals, chance).toNanos(),
                        RetryPolicy.floor(outcome).toNanos());
    }

    /** It may be asked again at once. */
    void hurry() {
        waits = false;
        refusals = 0;
    }
}
