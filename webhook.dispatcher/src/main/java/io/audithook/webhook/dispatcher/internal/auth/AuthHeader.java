/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.auth;

import io.audithook.webhook.api.HeaderRules;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A header that tells a receiver who sends. Immutable; shows no secret. */
public final class AuthHeader {

    static final String AUTHORIZATION = "Authorization";

    private final String name;
    private final String value;
    private final List<String> secrets;

    private AuthHeader(String name, String value, List<String> secrets) {
        this.name = name;
        this.value = value;
        this.secrets = List.copyOf(secrets);
    }

    /**
     * Basic authentication, as RFC 7617 has it, in UTF-8.
     *
     * @throws IllegalArgumentException with key and rule
     */
    public static AuthHeader basic(String user, String password) {
        checkUser(user);
        checkPassword(password);
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new AuthHeader(AUTHORIZATION, "Basic " + pair, List.of(pair, password));
    }

    /**
     * Whether somebody can have this name.
     *
     * @throws IllegalArgumentException with key and rule, if not
     */
    public static void checkUser(String user) {
        if (user.isEmpty() || user.indexOf(':') >= 0 || hasControl(user)) {
            throw new IllegalArgumentException("auth.user must not be empty, or hold a colon or control characters");
        }
    }

    /**
     * Whether this can be a password.
     *
     * @throws IllegalArgumentException with key and rule, if not
     */
    public static void checkPassword(String password) {
        if (password.isEmpty() || hasControl(password)) {
            throw new IllegalArgumentException("auth.password must not be empty, or hold control characters");
        }
    }

    /**
     * A token with a word before it.
     *
     * @throws IllegalArgumentException with key and rule
     */
    public static AuthHeader token(String scheme, String token) {
        String word = scheme + " ";
        if (token.regionMatches(true, 0, word, 0, word.length())) {
            throw new IllegalArgumentException(
                    "auth.token must be the token alone: " + scheme + " is sent before it anyway");
        }
        return new AuthHeader(AUTHORIZATION, word + requireVisible("auth.token", token), List.of(token));
    }

    /**
     * A header of another name, or without a word before the secret.
     *
     * @throws IllegalArgumentException with key and rule
     */
    public static AuthHeader of(String name, String value) {
        return new AuthHeader(name, requireVisible("auth.value", value), List.of(value));
    }

    String name() {
        return name;
    }

    String value() {
        return value;
    }

    /** What must be shown to nobody, not even if the receiver sends it back. */
    List<String> secrets() {
        return secrets;
    }

    private static String requireVisible(String key, String value) {
        if (value.isEmpty() || !HeaderRules.isVisible(value)) {
            throw new IllegalArgumentException(key + " must be visible ASCII characters");
        }
        return value;
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    @Override
    public String toString() {
        return "AuthHeader[" + name + "]";
    }
}
