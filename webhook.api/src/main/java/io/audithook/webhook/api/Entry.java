/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.Objects;

/**
 * An event as stored.
 *
 * @param position the place in the outbox, growing
 * @param id unique, time-ordered when made by the outbox, the same in all attempts
 * @param acceptedAt when it became part of the outbox
 * @param key the ordering key
 * @param json the event as one JSON object in UTF-8; shared by all endpoints, so it must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a message body: compared by nobody, copied never
public record Entry(long position, String id, Instant acceptedAt, String key, byte[] json) {

    public Entry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(json, "json");
    }
}
