/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.MultiplexConnectionPool;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;

/**
 * Connections that may carry several requests at once. The client's own pool closes a connection whose receiver has taken
 * its leave (GOAWAY) one request too early, so that an answer under way is lost; this one lets all of them end.
 */
final class StreamPool extends MultiplexConnectionPool {

    StreamPool(Destination destination, int maxConnections) {
        super(destination, maxConnections, 1);
    }

    @Override
    public boolean release(Connection connection) {
        return super.release(connection) || hasStreams(connection);
    }

    private static boolean hasStreams(Connection connection) {
        return connection instanceof HttpConnectionOverHTTP2 http2
                && !http2.getSession().getStreams().isEmpty();
    }
}
