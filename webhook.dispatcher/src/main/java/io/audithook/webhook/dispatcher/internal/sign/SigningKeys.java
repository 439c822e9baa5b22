/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The active keys of an endpoint, which sign every request as Standard Webhooks 1.0.0 has it. Safe for use by many
 * threads; shows no key.
 */
public final class SigningKeys {

    /** More would only make the header longer than receivers take. */
    static final int MAX_KEYS = 10;

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final List<SigningKey> keys;

    private SigningKeys(List<SigningKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads keys.
     *
     * @param name the key of the configuration, for messages
     * @param texts the keys, the newest first; each may hold several with white space between them
     * @throws IllegalArgumentException with the number of the key and the rule that it breaks; shows no key
     */
    public static SigningKeys parse(String name, List<String> texts) {
        Reader reader = new Reader(name);
        texts.forEach(reader::read);
        List<SigningKey> keys = reader.keys;
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException(name + ": must be at most " + MAX_KEYS + " keys, found " + keys.size());
        }
        return new SigningKeys(keys);
    }

    private static SigningKey key(String subject, String text) {
        if (text.startsWith(HmacKey.PREFIX)) {
            byte[] key = decode(subject, text, HmacKey.PREFIX);
            if (key.length < HmacKey.MIN_BYTES || key.length > HmacKey.MAX_BYTES) {
                throw new IllegalArgumentException(subject + "must be " + HmacKey.MIN_BYTES + " to " + HmacKey.MAX_BYTES
                        + " bytes, found " + key.length);
            }
            return new HmacKey(key);
        }
        if (text.startsWith(Ed25519Key.PREFIX)) {
            byte[] pair = decode(subject, text, Ed25519Key.PREFIX);
            if (pair.length != Ed25519Key.BYTES) {
                throw new IllegalArgumentException(subject + "must be " + Ed25519Key.BYTES
                        + " bytes, the private key and the public one, found " + pair.length);
            }
            try {
                return new Ed25519Key(pair);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(subject + e.getMessage(), e);
            }
        }
        if (text.startsWith(Ed25519Key.PUBLIC_PREFIX)) {
            throw new IllegalArgumentException(
                    subject + "is a public key, which is for receivers; must be a private one, whsk_...");
        }
        throw new IllegalArgumentException(subject + "must begin with whsec_ (HMAC-SHA256) or whsk_ (Ed25519)");
    }

    private static byte[] decode(String subject, String text, String prefix) {
        try {
            return Base64.getDecoder().decode(text.substring(prefix.length()));
        } catch (IllegalArgumentException e) {
            // the cause could show a part of it
            throw new IllegalArgumentException(subject + "must be Base64 after " + prefix);
        }
    }

    /**
     * The value of {@code webhook-signature}: one signature for each key, the newest key's first.
     *
     * @param id of the message, without a dot
     * @param timestamp seconds since 1970
     * @param body the bytes that are sent
     */
    String sign(String id, String timestamp, byte[] body) {
        byte[] head = (id + '.' + timestamp + '.').getBytes(StandardCharsets.US_ASCII);
        if (keys.size() == 1) {
            return keys.get(0).sign(head, body);
        }
        return keys.stream().map(key -> key.sign(head, body)).collect(Collectors.joining(" "));
    }

    /** The public keys among them, as {@code whpk_BASE64}, the newest first. */
    public List<String> publicKeys() {
        return keys.stream()
                .map(SigningKey::publicKey)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public String toString() {
        return "SigningKeys[" + keys.size() + "]";
    }

    /** Reads keys text by text, and goes on behind one that is wrong. */
    public static final class Reader {

        private final String name;
        private final List<SigningKey> keys = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private int count;

        /** @param name the key of the configuration, for messages */
        public Reader(String name) {
            this.name = name;
        }

        /**
         * Reads the keys of one text.
         *
         * @throws IllegalArgumentException with the number of each key that breaks a rule, and the rule; shows no key
         */
        public void read(String text) {
            List<String> problems = new ArrayList<>();
            for (String one : SPACE.splitAsStream(text.trim()).toList()) {
                String subject = name + ": key " + ++count + " ";
                if (!seen.add(one)) {
                    problems.add(subject + "is there twice");
                    continue;
                }
                try {
                    keys.add(key(subject, one));
                } catch (IllegalArgumentException e) {
                    problems.add(e.getMessage());
                }
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
        }

        /** One could not be read; it has its number all the same. */
        public void skip() {
            count++;
        }

        /** The number of keys so far. */
        public int count() {
            return count;
        }
    }
}
