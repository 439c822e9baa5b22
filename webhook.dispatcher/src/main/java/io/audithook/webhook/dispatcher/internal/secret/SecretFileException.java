/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.secret;

/** A secret in a file is missing or breaks a rule. The file may be put right without a change of the configuration. */
public final class SecretFileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    SecretFileException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }
}
