/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words by which people call what keeps events from the wrong eyes. A key with one of them that nobody knows must not be passed
 * over: more would be sent than is meant, or with less security.
 */
public final class SecurityWords {

    private static final Set<String> WORDS = Set.of(
            "auth",
            "authentication",
            "authorization",
            "bearer",
            "ca",
            "cert",
            "certificate",
            "certificates",
            "credentials",
            "filter",
            "filters",
            "hmac",
            "key",
            "keys",
            "keystore",
            "passphrase",
            "password",
            "proxy",
            "redact",
            "secret",
            "secrets",
            "sign",
            "signature",
            "signing",
            "ssl",
            "tls",
            "token",
            "tokens",
            "trust",
            "truststore",
            "username");

    /** Between two words: a sign, or a capital letter. */
    private static final Pattern BETWEEN = Pattern.compile("[._-]|(?<=[a-z0-9])(?=[A-Z])");

    private SecurityWords() {}

    /** Whether one of its words is such a word. */
    public static boolean isIn(String key) {
        return Arrays.stream(BETWEEN.split(key))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .anyMatch(WORDS::contains);
    }
}
