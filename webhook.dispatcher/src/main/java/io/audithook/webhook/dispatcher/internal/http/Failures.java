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
import java.nio.channels.WritePendingException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.RetryableRequestException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http2.ErrorCode;

/** Gives the failures of the client their names. */
final class Failures {

    private static final Pattern ALERT_ABOUT_OURS = Pattern.compile("fatal alert: (\\w*certificate\\w*|unknown_ca)");

    /** Newer JDKs put the name of the alert before what they say of a handshake. */
    private static final Pattern ALERT_NAME = Pattern.compile("^\\(\\w+\\) ");

    /** As the client names the error codes of RFC 9113, 7, in its messages. */
    private static final String REFUSED_STREAM = ErrorCode.toString(ErrorCode.REFUSED_STREAM_ERROR.code, "");

    private static final String HTTP_1_1_REQUIRED = ErrorCode.toString(ErrorCode.HTTP_1_1_REQUIRED_ERROR.code, "");

    private static final String FRAME_SIZE = ErrorCode.toString(ErrorCode.FRAME_SIZE_ERROR.code, "");

    private static final String NO_ERROR = ErrorCode.toString(ErrorCode.NO_ERROR.code, "");

    /** What the client calls a head that is too large. */
    private static final String TOO_LARGE = "Response Header Bytes Too Large";

    private static final int MAX_REASON = 100;

    /** Nothing tells it but this text. */
    private static final String SESSION_CLOSED = "session closed";

    /** The alert of a server that takes none of the protocols that it is offered. */
    private static final String NO_HTTP2_OFFERED = "no_application_protocol";

    /** As the operating systems say it, which the JDK passes on. */
    private static final String NO_DESCRIPTORS = "Too many open files";

    /** Whose keys the hints name; there may be many. */
    private static final String TLS_PID = "io.audithook.tls";

    /** The profile that is always there, which no configuration makes. */
    private static final String DEFAULT_PROFILE = "default";

    /** With that an answer in HTTP/2 begins, and none in HTTP/1.1. */
    private static final String ZERO = "Illegal character CNTL=0x0";

    private Failures() {}

