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
            "ca",
            "cert",
            "certificate",
            "certificates",
            "disabled",
            "hmac",
            "login",
            "mtls",
            "oauth",
            "oauth2",
            "pass",
            "pin",
            "pins",
            "proxy",
            "pwd",
            "redact",
            "scope",
            "sign",
            "ssl",
            "tls",
            "trust",
            "user",
            "verify");

    /** What such words have in them, however they go on. */
    private static final Pattern PARTS = Pattern.compile(
            ".*(secret|token|passw|filter|bearer|credential|signing|signature|jwt|whsec|truststore|keystore|username).*"
                    + "|keys?|.*[^n]keys?|key(file|store|path|data|alias)");

    /** Those that are told from others also when they are misspelt. */
    private static final Set<String> NEAR = Set.of("password", "filters", "credentials", "signature");

    private static final int SHORT = 5;

    /** Between two words: a sign, or a capital letter. */
    private static final Pattern BETWEEN = Pattern.compile("[._-]|(?<=[a-z])(?=[A-Z0-9])");

    /** Nothing of the kind, though it has such a word. */
    private static final Set<String> OTHERS = Set.of("useragent");

    private SecurityWords() {}

    /** Whether one of its words is such a word. */
    public static boolean isIn(String key) {
        return Arrays.stream(key.split("[.]"))
                .filter(name -> !OTHERS.contains(name.toLowerCase(Locale.ROOT)))
                .flatMap(BETWEEN::splitAsStream)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .anyMatch(word -> WORDS.contains(word)
                        || PARTS.matcher(word).matches()
                        || (word.length() > SHORT
                                && Spelling.closest(word, NEAR).isPresent()));
    }
}
