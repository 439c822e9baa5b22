/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.Objects;
import java.util.Optional;

/**
 * An event to be stored.
 *
 * @param publisherId the publisher's own id, or empty for one made by the outbox
 * @param key the ordering key: entries of one key are delivered one after the other
 * @param json the event as one JSON object in UTF-8; neither copied nor changed
 */
@SuppressWarnings("ArrayRecordComponent") // a message body: compared by nobody, copied never
public record NewEntry(Optional<String> publisherId, String key, byte[] json) {

    public NewEntry {
        Objects.requireNonNull(publisherId, "publisherId");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(json, "json");
    }
}
