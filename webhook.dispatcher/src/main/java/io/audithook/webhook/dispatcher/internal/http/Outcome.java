/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.util.Objects;

/**
 * How an attempt ended.
 *
 * @param kind the class of the end
 * @param status the HTTP status, or 0 if none was seen
 * @param detail what happened, for people; without secrets and without any of the answer's body
 */
public record Outcome(Kind kind, int status, String detail) {

    public Outcome {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
    }

    /** Whether the receiver has taken the event. */
    public boolean delivered() {
        return kind == Kind.DELIVERED;
    }

    @Override
    public String toString() {
        return detail.isEmpty() ? kind.label() : kind.label() + ": " + detail;
    }

    /** The classes, with names that stay. */
    public enum Kind {
        /** Status 200 to 299. */
        DELIVERED("delivered"),
        /** Any other status, a redirect too. */
        STATUS("status"),
        /** The host name has no address. */
        DNS("dns"),
        /** Nobody listens, or there is no way there. */
        CONNECT("connect-refused"),
        /** The connection was not made in time. */
        CONNECT_TIMEOUT("connect-timeout"),
        /** The handshake failed; nothing of the event was sent. */
        TLS("tls"),
        /** The proxy refused or failed. */
        PROXY("proxy"),
        /** No complete answer in time. */
        TIMEOUT("timeout"),
        /** What came back is not HTTP, or breaks its limits. */
        BAD_RESPONSE("bad-response"),
        /** The connection broke. */
        IO("io"),
        /** The fault is ours. */
        LOCAL("local");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The stable name. */
        public String label() {
            return label;
        }
    }
}
