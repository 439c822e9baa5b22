/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.api.TlsProfile;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What tells one transport from another: endpoints that agree in all of it share one.
 *
 * @param tls how connections are secured
 * @param proxy who connects for us; empty to connect directly
 * @param addresses which addresses may be connected to
 * @param connectTimeout how long a connection may take, the handshake included; positive
 * @param idleTimeout how long a connection may be silent; positive
 * @param maxLifetime how old a connection may be when a request takes it; positive
 * @param protocol which HTTP is spoken
 */
public record TransportSettings(
        TlsProfile tls,
        Optional<ProxyServer> proxy,
        AddressPolicy addresses,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration maxLifetime,
        Protocol protocol) {

    /** Long enough to cost nothing, short enough to follow changes of DNS and certificates. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

    public TransportSettings {
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(proxy, "proxy");
        Objects.requireNonNull(addresses, "addresses");
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        Objects.requireNonNull(maxLifetime, "maxLifetime");
        Objects.requireNonNull(protocol, "protocol");
    }
}
