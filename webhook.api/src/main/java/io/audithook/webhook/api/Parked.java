/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.Objects;

/**
 * A delivery that is put aside.
 *
 * @param position the position of its entry
 * @param id the id of its event
 * @param key the ordering key of its event
 * @param state its attempts so far and when it is due
 */
public record Parked(long position, String id, String key, RetryState state) {

    public Parked {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(state, "state");
    }
}
