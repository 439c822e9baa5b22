/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.ProxyServer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Socks4Proxy;
import org.eclipse.jetty.client.Socks5;
import org.eclipse.jetty.client.Socks5Proxy;
import org.eclipse.jetty.http.HttpHeader;

/** Sends a client through a proxy: all of its requests, none directly. */
final class Proxies {

    private Proxies() {}

    static void use(HttpClient client, ProxyServer server) {
        client.getProxyConfiguration()
                .addProxy(
                        switch (server.type()) {
                            case HTTP, HTTPS -> http(client, server);
                            // with names as they are (SOCKS 4A), so that the proxy looks them up
                            case SOCKS4 -> new Socks4Proxy(server.host(), server.port());
                            case SOCKS5 -> socks5(server);
                        });
    }

    private static HttpProxy http(HttpClient client, ProxyServer server) {
        HttpProxy proxy = new HttpProxy(
                new Origin.Address(server.host(), server.port()), server.type() == ProxyServer.Type.HTTPS);
        // sent unasked: some proxies close the connection after a 407
        server.credentials()
                .ifPresent(credentials -> client.getAuthenticationStore()
                        .addAuthenticationResult(new BasicAuthentication.BasicResult(
                                proxy.getURI(),
                                HttpHeader.PROXY_AUTHORIZATION,
                                credentials.user(),
                                credentials.password())));
        return proxy;
    }

    private static Socks5Proxy socks5(ProxyServer server) {
        Socks5Proxy proxy = new Socks5Proxy(server.host(), server.port());
        server.credentials().ifPresent(credentials -> {
            // or the proxy could choose to let us in without
            proxy.removeAuthenticationFactory(Socks5.NoAuthenticationFactory.METHOD);
            proxy.putAuthenticationFactory(new Socks5.UsernamePasswordAuthenticationFactory(
                    credentials.user(), credentials.password(), StandardCharsets.UTF_8));
        });
        return proxy;
    }
}
