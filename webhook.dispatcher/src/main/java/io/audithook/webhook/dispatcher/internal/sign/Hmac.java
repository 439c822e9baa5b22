/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 with one key. Keeps one initialised {@link Mac} at hand, which the sends of an endpoint take one after
 * the other; who finds it taken makes one more. Safe for use by many threads.
 */
final class Hmac {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final AtomicReference<Mac> idle = new AtomicReference<>();

    /** @param key at least one byte; copied */
    Hmac(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    byte[] of(byte[] head, byte[] body) {
        Mac mac = Objects.requireNonNullElseGet(idle.getAndSet(null), this::create);
        mac.update(head);
        byte[] digest = mac.doFinal(body);
        idle.set(mac);
        return digest;
    }

    private Mac create() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }
}
