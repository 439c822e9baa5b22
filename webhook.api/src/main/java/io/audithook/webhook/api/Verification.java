/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import java.util.Map;

/**
 * What a look at every entry has found.
 *
 * @param entries how many entries were read
 * @param lanes per endpoint, counted anew from what is stored
 * @param problems what is not as it must be, in words; empty if all is well
 */
public record Verification(long entries, Map<String, LaneStats> lanes, List<String> problems) {

    public Verification {
        lanes = Map.copyOf(lanes);
        problems = List.copyOf(problems);
    }

    /** Whether nothing is missing and nothing is damaged. */
    public boolean isSound() {
        return problems.isEmpty();
    }
}
