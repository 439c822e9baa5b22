/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.TlsProfile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * One Jetty client, kept for as long as an endpoint needs it. It does what it is told and nothing of its
 * own accord: no redirect, no cookie, no answer to an authentication challenge, and one repetition only: of a request
 * for which a connection was taken that the receiver had closed meanwhile.
 *
 * <p>Callbacks are declared non-blocking: they run on the selector thread, and the next request of a lane
 * leaves from there.
 */
final class JettyTransport implements Transport {

    private static final int MAX_CONNECTIONS_PER_DESTINATION = 256;
    private static final int MAX_RESPONSE_HEADERS_BYTES = 8 * 1024;

    /** Lanes bound what is in flight; this bounds what they may hand over while connections open. */
    private static final int MAX_QUEUED_PER_DESTINATION = 64 * 1024;

    private final HttpClient client;
    private final boolean proxied;
    private final AddressPolicy addresses;

    /** What an answer must not show: a proxy may pass on what it was told. */
    private final List<String> secrets;

    private final Executor stopper;

    /** Attempts under way, plus one until retired: the client is stopped when it comes to zero. */
    private final AtomicInteger holds = new AtomicInteger(1);

    JettyTransport(TransportSettings settings, ClientResources resources, Executor stopper) {
        this(
                settings,
                resources,
                stopper,
                new SocketAddressResolver.Async(
                        resources.threads(),
                        resources.scheduler(),
                        settings.connectTimeout().toMillis()));
    }

    /** @param resolver looks names up; what it answers is judged here */
    JettyTransport(
            TransportSettings settings, ClientResources resources, Executor stopper, SocketAddressResolver resolver) {
        this.stopper = stopper;
        this.proxied = settings.proxy().isPresent();
        this.addresses = settings.addresses();
        this.secrets = settings.proxy().map(Proxies::secrets).orElse(List.of());
        ClientConnector connector = new GuardedConnector(addresses);
        connector.setSelectors(1);
        connector.setExecutor(resources.threads());
        connector.setScheduler(resources.scheduler());
        connector.setByteBufferPool(resources.buffers());
        connector.setConnectTimeout(settings.connectTimeout());
        connector.setIdleTimeout(settings.idleTimeout());
        connector.setSslContextFactory(sslContextFactory(settings.tls()));
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
        transport.setInvocationType(InvocationType.NON_BLOCKING);
        transport.setConnectionPoolFactory(destination -> {
            DuplexConnectionPool pool = new DuplexConnectionPool(destination, MAX_CONNECTIONS_PER_DESTINATION);
            pool.setMaxDuration(settings.maxLifetime().toMillis());
            return pool;
        });
        client = new HttpClient(transport);
        client.setExecutor(resources.threads());
        client.setScheduler(resources.scheduler());
        client.setByteBufferPool(resources.buffers());
        client.setConnectTimeout(settings.connectTimeout().toMillis());
        client.setSocketAddressResolver(new GuardedResolver(resolver, addresses));
        client.setIdleTimeout(settings.idleTimeout().toMillis());
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS_PER_DESTINATION);
        client.setMaxRequestsQueuedPerDestination(MAX_QUEUED_PER_DESTINATION);
        client.setMaxResponseHeadersSize(MAX_RESPONSE_HEADERS_BYTES);
        settings.proxy().ifPresent(server -> Proxies.use(client, server));
        try {
            client.start();
        } catch (Exception e) {
            throw new TransportException("The HTTP client for " + settings.tls().name() + " cannot be started", e);
        }
        // Jetty adds its own when it starts
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new InterimAnswers());
        client.getContentDecoderFactories().clear();
    }

    @Override
    public void send(WebhookRequest webhook, Consumer<Outcome> done) {
        holds.incrementAndGet();
        Consumer<Outcome> release = outcome -> {
            try {
                done.accept(Mask.over(outcome, secrets));
            } finally {
                release();
            }
        };
        Optional<String> objection = objection(webhook.url());
        if (objection.isPresent()) {
            release.accept(new Outcome(Outcome.Kind.ADDRESS, 0, Phase.CONNECT, objection.get()));
            return;
        }
        try {
            AnswerListener listener = new AnswerListener(
                    release, webhook, proxied, Optional.of(() -> sendOnNewConnection(webhook, release)));
            request(webhook, listener).send(listener);
        } catch (RuntimeException e) {
            release.accept(Outcome.local(String.valueOf(e.getMessage())));
        }
    }

    /** A proxy connects for us, so that only what stands in the URL can be judged here. */
    private Optional<String> objection(URI url) {
        return proxied ? HostSpelling.literal(url.getHost()).flatMap(addresses::objection) : Optional.empty();
    }

    private void sendOnNewConnection(WebhookRequest webhook, Consumer<Outcome> done) {
        Request request;
        Destination destination;
        AtomicReference<Connection> connection = new AtomicReference<>();
        AnswerListener listener = new AnswerListener(
                outcome -> {
                    // it is nobody's but ours: the pool does not know it
                    IO.close(connection.get());
                    done.accept(outcome);
                },
                webhook,
                proxied,
                Optional.empty());
        try {
            request = request(webhook, listener);
            destination = client.resolveDestination(request);
        } catch (RuntimeException e) {
            done.accept(Outcome.local(String.valueOf(e.getMessage())));
            return;
        }
        destination.newConnection(Promise.from(
                opened -> {
                    connection.set(opened);
                    opened.send(request, listener);
                },
                failure -> done.accept(Failures.classify(failure, proxied, Phase.CONNECT))));
    }

    private Request request(WebhookRequest webhook, AnswerListener listener) {
        return client.newRequest(webhook.url())
                .method(HttpMethod.POST)
                .timeout(webhook.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .headers(headers -> {
                    // or Jetty would make a URI of its own for it, each time
                    headers.add(HttpHeader.HOST, authority(webhook.url()));
                    webhook.headers().forEach((name, value) -> headers.add(HiddenField.of(name, value)));
                })
                .body(new ByteBufferRequestContent(webhook.contentType(), ByteBuffer.wrap(webhook.body())))
                .onRequestBegin(begun -> {
                    listener.onBegin(begun);
                    if (listener.isInHandshake()) {
                        watchHandshake(begun, listener);
                    }
                })
                .onRequestSuccess(listener);
    }

    /** The client's own time-out for connecting ends with the TCP handshake. */
    @SuppressWarnings("FutureReturnValueIgnored") // onComplete tells how it ends
    private void watchHandshake(Request request, AnswerListener listener) {
        client.getScheduler()
                .schedule(
                        () -> {
                            if (listener.isInHandshake()) {
                                request.abort(new TimeoutException("The TLS handshake was not complete within "
                                        + client.getConnectTimeout() + " ms"));
                            }
                        },
                        client.getConnectTimeout(),
                        TimeUnit.MILLISECONDS);
    }

    private static String authority(URI url) {
        HttpScheme scheme = HttpScheme.CACHE.get(url.getScheme());
        return url.getPort() < 0 || (scheme != null && url.getPort() == scheme.getDefaultPort())
                ? url.getHost()
                : url.getHost() + ":" + url.getPort();
    }

    /** Takes no part any more; stops the client once the attempts under way have ended. */
    void retire() {
        release();
    }

    /** Stops the client now; attempts under way fail. Blocks. */
    void stop() {
        LifeCycle.stop(client);
    }

    private void release() {
        if (holds.decrementAndGet() == 0) {
            stopper.execute(this::stop);
        }
    }

    private static SslContextFactory.Client sslContextFactory(TlsProfile tls) {
        SslContextFactory.Client factory = new SslContextFactory.Client();
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
