/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * Selects dead letters.
 *
 * @param ids the ids of their events; empty for any
 * @param from buried at or after this time
 * @param to buried before this time; later than {@code from}
 */
public record Selection(Set<String> ids, Instant from, Instant to) {

    /** All. */
    public static final Selection ALL = new Selection(Set.of(), Instant.MIN, Instant.MAX);

    public Selection {
        ids = Set.copyOf(ids);
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from=" + from + " must be before to=" + to);
        }
    }

    /** Those of these events. */
    public static Selection ids(Set<String> ids) {
        return new Selection(ids, Instant.MIN, Instant.MAX);
    }
}
