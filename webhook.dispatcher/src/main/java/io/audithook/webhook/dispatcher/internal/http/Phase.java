/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.util.Locale;

/** How far an attempt came. */
public enum Phase {
    /** On the way to a connection: address, TCP, TLS. */
    CONNECT,
    /** The request was being written. */
    SEND,
    /** The request was written; the head of the answer was not complete. */
    HEADERS,
    /** The head of the answer was complete. */
    BODY;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The stable name. */
    public String label() {
        return label;
    }
}
