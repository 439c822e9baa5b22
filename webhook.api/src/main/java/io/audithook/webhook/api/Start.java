/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * Where a new endpoint starts: with the first entry accepted after this instant.
 *
 * @param after {@link Instant#MIN} for the earliest entry there is, {@link Instant#MAX} for the end of the
 *     outbox at the time of the call
 */
public record Start(Instant after) {

    /** At the end: only what is accepted from now on. */
    public static final Start NOW = new Start(Instant.MAX);

    /** At the beginning: everything the outbox still has. */
    public static final Start EARLIEST = new Start(Instant.MIN);

    public Start {
        Objects.requireNonNull(after, "after");
    }

    /**
     * Reads {@code now}, {@code earliest} or an ISO 8601 instant.
     *
     * @throws IllegalArgumentException naming the value and the rule
     */
    public static Start parse(String text) {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "now" -> NOW;
            case "earliest" -> EARLIEST;
            default -> {
                try {
                    yield new Start(Instant.parse(text.trim()));
                } catch (DateTimeException e) {
                    throw new IllegalArgumentException(
                            "\"" + text + "\" must be now, earliest, or an instant such as 2026-01-31T08:00:00Z", e);
                }
            }
        };
    }
}
