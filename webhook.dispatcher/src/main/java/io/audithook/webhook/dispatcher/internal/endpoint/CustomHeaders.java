/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.dispatcher.internal.http.HeaderRules;
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

    /** What the connection, the client or another key of the configuration decides, in lower case. */
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "date",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "x-hub-signature",
            "x-hub-signature-256");

    private static final List<String> RESERVED_PREFIXES =
            List.of("audithook-", "ce-", "content-", "proxy-", "webhook-");

    private CustomHeaders() {}

    /**
     * Reads them.
     *
     * @param lines each {@code NAME: VALUE}
     * @param taken the names that the endpoint's own authentication has
     * @throws IllegalArgumentException with the number of the header or its name, and the rule
     */
    static Map<String, String> parse(List<String> lines, Set<String> taken) {
        Set<String> reserved = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        reserved.addAll(taken);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines) {
            String subject = KEY + ": header " + (headers.size() + 1);
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            if (!HeaderRules.isName(name)) {
                throw new IllegalArgumentException(
                        subject + " must be NAME: VALUE, with letters, digits and hyphens in the name");
            }
            subject = KEY + ": " + name;
            if (isReserved(name) || reserved.contains(name)) {
                throw new IllegalArgumentException(subject + " is reserved: it is set by other keys, or by the client");
            }
            String value = line.substring(colon + 1).strip();
            if (value.startsWith(Properties.PLACEHOLDER)) {
                throw new IllegalArgumentException(subject + " has a placeholder that was not resolved");
            }
            if (value.isEmpty() || value.length() > MAX_VALUE_LENGTH || !HeaderRules.isVisible(value)) {
                throw new IllegalArgumentException(
                        subject + " must have a value of 1 to " + MAX_VALUE_LENGTH + " visible ASCII characters");
            }
            if (headers.put(name, value) != null) {
                throw new IllegalArgumentException(subject + " is there twice");
            }
        }
        if (headers.size() > MAX_HEADERS) {
            throw new IllegalArgumentException(KEY + " must be at most " + MAX_HEADERS + ", found " + headers.size());
        }
        return headers;
    }

    /** Whether this name is none for users. */
    static boolean isReserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return RESERVED.contains(lower) || RESERVED_PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
