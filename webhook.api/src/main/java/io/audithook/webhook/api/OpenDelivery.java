/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A delivery that has failed and will be tried again.
 *
 * @param eventId the id of the event
 * @param key the ordering key of the event
 * @param attempts the attempts it was charged with
 * @param nextAttempt when it is due and the endpoint may be sent to, as far as is known; not in the past
 * @param failures its latest failed attempts, the oldest first
 */
public record OpenDelivery(String eventId, String key, int attempts, Instant nextAttempt, List<Attempt> failures) {

    public OpenDelivery {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(nextAttempt, "nextAttempt");
        failures = List.copyOf(failures);
    }
}
