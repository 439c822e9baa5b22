/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How an attempt ended.
 *
 * @param kind the class of the outcome
 * @param status the HTTP status, 0 if none came
 * @param phase how far it came
 * @param detail for people; empty if the kind says it all
 * @param answer the beginning of the answer's body, printable; empty if there was none, or the event was delivered
 * @param retryAfter the time the receiver asks for, from now; never negative
 */
public record Outcome(Kind kind, int status, Phase phase, String detail, String answer, Optional<Duration> retryAfter) {

    private static final Outcome OK = new Outcome(Kind.DELIVERED, 200, Phase.BODY, "");

    public Outcome {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(retryAfter, "retryAfter");
    }

    public Outcome(Kind kind, int status, Phase phase, String detail) {
        this(kind, status, phase, detail, "", Optional.empty());
    }

    /** The receiver has the event. */
    public static Outcome delivered(int status) {
        return status == 200 ? OK : new Outcome(Kind.DELIVERED, status, Phase.BODY, "");
    }

    /** A fault on our side, before anything was sent. */
    public static Outcome local(String detail) {
        return new Outcome(Kind.LOCAL, 0, Phase.CONNECT, detail);
    }

    /** Whether the receiver has taken the event. */
    public boolean delivered() {
        return kind == Kind.DELIVERED;
    }

    /** What is known beside the kind, for people; empty if the receiver has the event. */
    public String explanation() {
        return delivered() ? "" : detail + (answer.isEmpty() ? "" : ": " + answer);
    }

    /** Whom it is charged to. */
    public Blame blame() {
        return kind.blame;
    }

    /** The same, but it was we who slept. */
    public Outcome stalled() {
        return new Outcome(Kind.LOCAL_STALL, status, phase, "this process stood still meanwhile; " + detail);
    }

    @Override
    public String toString() {
        return (detail.isEmpty() ? kind.label() : kind.label() + ": " + detail)
                + (answer.isEmpty() ? "" : ", the answer was: " + answer);
    }

    /** The classes, with names that stay. */
    public enum Kind {
        /** Status 200 to 299. */
        DELIVERED("delivered", Blame.NOBODY),
        /** Status 300 to 399; redirects are not followed. */
        REDIRECT("redirect", Blame.SETUP),
        /** Status 401, 403, 404, 405, 407: it is not this event. */
        UNAUTHORIZED("unauthorized", Blame.SETUP),
        /** Any other status from 400 to 499 but those below. */
        REJECTED("rejected", Blame.EVENT),
        /** Status 408 and 425. */
        TRY_AGAIN("try-again", Blame.RECEIVER),
        /** Status 410: the endpoint is no more. */
        GONE("gone", Blame.RECEIVER),
        /** Status 429. */
        THROTTLED("throttled", Blame.RECEIVER),
        /** Status 500 and above, and what is no status at all. */
        SERVER_ERROR("server-error", Blame.RECEIVER),
        /** Status 502, 503 and 504. */
        UNAVAILABLE("unavailable", Blame.RECEIVER),
        /** The request was not taken in time. */
        TIMEOUT_SEND("timeout-send", Blame.RECEIVER),
        /** No complete head of an answer in time. */
        TIMEOUT_HEADERS("timeout-headers", Blame.RECEIVER),
        /** An answer that does not say yes, and does not end in time. */
        TIMEOUT_BODY("timeout-body", Blame.RECEIVER),
        /** The connection broke before the request was written. */
        SEND("send-failed", Blame.RECEIVER),
        /** The connection broke after the request was written: the receiver may have the event. */
        UNKNOWN("unknown-outcome", Blame.RECEIVER),
        /** What came back is not HTTP, or breaks its limits. */
        BAD_RESPONSE("bad-response", Blame.RECEIVER),
        /** The address policy forbids the address; nothing was connected. */
        ADDRESS("address-forbidden", Blame.OURS),
        /** The host name has no address. */
        DNS("dns-unknown", Blame.WAY),
        /** Nobody listens, or there is no way there. */
        CONNECT("connect-refused", Blame.WAY),
        /** The connection was not made in time. */
        CONNECT_TIMEOUT("connect-timeout", Blame.WAY),
        /** The handshake failed; nothing of the event was sent. */
        TLS("tls-failed", Blame.WAY),
        /** The handshake was not complete in time. */
        TLS_TIMEOUT("tls-timeout", Blame.WAY),
        /** The receiver's certificate has expired, or is not valid yet. */
        TLS_EXPIRED("tls-expired", Blame.WAY),
        /** The receiver's certificate is for other names. */
        TLS_HOSTNAME("tls-hostname", Blame.WAY),
        /** The receiver's certificate is signed by nobody we trust. */
        TLS_UNTRUSTED("tls-untrusted", Blame.WAY),
        /** We and the receiver have no protocol version or cipher in common. */
        TLS_PROTOCOL("tls-protocol", Blame.WAY),
        /** The receiver wants another client certificate, or one at all. */
        TLS_CLIENT_CERTIFICATE("tls-client-cert", Blame.WAY),
        /** The proxy was not reached. */
        PROXY("proxy-unreachable", Blame.OURS),
        /** The proxy wants other credentials. */
        PROXY_AUTH("proxy-auth", Blame.OURS),
        /** The proxy refused the connection. */
        PROXY_REFUSED("proxy-refused", Blame.OURS),
        /** The proxy did not make the connection in time. */
        PROXY_TIMEOUT("proxy-timeout", Blame.OURS),
        /** The TLS handshake with the proxy failed. */
        PROXY_TLS("proxy-tls", Blame.OURS),
        /** What the proxy says is not HTTP. */
        PROXY_BAD_RESPONSE("proxy-bad-response", Blame.OURS),
        /** The receiver does not agree to be delivered to. */
        HANDSHAKE("handshake-refused", Blame.SETUP),
        /** There is no token to send with the request. */
        AUTH_TOKEN("auth-token", Blame.OURS),
        /** The fault is ours. */
        LOCAL("local", Blame.OURS),
        /** A time ran out while this process stood still. */
        LOCAL_STALL("local-stall", Blame.OURS);

        private final String label;
        private final Blame blame;

        Kind(String label, Blame blame) {
            this.label = label;
            this.blame = blame;
        }

        /** The stable name. */
        public String label() {
            return label;
        }

        /** Whether a time has run out. */
        public boolean isTimeout() {
            return switch (this) {
                case TIMEOUT_SEND, TIMEOUT_HEADERS, TIMEOUT_BODY, CONNECT_TIMEOUT, TLS_TIMEOUT, PROXY_TIMEOUT -> true;
                default -> false;
            };
        }

        /** The class of a status. */
        static Kind of(int status) {
            return switch (status) {
                case 401, 403, 404, 405, 407 -> UNAUTHORIZED;
                case 408, 425 -> TRY_AGAIN;
                case 410 -> GONE;
                case 429 -> THROTTLED;
                case 502, 503, 504 -> UNAVAILABLE;
                default ->
                    switch (status / 100) {
                        case 2 -> DELIVERED;
                        case 3 -> REDIRECT;
                        case 4 -> REJECTED;
                        default -> SERVER_ERROR;
                    };
            };
        }
    }
}
