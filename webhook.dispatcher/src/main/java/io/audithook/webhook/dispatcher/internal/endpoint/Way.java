/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.dispatcher.internal.auth.HeaderTransport;
import io.audithook.webhook.dispatcher.internal.auth.TokenSources;
import io.audithook.webhook.dispatcher.internal.auth.TokenTransport;
import io.audithook.webhook.dispatcher.internal.http.GzipTransport;
import io.audithook.webhook.dispatcher.internal.http.Protocol;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.TransportPool;
import io.audithook.webhook.dispatcher.internal.http.TransportSettings;
import io.audithook.webhook.settings.FileWatch;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The way from an endpoint to its receiver: what signs, what authenticates and what sends, from shared parts. {@link
 * #close()} lets go of them; attempts under way end all the same.
 */
final class Way implements AutoCloseable {

    private final Transport transport;
    private final List<Runnable> closers = new ArrayList<>();

    /**
     * @param owner whose it is, for messages
     * @throws io.audithook.webhook.dispatcher.internal.http.TransportException if a client cannot be started
     */
    Way(String owner, EndpointSettings settings, Wiring wiring, Shared shared) {
        try {
            transport = transport(settings, wiring, shared);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        Stream.concat(settings.sign().rotating(), settings.auth().rotating())
                .forEach(rotating -> closers.add(shared.files().add(owner, rotating)::close));
    }

    private Transport transport(EndpointSettings settings, Wiring wiring, Shared shared) {
        TransportPool.Lease lease =
                shared.transports().lease(transport(settings, wiring, settings.url(), settings.protocol()));
        closers.add(lease::close);
        AuthSettings auth = settings.auth();
        Transport sender = settings.sign().over(lease.transport());
        if (settings.gzip()) {
            sender = new GzipTransport(sender);
        }
        if (auth.header().isPresent()) {
            sender = new HeaderTransport(sender, auth.header().get());
        }
        if (auth.tokens().isPresent()) {
            AuthSettings.Tokens tokens = auth.tokens().get();
            TokenSources.Lease token = shared.tokens()
                    .lease(transport(settings, wiring, tokens.settings().url(), Protocol.AUTO), tokens.settings());
            closers.add(token::close);
            sender = new TokenTransport(sender, token.source(), tokens.credentials());
        }
        return sender;
    }

    Transport transport() {
        return transport;
    }

    private static TransportSettings transport(EndpointSettings settings, Wiring wiring, URI url, Protocol protocol) {
        return new TransportSettings(
                wiring.tls(),
                wiring.proxy().proxyFor(url),
                wiring.addresses(),
                settings.connectTimeout(),
                settings.idleTimeout(),
                settings.maxLifetime(),
                protocol.over(url));
    }

    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }

    /**
     * What all ways share.
     *
     * @param transports the HTTP clients
     * @param tokens the tokens
     * @param files looks after files with secrets
     */
    record Shared(TransportPool transports, TokenSources tokens, FileWatch files) {}
}
