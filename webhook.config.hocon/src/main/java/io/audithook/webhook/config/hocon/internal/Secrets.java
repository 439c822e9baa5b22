/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import io.audithook.webhook.settings.Secret;
import io.audithook.webhook.settings.ShownUrl;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which values are not to be shown: the one list of them. */
final class Secrets {

    private static final String MASK = "***";

    /** The last parts of the keys whose values are secrets, in our words and in TheHive's. */
    private static final Set<String> KEYS =
            Set.of("password", "keyPassword", "token", "value", "clientSecret", "secret", "keys", "key", "data");

    /** So it begins in PEM, wherever somebody puts it. */
    private static final String PRIVATE_KEY = "PRIVATE KEY-----";

    private static final Set<String> PUBLIC_KEYS = Set.of("trust.data");

    /** Where a secret may be in a line that is no HOCON, and so cannot be told apart. */
    private static final Pattern LINE = Pattern.compile(
            "password|token|secret|key|data|credential|auth|headers|//\\S*[?@]", Pattern.CASE_INSENSITIVE);

    /** What stands between white space; one with two slashes is taken for a URL. */
    private static final Pattern WORD = Pattern.compile("\\S+");

    private static final Pattern HEADER_VALUE = Pattern.compile(":.*", Pattern.DOTALL);

    private Secrets() {}

    /** Whether a line of a file may hold one. */
    static boolean mayBeIn(String line) {
        return LINE.matcher(line).find();
    }

    /** The value of a configuration for people to see. References to secrets are none. */
    static Object masked(String key, Object value) {
        if (value instanceof String[] texts) {
            return Arrays.stream(texts).map(text -> masked(key, text)).toList();
        }
        if (!(value instanceof String text)) {
            return value;
        }
        if (key.equals("headers") || key.equals("auth.header")) {
            return text.contains(":") || key.equals("auth.header")
                    ? HEADER_VALUE.matcher(text).replaceFirst(": " + MASK)
                    : MASK;
        }
        if (text.contains(PRIVATE_KEY)) {
            return MASK;
        }
        if (key.equals("user") || key.endsWith(".user")) {
            // perhaps with the password behind it
            return HEADER_VALUE.matcher(text).replaceFirst(":" + MASK);
        }
        if (!isSecret(key)) {
            return isUrl(key) ? ShownUrl.of(text) : url(text);
        }
        return Arrays.stream(text.split(",", -1))
                .map(part -> Secret.shown(part.strip()))
                .collect(Collectors.joining(","));
    }

    /** What may have a user and a password in it, whatever it looks like. */
    private static boolean isUrl(String key) {
        return key.equals("url") || key.equals("host") || key.endsWith("Url");
    }

    /** A text, in which URLs have neither user nor password nor query. */
    static String url(String text) {
        return WORD.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(
                        word.group().contains("//") ? ShownUrl.of(word.group()) : word.group()));
    }

    private static boolean isSecret(String key) {
        return KEYS.contains(key.substring(key.lastIndexOf('.') + 1))
                && !PUBLIC_KEYS.contains(key.replaceAll("\\.[0-9]+", ""));
    }
}
