/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.Protocol;
import io.audithook.webhook.dispatcher.internal.http.TransportPool;
import io.audithook.webhook.dispatcher.internal.http.TransportSettings;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import io.audithook.webhook.dispatcher.internal.time.SystemTimekeeper;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request as endpoints send theirs, by the HTTP client of the dispatcher, on a connection of its own. */
final class Attempt implements AutoCloseable {

    static final String BODY = "{\"what\":\"an event\"}";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final AddressPolicy ANYWHERE = new AddressPolicy() {
        @Override
        public Optional<String> objection(InetAddress address) {
            return Optional.empty();
        }

        @Override
        public boolean refusesMixedAnswers() {
            return false;
        }
    };

    private final SystemTimekeeper time = new SystemTimekeeper();
    private final TransportPool pool = new TransportPool(Runnable::run, time);
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    private Attempt() {}

    static Attempt start(TlsProfile tls, Optional<ProxyServer> proxy, URI url) {
        Attempt attempt = new Attempt();
        TransportSettings settings = new TransportSettings(
                tls, proxy, ANYWHERE, TIMEOUT, TIMEOUT, TransportSettings.DEFAULT_LIFETIME, Protocol.AUTO);
        try (TransportPool.Lease lease = attempt.pool.lease(settings)) {
            lease.transport()
                    .send(
                            new WebhookRequest(
                                    url,
                                    Map.of(),
                                    "application/json",
                                    BODY.getBytes(StandardCharsets.US_ASCII),
                                    TIMEOUT),
                            attempt.outcome::complete);
        }
        return attempt;
    }

    /** The outcome of a request to a server that answers by itself. */
    static Outcome make(TlsProfile tls, Optional<ProxyServer> proxy, URI url) throws Exception {
        try (Attempt attempt = start(tls, proxy, url)) {
            return attempt.outcome();
        }
    }

    boolean isOver() {
        return outcome.isDone();
    }

    Outcome outcome() throws InterruptedException, ExecutionException, TimeoutException {
        return outcome.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        pool.close();
        time.close();
    }
}
