/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;

/**
 * A delivery that was given up.
 *
 * @param endpoint the endpoint it was for
 * @param entry what was to be delivered
 * @param buriedAt when it was given up
 * @param reason why, for people
 * @param history its attempts, in the form the owner of the lane gave them
 */
public record DeadLetter(String endpoint, Entry entry, Instant buriedAt, String reason, String history) {

    public DeadLetter {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(buriedAt, "buriedAt");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(history, "history");
    }
}
