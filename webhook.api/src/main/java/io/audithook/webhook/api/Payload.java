/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a format makes of an event, or of several. Signatures are over the body; if the endpoint compresses, over the
 * compressed one.
 *
 * @param contentType the type of the body: visible ASCII characters
 * @param headers further headers: at most 32 with 8,192 characters in all, of visible ASCII. Names that Audithook, the
 *     connection or authentication use are refused, {@code Authorization}, {@code Host}, {@code Content-...}, {@code
 *     webhook-...} and {@code audithook-...} among them
 * @param body the bytes to send; not copied, so they must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a message body: compared by nobody, copied never
public record Payload(String contentType, Map<String, String> headers, byte[] body) {

    private static final int MAX_HEADERS = 32;
    private static final int MAX_CHARS = 8192;
    /** The endpoint's own: whom a request is from is not for a format to say. */
    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie");

    /** @throws IllegalArgumentException if a header breaks a rule */
    public Payload {
        Objects.requireNonNull(body, "body");
        if (contentType.isEmpty() || !HeaderRules.isVisible(contentType)) {
            throw new IllegalArgumentException("contentType must be visible ASCII characters");
        }
        if (!headers.isEmpty()) {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            check(headers);
        }
    }

    /**
     * Without headers of its own.
     *
     * @throws IllegalArgumentException if the content type is none
     */
    public Payload(String contentType, byte[] body) {
        this(contentType, Map.of(), body);
    }

    /** Without the content, which may be confidential. */
    @Override
    public String toString() {
        return "Payload[" + contentType + ", " + body.length + " bytes]";
    }

    private static void check(Map<String, String> headers) {
        int chars = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey();
            if (!HeaderRules.isName(name)) {
                throw new IllegalArgumentException(
                        "header \"" + name.replaceAll("[^ -~]", "?") + "\" has no valid name");
            }
            if (HeaderRules.isReserved(name) || CREDENTIALS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("header " + name + " is not for a format to set");
            }
            if (!HeaderRules.isVisible(header.getValue())) {
                throw new IllegalArgumentException("header " + name + " must be visible ASCII characters");
            }
            chars += name.length() + header.getValue().length();
        }
        if (headers.size() > MAX_HEADERS || chars > MAX_CHARS) {
            throw new IllegalArgumentException("the headers must be at most " + MAX_HEADERS + " with " + MAX_CHARS
                    + " characters, found " + headers.size() + " with " + chars);
        }
    }
}
