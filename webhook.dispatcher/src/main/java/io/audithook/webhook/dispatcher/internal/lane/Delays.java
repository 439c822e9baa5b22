/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Delays, one after the other.
 *
 * @param list the delays, in their order; none negative
 * @param jitter the most that chance adds, as a part of the delay: 0.2 makes 10 s to 10 to 12 s. Nothing is ever taken away
 */
public record Delays(List<Duration> list, double jitter) {

    public Delays {
        list = List.copyOf(list);
        if (list.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("delays must not be negative: " + list);
        }
        if (!(jitter >= 0 && jitter <= 10)) {
            throw new IllegalArgumentException("jitter=" + jitter + " must be 0 to 10");
        }
    }

    int size() {
        return list.size();
    }

    /**
     * The n-th delay with a jitter; beyond the end the last one again.
     *
     * @param n from 1
     * @param chance gives numbers from 0 to below 1
     */
    Duration get(int n, DoubleSupplier chance) {
        return list.isEmpty() ? Duration.ZERO : jittered(list.get(Math.min(Math.max(n, 1), list.size()) - 1), chance);
    }

    Duration jittered(Duration delay, DoubleSupplier chance) {
        return delay.plusMillis((long) (delay.toMillis() * jitter * chance.getAsDouble()));
    }
}
