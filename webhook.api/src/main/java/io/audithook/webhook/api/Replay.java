/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.Objects;

/**
 * A replay that has not ended.
 *
 * @param id its id
 * @param endpoint where it delivers
 * @param range what it delivers
 * @param stats what has become of its entries so far
 */
public record Replay(String id, String endpoint, ReplayRange range, LaneStats stats) {

    public Replay {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(stats, "stats");
    }
}
