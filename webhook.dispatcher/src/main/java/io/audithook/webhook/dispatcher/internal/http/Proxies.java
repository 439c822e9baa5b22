/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.ProxyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.alpn.client.ALPNClientConnectionFactory;
import org.eclipse.jetty.client.Authentication;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Socks4Proxy;
import org.eclipse.jetty.client.Socks5;
import org.eclipse.jetty.client.Socks5Proxy;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Sends a client through a proxy: all of its requests, none directly. */
final class Proxies {

    private Proxies() {}

    /** @param tls for the connection with a proxy of type https; there if it is of that type */
    static void use(HttpClient client, ProxyServer server, Optional<SslContextFactory.Client> tls) {
        client.getProxyConfiguration()
                .addProxy(
                        switch (server.type()) {
                            case HTTP -> http(client, server, new HttpProxy(address(server), false));
                            case HTTPS -> http(client, server, new HttpProxy(address(server), tls.orElseThrow()));
                            // with names as they are (SOCKS 4A), so that the proxy looks them up
                            case SOCKS4 ->
                                new Socks4Proxy(server.host(), server.port()) {
                                    @Override
                                    public ClientConnectionFactory newClientConnectionFactory(
                                            ClientConnectionFactory behind) {
                                        return super.newClientConnectionFactory(new Negotiating(behind));
                                    }
                                };
                            case SOCKS5 -> socks5(server);
                        });
    }

    private static Origin.Address address(ProxyServer server) {
        return new Origin.Address(server.host(), server.port());
    }

    private static HttpProxy http(HttpClient client, ProxyServer server, HttpProxy proxy) {
        // sent unasked: some proxies close the connection after a 407
        server.credentials()
                .ifPresent(credentials -> client.getAuthenticationStore()
                        .addAuthenticationResult(new Basic(proxy.getURI(), basic(credentials))));
        return proxy;
    }

    /** In which forms the password may come back. */
    static List<String> secrets(ProxyServer server) {
        return server.credentials()
                .map(credentials -> List.of(credentials.password(), basic(credentials)))
                .orElse(List.of());
    }

    /** RFC 7617, 2. */
    private static String basic(ProxyServer.Credentials credentials) {
        return Base64.getEncoder()
                .encodeToString((credentials.user() + ":" + credentials.password()).getBytes(StandardCharsets.UTF_8));
    }

    /** The client's own shows the header in its log. */
    private record Basic(URI uri, String credentials) implements Authentication.Result {

        @Override
        public URI getURI() {
            return uri;
        }

        @Override
        public void apply(Request request) {
            request.headers(headers -> {
                if (!headers.contains(HttpHeader.PROXY_AUTHORIZATION)) {
                    headers.add(HiddenField.of("Proxy-Authorization", "Basic " + credentials));
                }
            });
        }

        @Override
        public String toString() {
            return "Basic[" + uri + "]";
        }
    }

    private static Socks5Proxy socks5(ProxyServer server) {
        Socks5Proxy proxy = new Socks5Proxy(server.host(), server.port()) {
            @Override
            public ClientConnectionFactory newClientConnectionFactory(ClientConnectionFactory behind) {
                return super.newClientConnectionFactory(new Negotiating(behind));
            }
        };
        server.credentials().ifPresent(credentials -> {
            // or the proxy could choose to let us in without
            proxy.removeAuthenticationFactory(Socks5.NoAuthenticationFactory.METHOD);
            proxy.putAuthenticationFactory(new Socks5.UsernamePasswordAuthenticationFactory(
                    credentials.user(), credentials.password(), StandardCharsets.UTF_8));
        });
        return proxy;
    }

    /** Offers the receiver behind a SOCKS proxy our protocols in the TLS handshake (ALPN), which Jetty does everywhere else. */
    private record Negotiating(ClientConnectionFactory behind) implements ClientConnectionFactory {

        @Override
        public Connection newConnection(EndPoint endPoint, Map<String, Object> context) throws IOException {
            Destination destination = (Destination) context.get(Destination.CONTEXT_KEY);
            Origin.Protocol protocol = destination.getOrigin().getProtocol();
            ClientConnectionFactory next = destination.isSecure() && protocol != null && protocol.isNegotiate()
                    ? new ALPNClientConnectionFactory(
                            destination.getHttpClient().getExecutor(), behind, protocol.getProtocols())
                    : behind;
            return next.newConnection(endPoint, context);
        }
    }
}
