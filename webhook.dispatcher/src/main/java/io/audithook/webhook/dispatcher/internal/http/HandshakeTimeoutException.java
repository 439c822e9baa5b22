/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A TLS handshake was not complete in time. */
final class HandshakeTimeoutException extends TimeoutException {

    private static final long serialVersionUID = 1L;

    HandshakeTimeoutException(Duration limit) {
        super("The TLS handshake was not complete within " + limit.toMillis() + " ms");
    }
}
