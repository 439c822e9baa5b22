/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Suspension;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What was said about a lane, and must be remembered.
 *
 * @param suspension why its owner does not deliver
 * @param retiredUntil when it is detached; empty if it is in use
 */
record Standing(Optional<Suspension> suspension, Optional<Instant> retiredUntil) {

    /** Of a lane about which nothing was said. */
    static final Standing ORDINARY = new Standing(Optional.empty(), Optional.empty());

    Standing {
        Objects.requireNonNull(suspension, "suspension");
        Objects.requireNonNull(retiredUntil, "retiredUntil");
    }

    Standing withSuspension(Optional<Suspension> newSuspension) {
        return new Standing(newSuspension, retiredUntil);
    }

    Standing retired(Optional<Instant> until) {
        return new Standing(suspension, until);
    }
}
