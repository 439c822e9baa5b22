/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.Settings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * SHA-256 hashes of public keys, one of which must be on the way from the server's certificate to a trusted one. They
 * are taken of the public key as a certificate has it (SubjectPublicKeyInfo), so they outlive a renewal of that
 * certificate.
 */
final class Pins {

    private static final Pattern PREFIX = Pattern.compile("(?i)^(sha256/|sha256:|pin-sha256:)");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final int BYTES = 32;

    static final Pins NONE = new Pins(Set.of());

    private final Set<String> hashes;

    private Pins(Set<String> hashes) {
        this.hashes = Set.copyOf(hashes);
    }

    static Pins from(Settings values, String key) {
        return new Pins(Set.copyOf(values.values(key, text -> {
            String hash = PREFIX.matcher(text).replaceFirst("");
            byte[] bytes = decoded(hash);
            if (bytes.length != BYTES && hash.startsWith("/")) {
                // curl writes two slashes before the hash, which may itself begin with one
                bytes = decoded(hash.substring(1));
            }
            if (bytes.length != BYTES) {
                throw new IllegalArgumentException("must be sha256/ and the base64 of a SHA-256 hash of a public key");
            }
            return Base64.getEncoder().encodeToString(bytes);
        })));
    }

    boolean isEmpty() {
        return hashes.isEmpty();
    }

    /** Whether one of these certificates has a pinned key. */
    boolean allow(List<X509Certificate> path) {
        return isEmpty() || path.stream().anyMatch(certificate -> hashes.contains(hash(certificate)));
    }

    /** The pins of these certificates, as they would stand in the configuration. */
    static List<String> of(List<X509Certificate> path) {
        List<String> pins = new ArrayList<>();
        path.forEach(certificate -> pins.add("sha256/" + hash(certificate)));
        return pins;
    }

    private static byte[] decoded(String hash) {
        if (HEXADECIMAL.matcher(hash).matches()) {
            return HexFormat.of().parseHex(hash);
        }
        try {
            return Base64.getDecoder().decode(hash);
        } catch (IllegalArgumentException e) {
            // of a length that is refused
            return new byte[0];
        }
    }

    private static String hash(X509Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
