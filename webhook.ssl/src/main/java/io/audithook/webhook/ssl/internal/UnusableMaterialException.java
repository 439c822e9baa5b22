/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

/**
 * The settings are right, but what they refer to cannot be used: a file is missing, damaged, or of another password.
 * That may become better without a change of the settings.
 */
final class UnusableMaterialException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnusableMaterialException(String message, Throwable cause) {
        super(message, cause);
    }
}
