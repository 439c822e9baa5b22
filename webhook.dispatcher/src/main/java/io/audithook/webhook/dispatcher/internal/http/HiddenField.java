/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** A header whose value is sent, and shown to nobody: the client writes all headers into its log when asked to. */
final class HiddenField extends PreEncodedHttpField {

    /** What is no secret, and helps whoever looks for a fault. */
    private static final Set<String> OPEN = Set.of("accept", "content-encoding", "user-agent", "host");

    private static final String INSTEAD = "(hidden)";

    private HiddenField(String name, String value) {
        super(HttpHeader.CACHE.get(name), name, value);
    }

    /** The header, hidden unless it is known to hold no secret. */
    static HttpField of(String name, String value) {
        return isOpen(name) ? new HttpField(name, value) : new HiddenField(name, value);
    }

    /** The same for many requests: encoded once, if its value needs no care. */
    static HttpField encoded(String name, String value) {
        return isOpen(name) && value.chars().allMatch(c -> c >= ' ' && c <= '~')
                ? new PreEncodedHttpField(HttpHeader.CACHE.get(name), name, value)
                : of(name, value);
    }

    private static boolean isOpen(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OPEN.contains(lower)
                || lower.startsWith("webhook-")
                || lower.startsWith("audithook-")
                || lower.startsWith("ce-");
    }

    @Override
    public String getValue() {
        return INSTEAD;
    }
}
