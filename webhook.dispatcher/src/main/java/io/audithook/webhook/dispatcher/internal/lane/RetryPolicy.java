/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When to try again: exponential back-off with an upper limit, for a limited time. A value: it holds no
 * state, no clock and no thread.
 *
 * @param initial the delay after the first failed attempt; positive
 * @param multiplier how much longer each further delay is; at least 1
 * @param max the longest delay; at least {@code initial}
 * @param giveUpAfter how long after the first attempt no further one is made; positive
 */
public record RetryPolicy(Duration initial, double multiplier, Duration max, Duration giveUpAfter) {

    public RetryPolicy {
        Objects.requireNonNull(initial, "initial");
        Objects.requireNonNull(max, "max");
        Objects.requireNonNull(giveUpAfter, "giveUpAfter");
        require(initial.compareTo(Duration.ZERO) > 0, "retry.initial=" + initial.toMillis() + " ms must be positive");
        require(multiplier >= 1 && multiplier <= 100, "retry.multiplier=" + multiplier + " must be 1 to 100");
        require(
                max.compareTo(initial) >= 0,
                "retry.max=" + max.toMillis() + " ms must not be less than retry.initial=" + initial.toMillis()
                        + " ms");
        require(
                giveUpAfter.compareTo(Duration.ZERO) > 0,
                "retry.giveUpAfter=" + giveUpAfter.toMillis() + " ms must be positive");
    }

    /**
     * The delay before the next attempt.
     *
     * @param failed the number of failed attempts so far, at least 1
     * @param sinceFirst the time since the first attempt
     * @return empty when it is time to give up: the next attempt would come after {@code giveUpAfter}
     */
    public Optional<Duration> delay(int failed, Duration sinceFirst) {
        double millis = initial.toMillis() * Math.pow(multiplier, failed - 1);
        Duration delay = millis < max.toMillis() ? Duration.ofMillis((long) millis) : max;
        return sinceFirst.plus(delay).compareTo(giveUpAfter) > 0 ? Optional.empty() : Optional.of(delay);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
