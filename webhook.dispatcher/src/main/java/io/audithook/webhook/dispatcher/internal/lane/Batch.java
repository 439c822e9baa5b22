/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Payload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Several events in one request, in their order. */
final class Batch {

    private static final int ID_BYTES = 16;

    private final List<Delivery> deliveries;
    private final String eventIds;

    Batch(List<Delivery> deliveries) {
        this.deliveries = deliveries;
        this.eventIds = deliveries.stream()
                .map(delivery -> escaped(delivery.entry().id()))
                .collect(Collectors.joining(","));
    }

    /** The same for the same events in the same order, and for no others: a receiver may tell repetitions by it. */
    String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(eventIds.getBytes(StandardCharsets.UTF_8));
            return "batch_" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ids of the events, between commas; those in an id are escaped. */
    String eventIds() {
        return eventIds;
    }

    /** What is sent of each, in their order. */
    List<Payload> payloads() {
        return deliveries.stream().map(Delivery::payload).toList();
    }

    /** A publisher may put a comma in an id: it must not make two of it. */
    private static String escaped(String id) {
        return id.replace("%", "%25").replace(",", "%2C");
    }
}