    /**
     * Names the failure of an attempt that got no complete head of an answer.
     *
     * @param proxied whether it went through a proxy
     * @param phase how far it came
     */
    static Outcome classify(Throwable failure, boolean proxied, Phase phase) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(NO_DESCRIPTORS)) {
                return Outcome.local("this process may open no more connections and files (" + NO_DESCRIPTORS
                        + "); raise its limit (ulimit -n)");
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Outcome.Kind kind = kind(cause, proxied, phase);
            if (kind != null) {
                String said = describe(cause);
                return new Outcome(
                        kind,
                        0,
                        phase,
                        said
                                + (said.contains(NO_HTTP2_OFFERED)
                                        ? ": the other side does not offer HTTP/2; set protocol=auto"
                                        : hint(kind)));
            }
        }
        Outcome.Kind broken = switch (phase) {
            case CONNECT -> proxied ? Outcome.Kind.PROXY : Outcome.Kind.CONNECT;
            case SEND -> Outcome.Kind.SEND;
            case HEADERS, BODY -> Outcome.Kind.UNKNOWN;
        };
        return new Outcome(broken, 0, phase, describe(failure));
    }

    /** Names the failure of an attempt whose TLS handshake was not complete. */
    static Outcome ofHandshake(Throwable failure, boolean proxied) {
        Outcome named = classify(failure, proxied, Phase.CONNECT);
        Outcome.Kind kind = switch (named.kind()) {
            case CONNECT_TIMEOUT, PROXY_TIMEOUT -> Outcome.Kind.TLS_TIMEOUT;
            case CONNECT, PROXY -> Outcome.Kind.TLS;
            default -> named.kind();
        };
        return new Outcome(kind, 0, Phase.CONNECT, named.detail());
    }

    /** Names the failure of a TLS handshake with the proxy. */
    static Outcome ofProxyHandshake(Throwable failure) {
        Outcome named = classify(failure, true, Phase.CONNECT);
        return new Outcome(
                Outcome.Kind.PROXY_TLS, 0, Phase.CONNECT, named.kind().label() + " at the proxy: " + named.detail());
    }

    /** Whether the receiver did nothing with the request: it says so (RFC 9113, 8.7), or has said before that it leaves. */
    static boolean isRefusedUnseen(Throwable failure) {
        return failure instanceof RetryableRequestException
                || isBeforeTunnel(failure)
                || (failure instanceof IllegalStateException && SESSION_CLOSED.equals(failure.getMessage()))
                || (failure instanceof IOException && REFUSED_STREAM.equals(failure.getMessage()));
    }

    /** Whether the client has begun with HTTP/2 in a tunnel before it has noticed that its CONNECT was written: it has sent nothing then. */
    private static boolean isBeforeTunnel(Throwable failure) {
        return failure instanceof WritePendingException;
    }

    /** Whether what came is no HTTP/2, though that was asked for: the length of a frame is made of the letters of an answer. */
    private static boolean isNoHttp2(Throwable failure) {
        return failure instanceof IOException
                && String.valueOf(failure.getMessage()).startsWith(FRAME_SIZE);
    }

    /**
     * Whether the receiver gave its whole answer without reading the whole request (RFC 9113, 8.1). The client may throw such an
     * answer away.
     */
    private static boolean isAnsweredEarly(Throwable failure) {
        return failure instanceof IOException && NO_ERROR.equals(failure.getMessage());
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
            return tls(failure, proxied);
        }
        if (isRefusedUnseen(cause)) {
            return Outcome.Kind.SEND;
        }
        if (isAnsweredEarly(cause)) {
            return Outcome.Kind.UNKNOWN;
        }
        if (cause instanceof HandshakeTimeoutException) {
            return Outcome.Kind.TLS_TIMEOUT;
        }
        if (cause instanceof ForbiddenAddressException) {
            return Outcome.Kind.ADDRESS;
        }
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return proxied ? Outcome.Kind.PROXY : Outcome.Kind.DNS;
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return proxied ? Outcome.Kind.PROXY : Outcome.Kind.CONNECT;
        }
        if (cause instanceof SocketTimeoutException) {
            return timeout(Phase.CONNECT, proxied);
        }
        if (proxied && phase == Phase.CONNECT && cause.getClass() == IOException.class && !isNoHttp2(cause)) {
            return socks(String.valueOf(cause.getMessage()));
        }
        // without a complete answer this can only be the answer to CONNECT
        if (cause instanceof HttpResponseException answered) {
            return proxied ? proxy(answered) : Outcome.Kind.BAD_RESPONSE;
        }
        if (cause instanceof IOException && (HTTP_1_1_REQUIRED.equals(cause.getMessage()) || isNoHttp2(cause))) {
            return Outcome.Kind.BAD_RESPONSE;
        }
        if (cause instanceof HttpException || cause instanceof BadAnswerException) {
            return Outcome.Kind.BAD_RESPONSE;
        }
        return cause instanceof TimeoutException ? timeout(phase, proxied) : null;
    }

    /** The client tells what a SOCKS proxy says by texts alone; null for another failure. */
    private static Outcome.Kind socks(String message) {
        if (!message.contains("SOCK")) {
            return null;
        }
        if (message.contains("authentication")) {
            return Outcome.Kind.PROXY_AUTH;
        }
        return message.startsWith("Unsupported") || message.startsWith("Invalid") || message.startsWith("Unknown")
                ? Outcome.Kind.PROXY_BAD_RESPONSE
                : Outcome.Kind.PROXY_REFUSED;
    }

    private static Outcome.Kind proxy(HttpResponseException answered) {
        if (answered.getCause() instanceof HttpException) {
            return Outcome.Kind.PROXY_BAD_RESPONSE;
        }
        return switch (answered.getResponse().getStatus()) {
            // tinyproxy says 407 to who tells no password, 401 to who tells a wrong one
            case 401, 407 -> Outcome.Kind.PROXY_AUTH;
            default -> Outcome.Kind.PROXY_REFUSED;
        };
    }

    private static Outcome.Kind timeout(Phase phase, boolean proxied) {
        return switch (phase) {
            case CONNECT -> proxied ? Outcome.Kind.PROXY_TIMEOUT : Outcome.Kind.CONNECT_TIMEOUT;
            case SEND -> Outcome.Kind.TIMEOUT_SEND;
            case HEADERS -> Outcome.Kind.TIMEOUT_HEADERS;
            case BODY -> Outcome.Kind.TIMEOUT_BODY;
        };
    }

    private static Outcome.Kind tls(SSLException failure, boolean proxied) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return Outcome.Kind.TLS_EXPIRED;
            }
            // the JDK has no class of its own for it
            if (cause.getClass() == CertificateException.class
                    && String.valueOf(cause.getMessage()).startsWith("No ")) {
                return Outcome.Kind.TLS_HOSTNAME;
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException) {
                return Outcome.Kind.TLS_UNTRUSTED;
            }
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (proxied && message.contains("unrecognized ssl message")) {
            // most likely the proxy goes on talking
            return Outcome.Kind.PROXY_BAD_RESPONSE;
        }
        if (message.contains("protocol") || message.contains("cipher") || message.contains("handshake_failure")) {
            return Outcome.Kind.TLS_PROTOCOL;
        }
        // the receiver talks of our certificate; of its own we have judged ourselves
        return ALERT_ABOUT_OURS.matcher(message).find() ? Outcome.Kind.TLS_CLIENT_CERTIFICATE : Outcome.Kind.TLS;
    }

    /** What to do about it, for the detail of an outcome; empty if the detail says it. */
    static String hint(Outcome.Kind kind) {
        return switch (kind) {
            case PROXY_AUTH -> ": user and password in io.audithook.proxy must be those that the proxy takes";
            case PROXY_REFUSED ->
                ": the proxy must allow and reach this host and port, or nonProxyHosts must name the host";
            case TLS_PROTOCOL ->
                ": compare protocols and cipherSuites in " + TLS_PID + " with what the other side takes; if it wants a"
                        + " client certificate, set key.path there";
            case TLS_CLIENT_CERTIFICATE ->
                ": set key.path in " + TLS_PID + " to a certificate that the other side takes";
            default -> "";
        };
    }

    /** What is wrong with the head of an answer. */
    private static String broken(HttpException rule) {
        String reason = String.valueOf(rule.getReason());
        return TOO_LARGE.equals(reason)
                ? "the headers of the answer are more than " + JettyClient.MAX_RESPONSE_HEADERS_BYTES + " bytes"
                : "the answer breaks the rules of HTTP: "
                        + reason.substring(0, Math.min(MAX_REASON, reason.length()))
                                .replaceAll("[^ -~]", ".")
                        + (reason.startsWith(ZERO) ? "; if the other side speaks HTTP/2 only, set protocol=h2" : "");
    }

    /** The same with the name of the TLS profile, where a hint is about it. */
    static Outcome named(Outcome outcome, String profile) {
        String hint = hint(outcome.kind());
        if (!hint.contains(TLS_PID) || !outcome.detail().endsWith(hint) || profile.equals(DEFAULT_PROFILE)) {
            return outcome;
        }
        String said = outcome.detail().substring(0, outcome.detail().length() - hint.length());
        return new Outcome(
                outcome.kind(),
                outcome.status(),
                outcome.phase(),
                said + hint.replace(TLS_PID, TLS_PID + "~" + profile),
                outcome.answer(),
                outcome.retryAfter());
    }

    private static String describe(Throwable failure) {
        if (failure == null) {
            return "no answer";
        }
        if (failure instanceof EOFException || failure instanceof ClosedChannelException) {
            // the message would be a dump of the client's state
            return "the connection was closed before an answer came";
        }
        if (failure instanceof HttpResponseException answered) {
            // here, too
            return answered.getCause() instanceof HttpException rule
                    ? broken(rule)
                    : "the answer to CONNECT was HTTP " + answered.getResponse().getStatus();
        }
        if (failure instanceof HttpException rule) {
            return broken(rule);
        }
        String message = failure.getMessage();
        if (isBeforeTunnel(failure)) {
            return "the tunnel through the proxy was not ready";
        }
        if (isRefusedUnseen(failure)) {
            return "the receiver refused the HTTP/2 stream unseen";
        }
        if (isAnsweredEarly(failure)) {
            return "the receiver answered before it had read the request, and the answer was lost";
        }
        if (isNoHttp2(failure)) {
            return "the receiver answered with something else than HTTP/2; set protocol=auto";
        }
        if (HTTP_1_1_REQUIRED.equals(message)) {
            return "the receiver wants HTTP/1.1 here; set protocol=http/1.1";
        }
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        return failure instanceof SSLException ? ALERT_NAME.matcher(message).replaceFirst("") : message;
    }
}
