/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a receiver has to do before the SDK of CloudEvents for Java, which in 4.0.1 takes header values as they come. */
public final class Decoded {

    private Decoded() {}

    /** The headers with those of CloudEvents percent-decoded. */
    public static Map<String, String> headers(Map<String, String> headers) {
        Map<String, String> decoded = new HashMap<>(headers);
        decoded.replaceAll((name, value) ->
                name.startsWith("ce-") ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8) : value);
        return decoded;
    }
}
