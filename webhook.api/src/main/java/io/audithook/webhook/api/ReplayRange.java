/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * Which entries are delivered once more.
 *
 * @param from accepted at or after this time
 * @param to accepted before this time; later than {@code from}
 * @param keys with one of these ordering keys; empty for any
 */
public record ReplayRange(Instant from, Instant to, Set<String> keys) {

    public ReplayRange {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        keys = Set.copyOf(keys);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from=" + from + " must be before to=" + to);
        }
    }
}
