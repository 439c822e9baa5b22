/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.RetryableRequestException;
import org.eclipse.jetty.client.transport.internal.HttpConnectionOverHTTP;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;

/**
 * Watches one attempt. The status decides once the head of the answer is complete: what a receiver says beyond it is
 * read to a limit and thrown away, and cannot take a "delivered" back.
 */
final class AnswerListener implements Request.BeginListener, Request.SuccessListener, Response.Listener {

    private static final long MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final int QUOTED_BYTES = 256;

    private final Consumer<Outcome> done;
    private final boolean secured;
    private final boolean proxied;
    private final Optional<Consumer<Throwable>> again;
    private final int bodyLength;
    private final Optional<AnswerReader> reader;

    /** The end of the request and the begin of the answer may be told by two threads at once. */
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.CONNECT);

    private Connection connection;
    private boolean reused;
    private long bytesInBefore;
    private long bytesOutBefore;
    private int headers;
    private long bodyBytes;
    private StringBuilder quoted;

    /**
     * @param done takes the outcome
     * @param webhook the request
     * @param proxied whether the attempt goes through a proxy
     * @param again takes the failure in place of {@code done} when the receiver says that it did not look at the
     *     request, or when the connection had been used before and was closed before a byte of the answer came: most
     *     likely the receiver had closed it as idle and never saw the request
     */
    AnswerListener(
            Consumer<Outcome> done, WebhookRequest webhook, boolean proxied, Optional<Consumer<Throwable>> again) {
        this.done = done;
        this.bodyLength = webhook.body().length;
        this.reader = webhook.reader();
        this.secured = "https".equalsIgnoreCase(webhook.url().getScheme());
        this.proxied = proxied;
        this.again = again;
    }

    @Override
    public void onBegin(Request request) {
        phase.set(Phase.SEND);
        connection = request.getConnection();
        if (connection instanceof HttpConnectionOverHTTP http) {
            reused = http.getMessagesIn() > 0;
            bytesInBefore = http.getBytesIn();
            bytesOutBefore = http.getBytesOut();
        }
    }

    @Override
    public void onSuccess(Request request) {
        // the answer may have come before
        phase.compareAndSet(Phase.SEND, Phase.HEADERS);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // onComplete tells how it ends
    public boolean onHeader(Response response, HttpField field) {
        if (++headers > MAX_HEADERS) {
            response.abort(new BadAnswerException("The answer has more than " + MAX_HEADERS + " headers"));
        }
        return true;
    }

    @Override
    public void onHeaders(Response response) {
        phase.set(Phase.BODY);
        reader.ifPresent(found -> found.head(response.getHeaders()::get));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // onComplete tells how it ends
    public void onContent(Response response, ByteBuffer content) {
        if (reader.isPresent()) {
            reader.get().body(content.slice());
        } else if (response.getStatus() / 100 != 2) {
            quote(content.slice());
        }
        bodyBytes += content.remaining();
        content.position(content.limit());
        if (bodyBytes > MAX_BODY_BYTES) {
            response.abort(
                    new BadAnswerException("The body of the answer is larger than " + MAX_BODY_BYTES + " bytes"));
        }
    }

    @Override
    public void onComplete(Result result) {
        Throwable failure = result.getFailure();
        if (isBeyondFarewell(failure)) {
            failure = new RetryableRequestException(failure);
        }
        if (again.isPresent() && failure != null && (Failures.isRefusedUnseen(failure) || wasStale(failure))) {
            again.get().accept(failure);
        } else {
            done.accept(outcome(result, failure));
        }
    }

    private boolean isBeyondFarewell(Throwable failure) {
        return isEnd(failure) && phase.get() != Phase.BODY && Farewell.isBeyond(connection);
    }

    /** Whether the connection was closed, by whomever. */
    private static boolean isEnd(Throwable failure) {
        return failure instanceof EOFException || failure instanceof ClosedChannelException;
    }

    private boolean wasStale(Throwable failure) {
        if (connection == null) {
            // it was taken from the pool, and closed before the request began
            return !proxied && isEnd(failure) && !HandshakeWatch.isWithReceiver(failure);
        }
        return reused
                && phase.get() != Phase.BODY
                && connection instanceof HttpConnectionOverHTTP http
                && http.getBytesIn() == bytesInBefore
                && Failures.isBroken(failure);
    }

    private Outcome outcome(Result result, Throwable failure) {
        int status = result.getResponse() == null ? 0 : result.getResponse().getStatus();
        if (phase.get() != Phase.BODY) {
            if (HandshakeWatch.isWithProxy(failure)) {
                return Failures.ofProxyHandshake(failure);
            }
            return isInHandshake() || HandshakeWatch.isWithReceiver(failure)
                    ? Failures.ofHandshake(failure, proxied)
                    : Failures.classify(failure, proxied, phaseWithoutAnswer());
        }
        Outcome.Kind kind = isDeniedByProxy(status) ? Outcome.Kind.PROXY_AUTH : Outcome.Kind.of(status);
        if (kind == Outcome.Kind.DELIVERED) {
            return Outcome.delivered(status);
        }
        if (failure != null && kind != Outcome.Kind.GONE) {
            Outcome broken = Failures.classify(failure, proxied, phase.get());
            if (broken.kind() == Outcome.Kind.TIMEOUT_BODY) {
                kind = Outcome.Kind.TIMEOUT_BODY;
            }
        }
        return new Outcome(
                kind,
                status,
                phase.get(),
                detail(kind, status, result.getResponse()),
                quoted == null ? "" : quoted.toString(),
                retryAfter(kind, result.getResponse()));
    }

    /** A receiver has no right to this status (RFC 9110, 15.5.8); under TLS the proxy cannot have sent it. */
    private boolean isDeniedByProxy(int status) {
        return proxied && !secured && status == HttpStatus.PROXY_AUTHENTICATION_REQUIRED_407;
    }

    /** The handshake begins with the first byte that is to be written. */
    private boolean isInHandshake() {
        if (!secured || connection == null) {
            return false;
        }
        EndPoint.SslSessionData session = connection.getSslSessionData();
        return session == null || session.sslSession().getCipherSuite().contains("_NULL_WITH_NULL_");
    }

    /** The end of the connection may be noticed before we are told that all was written. */
    private Phase phaseWithoutAnswer() {
        return phase.get() == Phase.SEND
                        && connection instanceof HttpConnectionOverHTTP http
                        && http.getBytesOut() - bytesOutBefore > bodyLength
                ? Phase.HEADERS
                : phase.get();
    }

    private static String detail(Outcome.Kind kind, int status, Response response) {
        String text = "HTTP " + status + Failures.hint(kind);
        String location = response.getHeaders().get(HttpHeader.LOCATION);
        return kind == Outcome.Kind.REDIRECT && location != null
                ? text + " to " + printable(location, QUOTED_BYTES) + "; redirects are not followed, change url"
                : text;
    }

    private static Optional<Duration> retryAfter(Outcome.Kind kind, Response response) {
        return kind == Outcome.Kind.THROTTLED || kind == Outcome.Kind.UNAVAILABLE
                ? RetryAfter.parse(response.getHeaders().get(HttpHeader.RETRY_AFTER), Instant.now())
                : Optional.empty();
    }

    private void quote(ByteBuffer content) {
        if (quoted == null) {
            quoted = new StringBuilder();
        }
        int room = Math.min(content.remaining(), QUOTED_BYTES - quoted.length());
        if (room > 0) {
            byte[] bytes = new byte[room];
            content.get(bytes);
            quoted.append(printable(new String(bytes, StandardCharsets.ISO_8859_1), room));
        }
    }

    /** What others sent must not write lines of its own into a log. */
    private static String printable(String text, int max) {
        return text.substring(0, Math.min(max, text.length())).replaceAll("[^ -~]", ".");
    }
}
