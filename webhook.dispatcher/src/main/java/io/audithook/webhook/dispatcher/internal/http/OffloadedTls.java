/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS that works out nothing of the handshake on the selector thread, nor with the lock of its connection, as the client's own
 * does: a check of certificates that hangs would hold up all connections of the client, and the timer of all clients.
 */
final class OffloadedTls extends SslClientConnectionFactory {

    private final HandshakeTasks tasks;

    /**
     * @param connector has the threads and buffers
     * @param secured makes what runs inside TLS
     * @param tasks runs the tasks of the handshakes
     */
    OffloadedTls(
            ClientConnector connector,
            SslContextFactory.Client tls,
            ClientConnectionFactory secured,
            HandshakeTasks tasks) {
        super(tls, connector.getByteBufferPool(), connector.getExecutor(), secured);
        this.tasks = tasks;
    }

    /** Here, not where engines are made: what negotiates the protocol takes none but the JDK's, and gets it before. */
    @Override
    protected SslConnection newSslConnection(EndPoint endPoint, SSLEngine engine) {
        return new Secured(endPoint, new OffloadedEngine(engine, tasks, getExecutor()));
    }

    private final class Secured extends SslConnection {

        private final OffloadedEngine engine;

        Secured(EndPoint endPoint, OffloadedEngine engine) {
            super(
                    getByteBufferPool(),
                    OffloadedTls.this.getExecutor(),
                    getSslContextFactory(),
                    endPoint,
                    engine,
                    isDirectBuffersForEncryption(),
                    isDirectBuffersForDecryption());
            this.engine = engine;
        }

        @Override
        protected int networkFill(ByteBuffer input) throws IOException {
            // or it would fill up, or break, before what came first is understood
            return engine.isBusy() ? 0 : super.networkFill(input);
        }

        @Override
        public void tryFillInterested(Callback reader) {
            if (!engine.await(reader)) {
                super.tryFillInterested(reader);
            }
        }

        @Override
        public boolean onIdleExpired(TimeoutException timeout) {
            return super.onIdleExpired(timeout) && !failReader(timeout);
        }

        @Override
        public void onClose(Throwable cause) {
            super.onClose(cause);
            failReader(cause == null ? new ClosedChannelException() : cause);
        }

        /** As the end point does with readers that wait for the other side. */
        private boolean failReader(Throwable failure) {
            Callback reader = engine.leave();
            if (reader != null) {
                reader.failed(failure);
            }
            return reader != null;
        }
    }
}
