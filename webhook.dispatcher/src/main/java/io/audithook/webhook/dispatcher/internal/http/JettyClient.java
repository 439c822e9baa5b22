/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.api.TlsProfile;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.AbstractHttpClientTransport;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * Makes Jetty clients that do what they are told and nothing of their own accord: no redirect, no cookie, no answer to an
 * authentication challenge. Their callbacks are declared non-blocking: they run on the selector thread.
 */
final class JettyClient {

    private static final int MAX_CONNECTIONS_PER_DESTINATION = 256;
    static final int MAX_RESPONSE_HEADERS_BYTES = 8 * 1024;

    /** Lanes bound what is in flight; this bounds what they may hand over while connections open. */
    private static final int MAX_QUEUED_PER_DESTINATION = 64 * 1024;

    private JettyClient() {}

    /**
     * Makes a client and starts it.
     *
     * @param resolver looks names up; what it answers is judged here
     * @throws TransportException if it cannot be started
     */
    static HttpClient start(TransportSettings settings, ClientResources resources, SocketAddressResolver resolver) {
        // of its own, so that a handshake with the proxy can be told from one with the receiver
        Optional<SslContextFactory.Client> proxyTls = settings.proxy()
                .filter(server -> server.type() == ProxyServer.Type.HTTPS)
                .map(server -> sslContextFactory(settings.tls()));
        HttpClient client = new HttpClient(transport(settings, connector(settings, resources, proxyTls)));
        proxyTls.ifPresent(client::addBean);
        client.setExecutor(resources.threads());
        client.setScheduler(resources.scheduler());
        client.setByteBufferPool(resources.buffers());
        client.setConnectTimeout(settings.connectTimeout().toMillis());
        client.setSocketAddressResolver(new GuardedResolver(resolver, settings.addresses()));
        client.setIdleTimeout(settings.idleTimeout().toMillis());
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS_PER_DESTINATION);
        client.setMaxRequestsQueuedPerDestination(MAX_QUEUED_PER_DESTINATION);
        client.setMaxResponseHeadersSize(MAX_RESPONSE_HEADERS_BYTES);
        settings.proxy().ifPresent(server -> Proxies.use(client, server, proxyTls));
        try {
            client.start();
        } catch (Exception e) {
            throw new TransportException("The HTTP client for " + settings.tls().name() + " cannot be started", e);
        }
        // Jetty adds its own when it starts
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new InterimAnswers());
        client.getContentDecoderFactories().clear();
        return client;
    }

    private static ClientConnector connector(
            TransportSettings settings, ClientResources resources, Optional<SslContextFactory.Client> proxyTls) {
        Optional<HandshakeTasks> tasks = settings.tls().asksOthers()
                ? Optional.of(new HandshakeTasks(resources.handshakeThreads()))
                : Optional.empty();
        ClientConnector connector = new GuardedConnector(settings.addresses(), settings.tls(), proxyTls, tasks);
        connector.setSelectors(1);
        connector.setExecutor(resources.threads());
        connector.setScheduler(resources.scheduler());
        connector.setByteBufferPool(resources.buffers());
        connector.setConnectTimeout(settings.connectTimeout());
        connector.setIdleTimeout(settings.idleTimeout());
        connector.setSslContextFactory(sslContextFactory(settings.tls()));
        return connector;
    }

    private static AbstractHttpClientTransport transport(TransportSettings settings, ClientConnector connector) {
        long maxDuration = settings.maxLifetime().toMillis();
        AbstractHttpClientTransport transport;
        if (settings.protocol() == Protocol.HTTP_1_1) {
            transport = new HttpClientTransportOverHTTP(connector);
            transport.setConnectionPoolFactory(destination -> {
                ExchangePool pool = new ExchangePool(destination, MAX_CONNECTIONS_PER_DESTINATION, settings.tls());
                pool.setMaxDuration(maxDuration);
                return pool;
            });
        } else {
            ClientConnectionFactoryOverHTTP2.HTTP2 http2 =
                    new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector));
            transport = settings.protocol() == Protocol.H2
                    ? NegotiatingTransport.http2(connector, http2)
                    : NegotiatingTransport.any(connector, http2);
            transport.setConnectionPoolFactory(destination -> {
                StreamPool pool = new StreamPool(destination, MAX_CONNECTIONS_PER_DESTINATION, settings.tls());
                pool.setMaxDuration(maxDuration);
                return pool;
            });
        }
        transport.setInvocationType(InvocationType.NON_BLOCKING);
        return transport;
    }

    private static SslContextFactory.Client sslContextFactory(TlsProfile tls) {
        SslContextFactory.Client factory = new SslContextFactory.Client() {
            @Override
            public SSLContext getSslContext() {
                // of now, each time: other material has another context
                return tls.context();
            }
        };
        factory.setSslContext(tls.context());
        if (!tls.protocols().isEmpty()) {
            factory.setIncludeProtocols(tls.protocols().toArray(String[]::new));
        }
        if (!tls.cipherSuites().isEmpty()) {
            factory.setExcludeCipherSuites();
            factory.setIncludeCipherSuites(tls.cipherSuites().toArray(String[]::new));
        }
        if (!tls.verifyHostName()) {
            factory.setEndpointIdentificationAlgorithm(null);
        }
        return factory;
    }
}
