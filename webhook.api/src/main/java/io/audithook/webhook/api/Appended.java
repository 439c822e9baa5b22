/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;

/**
 * What became of a {@link NewEntry}.
 *
 * @param id the id of the entry
 * @param acceptedAt when it was accepted, for a repeated id the first time
 */
public record Appended(String id, Instant acceptedAt) {

    public Appended {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
    }
}
