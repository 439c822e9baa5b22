/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.NegotiatingClientConnection;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends TLS handshakes that take too long, since the client's own time-out for connecting ends with the TCP handshake; and
 * tells their failures from others, since the client does not.
 */
final class HandshakeWatch implements ClientConnectionFactory {

    private final ClientConnectionFactory secured;
    private final Scheduler scheduler;
    private final Duration limit;
    private final boolean withProxy;

    /**
     * @param secured makes what runs inside TLS
     * @param scheduler tells the time
     * @param limit how long a handshake may take
     * @param withProxy whether the other side is a proxy
     */
    HandshakeWatch(ClientConnectionFactory secured, Scheduler scheduler, Duration limit, boolean withProxy) {
        this.secured = secured;
        this.scheduler = scheduler;
        this.limit = limit;
        this.withProxy = withProxy;
    }

    @Override
    public Connection newConnection(EndPoint endPoint, Map<String, Object> context) throws IOException {
        Connection connection = secured.newConnection(endPoint, context);
        SslEndPoint secure = (SslEndPoint) endPoint;
        Handshake handshake = new Handshake(secure);
        if (connection instanceof NegotiatingClientConnection) {
            handshake.standBefore(context);
        }
        secure.getSslConnection().addHandshakeListener(handshake);
        return connection;
    }

    /** Whether this is, or comes from, a failed handshake with the receiver. */
    static boolean isWithReceiver(Throwable failure) {
        return isMarked(failure, false);
    }

    /** Whether this is, or comes from, a failed handshake with a proxy. */
    static boolean isWithProxy(Throwable failure) {
        return isMarked(failure, true);
    }

    private static boolean isMarked(Throwable failure, boolean withProxy) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (Throwable suppressed : cause.getSuppressed()) {
                if (suppressed instanceof Mark mark && mark.withProxy == withProxy) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One handshake, from the first byte to its end. */
    private final class Handshake implements SslHandshakeListener, Promise<Object> {

        private final SslEndPoint endPoint;
        private final Scheduler.Task end;
        private volatile boolean complete;
        private long idleTimeout;

        /** Who waits for a connection on which the protocol is negotiated; others have theirs before the handshake. */
        private volatile Promise<Object> waiting = Promise.noop();

        Handshake(SslEndPoint endPoint) {
            this.endPoint = endPoint;
            end = scheduler.schedule(this::end, limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        @SuppressWarnings("unchecked")
        void standBefore(Map<String, Object> context) {
            // it would close without a word
            idleTimeout = endPoint.getIdleTimeout();
            endPoint.setIdleTimeout(0);
            waiting = (Promise<Object>) context.put(ClientConnector.CONNECTION_PROMISE_CONTEXT_KEY, this);
        }

        @Override
        public void handshakeSucceeded(Event event) {
            complete = true;
            end.cancel();
            if (idleTimeout > 0) {
                endPoint.setIdleTimeout(idleTimeout);
            }
        }

        @Override
        public void handshakeFailed(Event event, Throwable failure) {
            end.cancel();
            marked(failure);
        }

        @Override
        public void succeeded(Object connection) {
            waiting.succeeded(connection);
        }

        @Override
        public void failed(Throwable failure) {
            end.cancel();
            waiting.failed(complete ? failure : marked(failure));
        }

        private void end() {
            HandshakeTimeoutException failure = new HandshakeTimeoutException(limit);
            if (!endPoint.getWriteFlusher().onFail(marked(failure))) {
                waiting.failed(failure);
            }
            endPoint.close(failure);
        }

        private Throwable marked(Throwable failure) {
            failure.addSuppressed(new Mark(withProxy));
            return failure;
        }
    }

    /** Rides on a failure, and says with whom the handshake was. */
    private static final class Mark extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean withProxy;

        Mark(boolean withProxy) {
            super("in the TLS handshake with the " + (withProxy ? "proxy" : "receiver"), null, false, false);
            this.withProxy = withProxy;
        }
    }
}
