/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

import java.time.Instant;
import java.util.Objects;

/**
 * The trail's word that an event is durable.
 *
 * @param eventId the id of the event, the same in every delivery of it
 * @param acceptedAt when the event was accepted; of the first acceptance for an id recorded twice
 */
public record Receipt(String eventId, Instant acceptedAt) {

    public Receipt {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
    }
}
