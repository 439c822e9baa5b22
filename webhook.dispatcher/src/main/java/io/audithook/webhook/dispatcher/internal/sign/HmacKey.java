/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import java.util.Base64;
import java.util.Optional;

/** A shared secret of Standard Webhooks, version {@code v1}. */
final class HmacKey implements SigningKey {

    static final String PREFIX = "whsec_";
    static final int MIN_BYTES = 24;
    static final int MAX_BYTES = 64;

    private final Hmac hmac;

    /** @param key {@value #MIN_BYTES} to {@value #MAX_BYTES} bytes; copied */
    HmacKey(byte[] key) {
        hmac = new Hmac(key);
    }

    @Override
    public String sign(byte[] head, byte[] body) {
        return "v1," + Base64.getEncoder().encodeToString(hmac.of(head, body));
    }

    @Override
    public Optional<String> publicKey() {
        return Optional.empty();
    }
}
