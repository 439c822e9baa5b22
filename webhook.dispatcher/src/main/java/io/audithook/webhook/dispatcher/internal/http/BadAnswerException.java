/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.io.IOException;

/** An answer goes beyond what an answer may be. */
final class BadAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    BadAnswerException(String message) {
        super(message);
    }
}
