/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import java.time.Duration;
import java.util.Objects;

/**
 * Asks a receiver for its consent before anything is delivered to it, as "HTTP 1.1 Web Hooks for Event Delivery" 1.0.2 of
 * CloudEvents has it in section 4.
 *
 * @param origin who asks: a DNS name
 * @param ratePerMinute how many requests in a minute are asked for; 0 to ask for no number
 * @param validity how long a consent counts
 */
public record Handshake(String origin, int ratePerMinute, Duration validity) {

    static final String ORIGIN = "WebHook-Request-Origin";
    static final String RATE = "WebHook-Request-Rate";

    public Handshake {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(validity, "validity");
    }
}
