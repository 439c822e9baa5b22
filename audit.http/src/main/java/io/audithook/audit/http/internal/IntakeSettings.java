/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The settings of the intake, checked.
 *
 * @param token what requests must show; empty if nothing
 * @param loopbackOnly whether other machines are refused
 * @param maxEventBytes the size of one event
 * @param timeout how long a request waits for its events to be durable
 */
record IntakeSettings(Token token, boolean loopbackOnly, int maxEventBytes, Duration timeout) {

    IntakeSettings {
        Objects.requireNonNull(token, "token");
    }

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException with PID, key, value and rule
     */
    static IntakeSettings from(Map<String, Object> configuration) {
        return new IntakeSettings(
                new Token(text(configuration, "token", "")),
                bool(configuration, "loopbackOnly", true),
                integer(configuration, "event.maxBytes", 1 << 20, 1024, 16 << 20),
                Duration.ofMillis(integer(configuration, "timeoutMillis", 30_000, 100, 600_000)));
    }

    private static int integer(Map<String, Object> configuration, String key, int otherwise, int min, int max) {
        String text = text(configuration, key, Integer.toString(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw bad(key, text, "a whole number from " + min + " to " + max, e);
        }
        throw bad(key, text, "a whole number from " + min + " to " + max, null);
    }

    private static boolean bool(Map<String, Object> configuration, String key, boolean otherwise) {
        String text = text(configuration, key, Boolean.toString(otherwise));
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(key, text, "true or false", null);
        };
    }

    private static String text(Map<String, Object> configuration, String key, String otherwise) {
        String text = Objects.toString(configuration.get(key), "").trim();
        if (text.startsWith("$[")) {
            throw new IllegalArgumentException(
                    IntakeConfig.PID + ": " + key + " is a placeholder that was not resolved");
        }
        return text.isEmpty() ? otherwise : text;
    }

    private static IllegalArgumentException bad(String key, String value, String rule, Exception cause) {
        return new IllegalArgumentException(
                IntakeConfig.PID + ": " + key + "=\"" + value + "\" must be " + rule, cause);
    }
}
