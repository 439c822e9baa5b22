/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.settings.Authority;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Jetty client, kept for as long as an endpoint needs it. It repeats nothing of its own accord but what
 * the receiver has not seen: once a request for which a connection was taken that it had closed meanwhile, a few times one that
 * it says it did not look at (HTTP/2). Outcomes are told on the selector thread,
 * and the next request of a lane leaves from there.
 */
final class JettyTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(JettyTransport.class);

    /** Of one attempt. Several connections in a row may be at their end; one that fails unseen twice is rare. */
    private static final int REPETITIONS = 3;

    private final HttpClient client;
    private final HeaderFields fields = new HeaderFields();
    private final Protocol protocol;
    private final boolean proxied;
    private final AddressPolicy addresses;

    /** The name of the TLS profile. */
    private final String profile;

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
        this.protocol = settings.protocol();
        this.proxied = settings.proxy().isPresent();
        this.addresses = settings.addresses();
        this.profile = settings.tls().name();
        this.secrets = settings.proxy().map(Proxies::secrets).orElse(List.of());
        this.client = JettyClient.start(settings, resources, resolver);
    }

    @Override
    public void send(WebhookRequest webhook, Consumer<Outcome> done) {
        holds.incrementAndGet();
        Consumer<Outcome> release = outcome -> {
            try {
                done.accept(Mask.over(Failures.named(outcome, profile), secrets));
            } finally {
                release();
            }
        };
        Optional<String> objection = objection(webhook.url());
        if (objection.isPresent()) {
            release.accept(new Outcome(Outcome.Kind.ADDRESS, 0, Phase.CONNECT, objection.get()));
            return;
        }
        send(webhook, release, REPETITIONS);
    }

    /** A proxy connects for us, so that only what stands in the URL can be judged here. */
    private Optional<String> objection(URI url) {
        return proxied
                ? Authority.of(url)
                        .map(Authority::host)
                        .flatMap(HostSpelling::literal)
                        .flatMap(addresses::objection)
                : Optional.empty();
    }

    private void send(WebhookRequest webhook, Consumer<Outcome> done, int repetitions) {
        AnswerListener listener = new AnswerListener(
                done,
                webhook,
                proxied,
                repetitions == 0
                        ? Optional.empty()
                        : Optional.of(failure -> repeat(webhook, done, failure, repetitions - 1)));
        try {
            request(webhook, listener).send(listener);
        } catch (RuntimeException e) {
            done.accept(Outcome.local(String.valueOf(e.getMessage())));
        }
    }

    private void repeat(WebhookRequest webhook, Consumer<Outcome> done, Throwable failure, int left) {
        LOG.debug("delivery={} goes again at once: {}", webhook.headers().get(WebhookRequest.ID), failure.toString());
        if (Failures.isRefusedUnseen(failure)) {
            // the receiver has taken its leave, so the pool has another connection or makes one
            send(webhook, done, left);
        } else {
            // others that are idle may have been closed too
            sendOnNewConnection(webhook, done);
        }
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
        Request request = newRequest(webhook.url())
                .method(webhook.method().name())
                .timeout(webhook.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .headers(headers -> {
                    if (protocol == Protocol.HTTP_1_1) {
                        // HTTP/2 has none
                        headers.add(fields.host(webhook.url()));
                    }
                    fields.add(headers, webhook.headers());
                })
                .onRequestBegin(listener)
                .onRequestSuccess(listener);
        return webhook.method() == WebhookRequest.Method.POST
                ? request.body(new Body(webhook.contentType(), webhook.body()))
                : request;
    }

    private Request newRequest(URI url) {
        if (url.getHost() != null) {
            return client.newRequest(url);
        }
        // Jetty takes no URI without a host, which one with an underscore is to it
        Authority authority = Authority.of(url).orElseThrow();
        String path = Objects.requireNonNullElse(url.getRawPath(), "");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        Authority standIn = new Authority("stand-in", authority.port());
        return client.newRequest(url.getScheme() + "://" + standIn + path + query)
                .host(authority.host());
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
}
