/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.HeaderRules;
import io.audithook.webhook.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The headers that a user adds to those of ours. Messages show names, and no values, which may be secret. */
final class CustomHeaders {

    static final String KEY = "headers";

    private static final int MAX_HEADERS = 32;
    private static final int MAX_VALUE_LENGTH = 4096;

    /** Of CloudEvents: the format's. */
    private static final String FORMAT_PREFIX = "ce-";

    private CustomHeaders() {}

    /**
     * Reads them.
     *
     * @param taken the names that the endpoint's own authentication has
     */
    static Map<String, String> from(Settings settings, Set<String> taken) {
        Set<String> reserved = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        reserved.addAll(taken);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<String> lines = settings.headers(KEY);
        for (int i = 0; i < lines.size(); i++) {
            String subject = KEY + ": header " + (i + 1);
            String line = lines.get(i);
            settings.attempt(() -> parse(subject, line, reserved)).ifPresent(header -> {
                if (headers.put(header.getKey(), header.getValue()) != null) {
                    settings.problem(KEY + ": " + header.getKey(), "is there twice");
                }
            });
        }
        if (lines.size() > MAX_HEADERS) {
            settings.problem(KEY, "must be at most " + MAX_HEADERS + ", found " + lines.size());
        }
        return headers;
    }

    /** @throws IllegalArgumentException with the number of the header or its name, and the rule */
    private static Map.Entry<String, String> parse(String number, String line, Set<String> reserved) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        if (!HeaderRules.isName(name)) {
            throw new IllegalArgumentException(
                    number + " must be NAME: VALUE, with letters, digits and hyphens in the name");
        }
        String subject = KEY + ": " + name;
        if (isReserved(name) || reserved.contains(name)) {
            throw new IllegalArgumentException(subject + " is reserved: it is set by other keys, or by the client");
        }
        String value = line.substring(colon + 1).strip();
        if (value.isEmpty() || value.length() > MAX_VALUE_LENGTH || !HeaderRules.isVisible(value)) {
            throw new IllegalArgumentException(
                    subject + " must have a value of 1 to " + MAX_VALUE_LENGTH + " visible ASCII characters");
        }
        return Map.entry(name, value);
    }

    /** Whether this name is none for users. */
    static boolean isReserved(String name) {
        return HeaderRules.isReserved(name) || name.toLowerCase(Locale.ROOT).startsWith(FORMAT_PREFIX);
    }
}
