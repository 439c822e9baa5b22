/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import java.util.Optional;

/** A key that signs. Safe for use by many threads. */
interface SigningKey {

    /**
     * The signature of one message, with its version before it: {@code v1,BASE64}.
     *
     * @param head the beginning of what is signed
     * @param body the rest of it
     */
    String sign(byte[] head, byte[] body);

    /** What a receiver checks with, if that may be known to all: {@code whpk_BASE64}. */
    Optional<String> publicKey();
}
