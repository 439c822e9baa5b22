/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import java.nio.charset.StandardCharsets;

/** Text for the attributes of CloudEvents, which allow less than JSON does. */
final class AttributeText {

    private static final char INSTEAD = '\uFFFD';

    private static final String HEX = "0123456789ABCDEF";

    private AttributeText() {}

    /** The text with a mark in place of control characters, surrogates without their other half and noncharacters. */
    static String clean(String text) {
        return clean(text, Integer.MAX_VALUE);
    }

    /** The same, cut after so many characters. */
    static String clean(String text, int max) {
        if (text.length() <= max && text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return text;
        }
        return text.codePoints()
                .limit(max)
                .map(c -> isAllowed(c) ? c : INSTEAD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The text as the value of a header: HTTP Protocol Binding for CloudEvents 1.0.2, 3.1.3.2. */
    static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && b != '"' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return encoded.toString();
    }

    private static boolean isAllowed(int c) {
        boolean control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        boolean noncharacter = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
        return !control && !surrogate && !noncharacter;
    }
}
