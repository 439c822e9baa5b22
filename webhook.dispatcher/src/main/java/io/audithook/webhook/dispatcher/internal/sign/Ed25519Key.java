/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A key pair of Standard Webhooks, version {@code v1a}: Ed25519 as RFC 8032 has it. */
final class Ed25519Key implements SigningKey {

    static final String PREFIX = "whsk_";
    static final String PUBLIC_PREFIX = "whpk_";

    /** The 32 bytes of the private key and then the 32 of the public one. */
    static final int BYTES = 64;

    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey key;
    private final String publicKey;
    private final AtomicReference<Signature> idle = new AtomicReference<>();

    /**
     * @param pair {@value #BYTES} bytes: the private key and the public one
     * @throws IllegalArgumentException if they do not belong together
     */
    Ed25519Key(byte[] pair) {
        byte[] publicHalf = Arrays.copyOfRange(pair, BYTES / 2, BYTES);
        try {
            key = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(
                            new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(pair, BYTES / 2)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
        publicKey = PUBLIC_PREFIX + Base64.getEncoder().encodeToString(publicHalf);
        byte[] probe = {1};
        if (!verifies(publicHalf, probe, signature(probe, probe))) {
            throw new IllegalArgumentException("must hold a private key and the public key that belongs to it");
        }
    }

    @Override
    public String sign(byte[] head, byte[] body) {
        return "v1a," + Base64.getEncoder().encodeToString(signature(head, body));
    }

    @Override
    public Optional<String> publicKey() {
        return Optional.of(publicKey);
    }

    byte[] signature(byte[] head, byte[] body) {
        try {
            Signature signature = Objects.requireNonNullElseGet(idle.getAndSet(null), this::create);
            signature.update(head);
            signature.update(body);
            byte[] signed = signature.sign();
            idle.set(signature);
            return signed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("An " + ALGORITHM + " signature failed", e);
        }
    }

    private Signature create() {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            return signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }

    private static boolean verifies(byte[] publicKey, byte[] message, byte[] signed) {
        // RFC 8032, 5.1.2: little-endian, the highest bit tells whether x is odd
        byte[] y = new byte[publicKey.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = publicKey[publicKey.length - 1 - i];
        }
        boolean odd = (y[0] & 0x80) != 0;
        y[0] &= 0x7f;
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new EdECPublicKeySpec(
                            NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y)))));
            signature.update(message);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // not a point of the curve
            return false;
        }
    }
}
