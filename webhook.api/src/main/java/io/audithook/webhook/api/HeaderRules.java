/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which headers a request may get from a format or from a configuration: what RFC 9110, 5.1 and 5.5, allow, less the tab
 * and the obsolete, and less the names that others decide.
 */
public final class HeaderRules {

    private static final int MAX_NAME_LENGTH = 256;

    /** RFC 9110, 5.6.2, beside letters and digits. */
    private static final String NAME_MARKS = "!#$%&'*+-.^_`|~";

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

    private static final List<String> RESERVED_PREFIXES = List.of("audithook-", "content-", "proxy-", "webhook-");

    private HeaderRules() {}

    /** Whether it can be the name of a header: a token of 1 to 256 characters. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME_LENGTH
                && name.chars().allMatch(HeaderRules::isNameCharacter);
    }

    private static boolean isNameCharacter(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || NAME_MARKS.indexOf(c) >= 0;
    }

    /** Whether it can be the value of a header: ASCII characters from the space to the tilde. */
    public static boolean isVisible(String value) {
        // a loop, since formats are asked this for each event
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Whether the connection, the client or a signature decides what this header says. Letters of both cases are the same. */
    public static boolean isReserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return RESERVED.contains(lower) || RESERVED_PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
