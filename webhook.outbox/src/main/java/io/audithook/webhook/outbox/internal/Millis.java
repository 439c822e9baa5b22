/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.time.Instant;

/** Instants as milliseconds since the epoch; those beyond what fits are as far away as can be. */
final class Millis {

    private static final Instant LEAST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant MOST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private Millis() {}

    static long of(Instant instant) {
        if (instant.isBefore(LEAST)) {
            return Long.MIN_VALUE;
        }
        return instant.isAfter(MOST) ? Long.MAX_VALUE : instant.toEpochMilli();
    }
}
