/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.TlsProfile;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.client.transport.internal.HttpConnectionOverHTTP2;
import org.eclipse.jetty.io.EndPoint;

/**
 * Tells connections that were secured with key and trust material which is not in use any more. No request may begin on one:
 * the server may not be trusted any more, and knows us by a certificate that we have replaced.
 */
final class OldMaterial {

    private OldMaterial() {}

    /**
     * Whether TLS on this connection, with the receiver or with a proxy, was begun before the profile got its material of now.
     * One that was opened before, but secured after, counts as well: that costs a connection, the other way round would cost
     * more.
     */
    static boolean secures(Connection connection, TlsProfile tls) {
        EndPoint endPoint = endPoint(connection);
        boolean secured = false;
        while (endPoint instanceof EndPoint.Wrapper layer) {
            secured = true;
            endPoint = layer.unwrap();
        }
        return secured && endPoint instanceof FrugalEndPoint socket && socket.material() != tls.context();
    }

    private static EndPoint endPoint(Connection connection) {
        if (connection instanceof HttpConnectionOverHTTP2 http2) {
            return http2.getSession() instanceof HTTP2Session session ? session.getEndPoint() : null;
        }
        return connection instanceof org.eclipse.jetty.io.Connection http1 ? http1.getEndPoint() : null;
    }
}
