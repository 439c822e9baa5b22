/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;

/**
 * Why an endpoint does not deliver until told otherwise.
 *
 * @param cause who or what said so
 * @param detail for people; with {@link Cause#GONE}, the URL that answered so
 * @param since when it began
 */
public record Suspension(Cause cause, String detail, Instant since) {

    public Suspension {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(since, "since");
    }

    /** Who or what said so. */
    public enum Cause {
        /** An operator. */
        PAUSED,
        /** The receiver, by status 410. */
        GONE
    }
}
