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
 * @param endpoint the endpoint that did not get it
 * @param entry the event
 * @param buriedAt when it was given up
 * @param reason why
 */
public record DeadLetter(String endpoint, Entry entry, Instant buriedAt, String reason) {

    public DeadLetter {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(buriedAt, "buriedAt");
        Objects.requireNonNull(reason, "reason");
    }
}
