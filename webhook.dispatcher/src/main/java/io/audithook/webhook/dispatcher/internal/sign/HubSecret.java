/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The secret of an {@code X-Hub-Signature-256} header, for receivers made for GitHub. Safe for use by many threads. */
public final class HubSecret {

    private static final byte[] NO_HEAD = {};

    private final Hmac hmac;

    private HubSecret(Hmac hmac) {
        this.hmac = hmac;
    }

    /**
     * Takes the text as it is.
     *
     * @param name the key of the configuration, for messages
     * @throws IllegalArgumentException if it is empty
     */
    public static HubSecret parse(String name, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return new HubSecret(new Hmac(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The value of the header: {@code sha256=HEX}. */
    String sign(byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(hmac.of(NO_HEAD, body));
    }

    @Override
    public String toString() {
        return "HubSecret";
    }
}
