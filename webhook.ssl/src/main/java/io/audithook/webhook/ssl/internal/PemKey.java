/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Reads private keys: PKCS#8, plain or encrypted, and the traditional forms. Messages continue a sentence that begins
 * with where it is from.
 */
final class PemKey {

    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    /** The standard name, and what some JVMs say instead. */
    private static final Set<String> PBES2 = Set.of("PBES2", "1.2.840.113549.1.5.13");

    /** OpenSSL's default, and what every JVM can read. */
    private static final String CONVERTED = " (openssl pkcs8 -topk8 -v2 aes-256-cbc converts it)";

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemKey() {}

    static PrivateKey read(Pem.Block block, Optional<String> password) throws MaterialException {
        return switch (block.label()) {
            case PLAIN -> decode(new PKCS8EncodedKeySpec(block.der()));
            case ENCRYPTED ->
                decode(decrypt(
                        block.der(),
                        password.orElseThrow(
                                () -> new MaterialException("holds an " + ENCRYPTED + ", so a password must be set"))));
            case TraditionalKey.RSA, TraditionalKey.EC ->
                decode(new PKCS8EncodedKeySpec(TraditionalKey.pkcs8(block, password)));
            default ->
                throw new MaterialException("holds " + block.label() + ", must hold one of "
                        + List.of(PLAIN, ENCRYPTED, TraditionalKey.RSA, TraditionalKey.EC) + CONVERTED);
        };
    }

    private static PrivateKey decode(PKCS8EncodedKeySpec spec) throws MaterialException {
        for (String algorithm : ALGORITHMS) {
            Optional<PrivateKey> key = decode(spec, algorithm);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new MaterialException("holds a private key that is damaged or none of " + ALGORITHMS);
    }

    private static Optional<PrivateKey> decode(PKCS8EncodedKeySpec spec, String algorithm) throws MaterialException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
        } catch (InvalidKeySpecException e) {
            // of another algorithm
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new MaterialException("cannot be read, this JVM has no " + algorithm + " keys", e);
        }
    }

    private static PKCS8EncodedKeySpec decrypt(byte[] der, String password) throws MaterialException {
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray());
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
            // for PBES2, what was really used stands in the parameters
            String algorithm = PBES2.contains(encrypted.getAlgName())
                    ? encrypted.getAlgParameters().toString()
                    : encrypted.getAlgName();
            Key key = SecretKeyFactory.getInstance(algorithm).generateSecret(secret);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, encrypted.getAlgParameters());
            return encrypted.getKeySpec(cipher);
        } catch (InvalidKeySpecException | InvalidKeyException e) {
            throw new MaterialException("holds an " + ENCRYPTED + " that the password does not open", e);
        } catch (IOException | GeneralSecurityException e) {
            throw new MaterialException(
                    "holds an " + ENCRYPTED + " that this JVM cannot decrypt" + CONVERTED + ": " + e.getMessage(), e);
        } finally {
            secret.clearPassword();
        }
    }
}
