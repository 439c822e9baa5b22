/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How much an outbox holds.
 *
 * @param entries entries that are stored
 * @param bytes what they take, in bytes
 * @param limitBytes what they may take, in bytes
 * @param oldest when the oldest of them was accepted
 * @param quarantined damaged entries that were put aside, and those that are gone
 * @param trouble why nothing can be stored at the moment; empty if it can
 */
public record OutboxStats(
        long entries, long bytes, long limitBytes, Optional<Instant> oldest, long quarantined, String trouble) {

    public OutboxStats {
        Objects.requireNonNull(oldest, "oldest");
        Objects.requireNonNull(trouble, "trouble");
    }
}
