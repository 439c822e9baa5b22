/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** A proxy as its configuration has it. */
final class ConfiguredProxyProfile implements ProxyProfile {

    private static final Set<String> KEYS = Set.of("type", "host", "port", "user", "password", "nonProxyHosts");

    private final String name;
    private final Optional<ProxyServer> server;
    private final ProxyExceptions exceptions;

    private ConfiguredProxyProfile(String name, ProxyServer server, ProxyExceptions exceptions) {
        this.name = name;
        this.server = Optional.of(server);
        this.exceptions = exceptions;
    }

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException with PID, key, value and rule
     */
    static ConfiguredProxyProfile of(Configuration configuration) {
        configuration.warnOfUnknown(KEYS::contains);
        String type = configuration.text("type", "http");
        if (!type.equalsIgnoreCase("http")) {
            throw configuration.bad("type", type, "must be http");
        }
        String host = configuration.text("host", "");
        if (host.isEmpty() || host.contains("/") || host.chars().anyMatch(Character::isWhitespace)) {
            throw configuration.bad("host", host, "must be the name or address of the proxy");
        }
        int port = configuration.integer("port", 3128, 1, 65535);
        String user = configuration.text("user", "");
        String password = configuration.secret("password");
        if (user.isEmpty() && !password.isEmpty()) {
            throw configuration.bad("user is required with password");
        }
        Optional<ProxyServer.Credentials> credentials =
                user.isEmpty() ? Optional.empty() : Optional.of(new ProxyServer.Credentials(user, password));
        ProxyExceptions exceptions;
        try {
            exceptions = new ProxyExceptions(configuration.list("nonProxyHosts"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(configuration.pid() + ": nonProxyHosts: " + e.getMessage(), e);
        }
        return new ConfiguredProxyProfile(
                configuration.name(ProxyConfig.PID),
                new ProxyServer(ProxyServer.Type.HTTP, host, port, credentials),
                exceptions);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<ProxyServer> proxyFor(URI destination) {
        String host = destination.getHost();
        return host != null && exceptions.contains(host) ? Optional.empty() : server;
    }
}
