/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Private keys as OpenSSL wrote them before version 1.0: PKCS#1 for RSA and SEC 1 for EC, encrypted by a header of
 * the PEM block. The JVM reads PKCS#8 only, so they are wrapped into that.
 */
final class TraditionalKey {

    static final String RSA = "RSA PRIVATE KEY";
    static final String EC = "EC PRIVATE KEY";

    /** Cipher and initial vector. */
    private static final Pattern DEK_INFO = Pattern.compile("([A-Z0-9-]+),((?:[0-9A-Fa-f]{2})+)");

    /** What OpenSSL calls a cipher: what Java calls it, and the length of the key in bytes. */
    private static final Map<String, Encryption> ENCRYPTIONS = Map.of(
            "AES-128-CBC", new Encryption("AES", 16),
            "AES-192-CBC", new Encryption("AES", 24),
            "AES-256-CBC", new Encryption("AES", 32),
            "DES-EDE3-CBC", new Encryption("DESede", 24));

    private static final int SALT_BYTES = 8;

    // 1.2.840.113549.1.1.1 with the NULL that belongs to it, and 1.2.840.10045.2.1
    private static final byte[] RSA_IDENTIFIER = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] EC_IDENTIFIER = HexFormat.of().parseHex("06072a8648ce3d0201");

    private TraditionalKey() {}

    /** The key in PKCS#8, not encrypted. */
    static byte[] pkcs8(Pem.Block block, Optional<String> password) throws MaterialException {
        byte[] key = block.der();
        Optional<String> encryption = block.header("DEK-Info");
        if (encryption.isPresent()) {
            key = decrypt(block.label(), key, encryption.get(), password);
        }
        byte[] identifier = block.label().equals(RSA) ? RSA_IDENTIFIER : Der.concat(EC_IDENTIFIER, curve(key));
        return Der.encode(
                Der.SEQUENCE,
                Der.encode(Der.INTEGER, new byte[] {0}),
                Der.encode(Der.SEQUENCE, identifier),
                Der.encode(Der.OCTET_STRING, key));
    }

    /** What names the curve. */
    private static byte[] curve(byte[] key) throws MaterialException {
        return Der.children(key).stream()
                .filter(child -> child.tag() == Der.CONTEXT_0)
                .map(Der.Element::content)
                .findFirst()
                .orElseThrow(() -> new MaterialException("holds an " + EC + " that does not name its curve"));
    }

    private static byte[] decrypt(String label, byte[] encrypted, String dekInfo, Optional<String> password)
            throws MaterialException {
        String secret = password.orElseThrow(
                () -> new MaterialException("holds an encrypted " + label + ", so a password must be set"));
        Matcher matcher = DEK_INFO.matcher(dekInfo);
        Encryption encryption = matcher.matches() ? ENCRYPTIONS.get(matcher.group(1)) : null;
        if (encryption == null) {
            throw new MaterialException("holds a " + label + " encrypted by another cipher than "
                    + ENCRYPTIONS.keySet().stream().sorted().toList());
        }
        byte[] vector = HexFormat.of().parseHex(matcher.group(2));
        try {
            Cipher cipher = Cipher.getInstance(encryption.algorithm() + "/CBC/PKCS5Padding");
            byte[] derived = derive(secret, vector, encryption.keyBytes());
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(derived, encryption.algorithm()),
                    new IvParameterSpec(vector));
            byte[] key = cipher.doFinal(encrypted);
            // one wrong password in 256 leaves a right padding
            Der.children(key);
            return key;
        } catch (BadPaddingException | IllegalBlockSizeException | MaterialException e) {
            throw new MaterialException("holds an encrypted " + label + " that the password does not open", e);
        } catch (GeneralSecurityException e) {
            throw new MaterialException(
                    "holds an encrypted " + label + " that this JVM cannot decrypt: " + e.getMessage(), e);
        }
    }

    /** OpenSSL's EVP_BytesToKey with one round of MD5; the salt is the beginning of the vector. */
    private static byte[] derive(String password, byte[] vector, int bytes) throws GeneralSecurityException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        ByteArrayOutputStream derived = new ByteArrayOutputStream();
        byte[] round = {};
        while (derived.size() < bytes) {
            md5.update(round);
            md5.update(password.getBytes(StandardCharsets.UTF_8));
            md5.update(vector, 0, Math.min(SALT_BYTES, vector.length));
            round = md5.digest();
            derived.writeBytes(round);
        }
        return Arrays.copyOf(derived.toByteArray(), bytes);
    }

    private record Encryption(String algorithm, int keyBytes) {}
}
