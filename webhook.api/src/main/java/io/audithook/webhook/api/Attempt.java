/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;

/**
 * One exchange with a receiver, or the try at one.
 *
 * @param at when it began
 * @param eventId the id of the event; of the first, if there were several in one request
 * @param number the how manieth of its delivery since the delivery was last taken up, from 1
 * @param outcome the stable name of how it ended, such as {@code delivered}, {@code throttled} or {@code tls-expired}
 * @param status the HTTP status, 0 if none came
 * @param phase how far it came: {@code connect}, {@code send}, {@code headers} or {@code body}
 * @param millis how long it took, in milliseconds
 * @param charged whether it counts as one of the attempts that the delivery has
 * @param generation which of the endpoint's configurations it was made under, from 1, since this process started
 * @param detail for people; may be empty
 */
public record Attempt(
        Instant at,
        String eventId,
        int number,
        String outcome,
        int status,
        String phase,
        long millis,
        boolean charged,
        long generation,
        String detail) {

    public Attempt {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(detail, "detail");
    }
}
