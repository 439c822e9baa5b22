/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;

/**
 * Speaks what the receiver takes of several protocols. Keeps where the last request went: Jetty works out anew for each
 * request which protocols come into question, which took a fiftieth of all time with TLS. Our requests differ in nothing
 * else that counts there.
 */
final class NegotiatingTransport extends HttpClientTransportDynamic {

    private volatile Origin last;

    NegotiatingTransport(ClientConnector connector, ClientConnectionFactory.Info... protocols) {
        super(connector, protocols);
    }

    @Override
    public Origin newOrigin(Request request) {
        Origin known = last;
        if (known != null && isOf(known, request)) {
            return known;
        }
        Origin made = super.newOrigin(request);
        last = made;
        return made;
    }

    private static boolean isOf(Origin origin, Request request) {
        String scheme = request.getScheme();
        return origin.getScheme().equalsIgnoreCase(scheme)
                && origin.getAddress().getHost().equalsIgnoreCase(request.getHost())
                && origin.getAddress().getPort() == HttpClient.normalizePort(scheme, request.getPort());
    }
}
