/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.time.Instant;

/**
 * A request that was made, and how it ended.
 *
 * @param parcel what was in it
 * @param by the target it was made for, which may be another by now
 * @param at when it began
 * @param began the same, in nanoseconds
 * @param ended when it ended, in nanoseconds
 */
record EndedAttempt(Parcel parcel, Target by, Instant at, long began, long ended, Outcome outcome) {

    /** @param charged whether its deliveries count it among their attempts */
    Attempt record(boolean charged) {
        Delivery first = parcel.first();
        return new Attempt(
                at,
                first.entry().id(),
                first.tries(),
                outcome.kind().label(),
                outcome.status(),
                outcome.phase().label(),
                (ended - began) / 1_000_000,
                charged,
                by.generation(),
                outcome.explanation());
    }
}
