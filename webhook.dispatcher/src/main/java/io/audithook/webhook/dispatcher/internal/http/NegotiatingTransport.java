/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;

/**
 * Speaks what the receiver takes of several protocols. Keeps where the last request went: Jetty works out anew for each
 * request which protocols come into question, which took a fiftieth of all time with TLS. Our requests differ in nothing
 * else that counts there.
 */
final class NegotiatingTransport extends HttpClientTransportDynamic {

    private final boolean http2Only;
    private volatile Origin last;

    private NegotiatingTransport(
            boolean http2Only, ClientConnector connector, ClientConnectionFactory.Info... protocols) {
        super(connector, protocols);
        this.http2Only = http2Only;
    }

    /** HTTP/2 where a receiver offers it, or else HTTP/1.1. */
    static NegotiatingTransport any(ClientConnector connector, ClientConnectionFactory.Info http2) {
        // the first is what is spoken to a receiver that offers nothing
        return new NegotiatingTransport(false, connector, HttpClientConnectionFactory.HTTP11, http2);
    }

    /** HTTP/2 with receivers; HTTP/1.1 is for proxies. */
    static NegotiatingTransport http2(ClientConnector connector, ClientConnectionFactory.Info http2) {
        return new NegotiatingTransport(true, connector, http2, HttpClientConnectionFactory.HTTP11);
    }

    @Override
    public Origin newOrigin(Request request) {
        Origin known = last;
        if (known != null && isOf(known, request)) {
            return known;
        }
        if (http2Only) {
            request.version(HttpVersion.HTTP_2);
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
