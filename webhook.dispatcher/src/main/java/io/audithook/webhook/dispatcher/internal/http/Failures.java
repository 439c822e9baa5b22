/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.http.HttpException;

/** Gives the failures of the client their names. */
final class Failures {

    private Failures() {}

    /**
     * Names the failure of an attempt that got no complete head of an answer.
     *
     * @param proxied whether it went through a proxy
     * @param phase how far it came
     */
    static Outcome classify(Throwable failure, boolean proxied, Phase phase) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Outcome.Kind kind = kind(cause, proxied, phase);
            if (kind != null) {
                return new Outcome(kind, 0, phase, describe(cause));
            }
        }
        Outcome.Kind broken = switch (phase) {
            case CONNECT -> proxied ? Outcome.Kind.PROXY : Outcome.Kind.CONNECT;
            case SEND -> Outcome.Kind.SEND;
            case HEADERS, BODY -> Outcome.Kind.UNKNOWN;
        };
        return new Outcome(broken, 0, phase, describe(failure));
    }

    /** Whether the other side has closed the connection, or it broke. */
    static boolean isBroken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || cause instanceof SSLException
                    || cause instanceof HttpException
                    || cause instanceof ConnectException) {
                return false;
            }
        }
        return failure instanceof IOException;
    }

    private static Outcome.Kind kind(Throwable cause, boolean proxied, Phase phase) {
        if (cause instanceof SSLException failure) {
            return tls(failure);
        }
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return proxied ? Outcome.Kind.PROXY : Outcome.Kind.DNS;
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return proxied ? Outcome.Kind.PROXY : Outcome.Kind.CONNECT;
        }
        if (cause instanceof SocketTimeoutException) {
            return proxied ? Outcome.Kind.PROXY : Outcome.Kind.CONNECT_TIMEOUT;
        }
        // without a complete answer this can only be the answer to CONNECT
        if (cause instanceof HttpResponseException answered) {
            return proxied
                    ? answered.getResponse().getStatus() == 407 ? Outcome.Kind.PROXY_AUTH : Outcome.Kind.PROXY_REFUSED
                    : Outcome.Kind.BAD_RESPONSE;
        }
        if (cause instanceof HttpException || cause instanceof BadAnswerException) {
            return Outcome.Kind.BAD_RESPONSE;
        }
        return cause instanceof TimeoutException ? timeout(phase) : null;
    }

    private static Outcome.Kind timeout(Phase phase) {
        return switch (phase) {
            case CONNECT -> Outcome.Kind.CONNECT_TIMEOUT;
            case SEND -> Outcome.Kind.TIMEOUT_SEND;
            case HEADERS -> Outcome.Kind.TIMEOUT_HEADERS;
            case BODY -> Outcome.Kind.TIMEOUT_BODY;
        };
    }

    private static Outcome.Kind tls(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return Outcome.Kind.TLS_EXPIRED;
            }
            if (cause instanceof CertPathBuilderException) {
                return Outcome.Kind.TLS_UNTRUSTED;
            }
            // the JDK has no class of its own for it
            if (cause.getClass() == CertificateException.class
                    && String.valueOf(cause.getMessage()).startsWith("No ")) {
                return Outcome.Kind.TLS_HOSTNAME;
            }
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("protocol") || message.contains("cipher") || message.contains("handshake_failure")) {
            return Outcome.Kind.TLS_PROTOCOL;
        }
        return message.contains("certificate_required") || message.contains("bad_certificate")
                ? Outcome.Kind.TLS_CLIENT_CERTIFICATE
                : Outcome.Kind.TLS;
    }

    private static String describe(Throwable failure) {
        if (failure == null) {
            return "no answer";
        }
        if (failure instanceof EOFException || failure instanceof ClosedChannelException) {
            // the message would be a dump of the client's state
            return "the connection was closed before an answer came";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
