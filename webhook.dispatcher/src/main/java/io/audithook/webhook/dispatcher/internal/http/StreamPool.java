/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.TlsProfile;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.MultiplexConnectionPool;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;
import org.eclipse.jetty.util.IO;

/**
 * Connections that may carry several requests at once, until their receiver takes its leave (GOAWAY). The client's own pool
 * closes such a connection one request too early, so that an answer under way is lost, and gives it away for a moment longer
 * than it takes requests; this one lets what is under way end, and begins nothing on it. Nor does it once the material that a
 * connection was secured with is not in use any more.
 */
final class StreamPool extends MultiplexConnectionPool {

    private final TlsProfile tls;

    StreamPool(Destination destination, int maxConnections, TlsProfile tls) {
        super(destination, maxConnections, 1);
        this.tls = tls;
    }

    @Override
    protected void onCreated(Connection connection) {
        Farewell.watch(connection);
        super.onCreated(connection);
    }

    @Override
    protected Connection activate() {
        Connection connection = super.activate();
        while (connection != null) {
            boolean old = OldMaterial.secures(connection, tls);
            if (!old && !Farewell.hasBegun(connection)) {
                return connection;
            }
            // its receiver closes one that it leaves
            if (remove(connection) && old && !hasStreams(connection)) {
                IO.close(connection);
            }
            connection = super.activate();
        }
        return null;
    }

    @Override
    protected boolean deactivate(Connection connection) {
        return OldMaterial.secures(connection, tls) ? !remove(connection) : super.deactivate(connection);
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
