/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;

/**
 * Why something does not work at the moment.
 *
 * @param reason for people
 * @param since when it began; it goes on when only the reason becomes another one
 */
public record Trouble(String reason, Instant since) {

    public Trouble {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
    }
}
