/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * When a delivery is tried again, and when it is given up: a value.
 *
 * @param delays the delays before the second, third, ... attempt
 * @param refusedDelays the same for an event that the receiver refuses
 * @param refused the statuses by which it does
 * @param giveUpAfter how long after the first attempt no further one begins; the last of the delays comes again and
 *     again until then. Empty: after the last of the delays the delivery is given up
 */
public record RetryPolicy(Delays delays, Delays refusedDelays, Set<Integer> refused, Optional<Duration> giveUpAfter) {

    /**
     * As Standard Webhooks 1.0.0 ("Deliverability and reliability") suggests: ten attempts over some three days. A refused
     * event has three, within an hour or a little more.
     */
    public static final RetryPolicy STANDARD = new RetryPolicy(
            new Delays(
                    List.of(
                            Duration.ofSeconds(5),
                            Duration.ofMinutes(5),
                            Duration.ofMinutes(30),
                            Duration.ofHours(2),
                            Duration.ofHours(5),
                            Duration.ofHours(10),
                            Duration.ofHours(14),
                            Duration.ofHours(20),
                            Duration.ofHours(24)),
                    0.2),
            new Delays(List.of(Duration.ofMinutes(5), Duration.ofMinutes(55)), 0.2),
            Set.of(400, 401, 403, 404, 405, 413, 415, 422, 451),
            Optional.empty());

    /** Who asks for less without saying how long gets this. */
    private static final Duration THROTTLED = Duration.ofMinutes(1);

    /** Nobody may have us wait longer than this at a time. */
    private static final Duration LONGEST_WISH = Duration.ofHours(24);

    public RetryPolicy {
        Objects.requireNonNull(delays, "delays");
        Objects.requireNonNull(refusedDelays, "refusedDelays");
        refused = Set.copyOf(refused);
        Objects.requireNonNull(giveUpAfter, "giveUpAfter");
    }

    /**
     * The delay before the next attempt.
     *
     * @param failed the number of failed attempts so far, at least 1
     * @param last how the last one ended
     * @param sinceFirst the time since the first attempt
     * @param chance gives numbers from 0 to below 1
     * @return empty when it is time to give up
     */
    public Optional<Duration> delay(int failed, Outcome last, Duration sinceFirst, DoubleSupplier chance) {
        Delays by = refused.contains(last.status()) ? refusedDelays : delays;
        if (failed > by.size() && (giveUpAfter.isEmpty() || by.size() == 0)) {
            return Optional.empty();
        }
        Duration delay = longer(by.get(failed, chance), by.jittered(floor(last), chance));
        return giveUpAfter
                        .filter(end -> sinceFirst.plus(delay).compareTo(end) > 0)
                        .isPresent()
                ? Optional.empty()
                : Optional.of(delay);
    }

    /** How long the receiver is to be left alone after this answer. */
    static Duration floor(Outcome last) {
        return last.retryAfter()
                .map(RetryPolicy::granted)
                .orElse(last.kind() == Outcome.Kind.THROTTLED ? THROTTLED : Duration.ZERO);
    }

    /** As much of a wish to be left alone as is granted. */
    static Duration granted(Duration wish) {
        return wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    }

    private static Duration longer(Duration one, Duration two) {
        return one.compareTo(two) > 0 ? one : two;
    }
}
