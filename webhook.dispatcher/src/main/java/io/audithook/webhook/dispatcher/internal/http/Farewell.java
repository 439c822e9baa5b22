/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.http2.CloseState;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;

/**
 * Knows of one HTTP/2 connection which requests the receiver does not look at any more: when it leaves it names the last stream
 * that it takes (GOAWAY, RFC 9113, 6.8). The client fails the streams beyond that as such, but not one that begins at the same
 * moment: this one ends with the connection.
 */
final class Farewell implements HTTP2Session.FrameListener {

    /** Also what a receiver names that will leave, but does not know yet after which. */
    private static final int NONE = Integer.MAX_VALUE;

    private final Set<Integer> unanswered = ConcurrentHashMap.newKeySet();
    private volatile int last = NONE;

    private Farewell() {}

    /** Begins to watch a connection, before its first request. */
    static void watch(Connection connection) {
        session(connection).ifPresent(session -> session.addEventListener(new Farewell()));
    }

    /**
     * Whether a request without an answer, on a connection that is closed, is one that the receiver did not look at: all those up
     * to the last that it takes have their answer.
     */
    static boolean isBeyond(Connection connection) {
        return session(connection).stream()
                .flatMap(session -> session.getEventListeners().stream())
                .anyMatch(listener -> listener instanceof Farewell farewell && farewell.isEachAnswered());
    }

    /** Whether the receiver has taken its leave, or the connection is closed. */
    static boolean hasBegun(Connection connection) {
        return session(connection)
                .filter(session -> session.getCloseState() != CloseState.NOT_CLOSED)
                .isPresent();
    }

    private static Optional<HTTP2Session> session(Connection connection) {
        return connection instanceof HttpConnectionOverHTTP2 http2 && http2.getSession() instanceof HTTP2Session session
                ? Optional.of(session)
                : Optional.empty();
    }

    private boolean isEachAnswered() {
        int end = last;
        return end != NONE && unanswered.stream().noneMatch(stream -> stream <= end);
    }

    /** Called before the frame is written. */
    @Override
    public void onOutgoingFrame(Session session, Frame frame) {
        if (frame instanceof HeadersFrame request) {
            unanswered.add(request.getStreamId());
        }
    }

    @Override
    public void onIncomingFrame(Session session, Frame frame) {
        if (frame instanceof HeadersFrame answer) {
            unanswered.remove(answer.getStreamId());
        } else if (frame instanceof GoAwayFrame leave) {
            last = Math.min(last, leave.getLastStreamId());
        }
    }
}
