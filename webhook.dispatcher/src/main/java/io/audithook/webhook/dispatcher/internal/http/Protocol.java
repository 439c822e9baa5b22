/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** Which HTTP is spoken. */
public enum Protocol {
    /** What the receiver offers in the TLS handshake (ALPN, RFC 7301); HTTP/1.1 without TLS, since nothing is offered there. */
    AUTO("auto"),
    /** HTTP/1.1 and nothing else. */
    HTTP_1_1("http/1.1"),
    /** HTTP/2 and nothing else; without TLS with prior knowledge (RFC 9113, 3.3). */
    H2("h2");

    private final String label;

    Protocol(String label) {
        this.label = label;
    }

    /** The name in configurations. */
    public String label() {
        return label;
    }

    /** The protocol of this name. */
    public static Optional<Protocol> of(String label) {
        return Stream.of(values())
                .filter(protocol -> protocol.label.equals(label))
                .findFirst();
    }

    /** What it comes to for this URL. */
    public Protocol over(URI url) {
        return this == AUTO && "http".equalsIgnoreCase(url.getScheme()) ? HTTP_1_1 : this;
    }
}
