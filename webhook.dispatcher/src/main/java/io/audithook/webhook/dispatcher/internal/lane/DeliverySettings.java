/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.util.Objects;
import java.util.Optional;

/**
 * How a lane delivers.
 *
 * @param ordering which deliveries wait for one another
 * @param minConcurrency how many attempts may be under way at once at the least; 1 or more
 * @param maxConcurrency how many at the most; not less than the least
 * @param attemptsPerSecond how many attempts may begin in a second; 0 for any number
 * @param batchSize how many events go into one request at the most; 1 for a single event, not an array
 * @param retry when to try again
 * @param outageAfter how many deliveries in a row must fail until it counts as an outage; 1 or more
 * @param probes the delays between the probes during an outage
 * @param parkedLimit how many deliveries may wait for their next attempts while others go on
 * @param handshake asks for the receiver's consent; empty if it is not asked
 */
public record DeliverySettings(
        Ordering ordering,
        int minConcurrency,
        int maxConcurrency,
        double attemptsPerSecond,
        int batchSize,
        RetryPolicy retry,
        int outageAfter,
        Delays probes,
        int parkedLimit,
        Optional<Handshake> handshake) {

    public DeliverySettings {
        Objects.requireNonNull(ordering, "ordering");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(probes, "probes");
        Objects.requireNonNull(handshake, "handshake");
        if (minConcurrency < 1 || maxConcurrency < minConcurrency) {
            throw new IllegalArgumentException("concurrency.min=" + minConcurrency
                    + " must be at least 1 and not more than concurrency=" + maxConcurrency);
        }
    }
}
