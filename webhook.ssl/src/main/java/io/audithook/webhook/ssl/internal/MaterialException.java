/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

/** Key, trust or secret material cannot be used. The message says where it is from and why, and holds no secret. */
final class MaterialException extends Exception {

    private static final long serialVersionUID = 1L;

    MaterialException(String message) {
        super(message);
    }

    MaterialException(String message, Throwable cause) {
        super(message, cause);
    }
}
