/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.TlsProfile;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.util.IO;

/** Connections that carry one request at a time, for as long as the material that they were secured with is in use. */
final class ExchangePool extends DuplexConnectionPool {

    private final TlsProfile tls;

    ExchangePool(Destination destination, int maxConnections, TlsProfile tls) {
        super(destination, maxConnections);
        this.tls = tls;
    }

    @Override
    protected Connection activate() {
        Connection connection = super.activate();
        while (connection != null && OldMaterial.secures(connection, tls)) {
            if (remove(connection)) {
                IO.close(connection);
            }
            connection = super.activate();
        }
        return connection;
    }

    @Override
    protected boolean deactivate(Connection connection) {
        return OldMaterial.secures(connection, tls) ? !remove(connection) : super.deactivate(connection);
    }
}
