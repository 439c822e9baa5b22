/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** How long events took from the publisher to their receivers. */
final class Latencies {

    private Latencies() {}

    /** The 99th percentile over all deliveries, in milliseconds. */
    static double p99Millis(List<Accepted> accepted, List<Inbox> inboxes) {
        Map<Event, Long> sent = new HashMap<>();
        accepted.forEach(promise -> sent.put(promise.event(), promise.sentNanos()));
        long[] nanos = inboxes.stream()
                .flatMapToLong(inbox -> took(sent, inbox))
                .sorted()
                .toArray();
        if (nanos.length < accepted.size() * inboxes.size()) {
            throw new AssertionError(
                    nanos.length + " of " + accepted.size() * inboxes.size() + " deliveries have arrived");
        }
        return nanos[(int) Math.ceil(nanos.length * 0.99) - 1] / 1e6;
    }

    private static LongStream took(Map<Event, Long> sent, Inbox inbox) {
        return Arrays.stream(inbox.receipts().stream()
                .filter(receipt -> sent.containsKey(receipt.event()))
                .mapToLong(receipt -> receipt.nanos() - sent.get(receipt.event()))
                .toArray());
    }
}
