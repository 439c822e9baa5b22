/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.api.ProxyServer.Credentials;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a proxy profile is to be.
 *
 * @param name its name
 * @param server the proxy
 * @param exceptions the hosts to call without it
 */
record ProxySettings(String name, ProxyServer server, HostExceptions exceptions) {

    /** What TheHive uses, and squid listens on. */
    private static final int DEFAULT_PORT = 3128;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    ProxySettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(exceptions, "exceptions");
    }

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException with PID, key, value and rule
     */
    static ProxySettings from(Values values) {
        ProxyKeys.check(values);
        String name = ProfileName.of(values, ProxyProfile.NAME, DirectProxyComponent.NAME);
        ProxyServer server = new ProxyServer(
                type(values),
                host(values),
                values.integer(ProxyKeys.PORT, DEFAULT_PORT, 1, 65535),
                credentials(values));
        return new ProxySettings(name, server, HostExceptions.from(values, ProxyKeys.NON_PROXY_HOSTS));
    }

    private static ProxyServer.Type type(Values values) {
        String type = values.text(ProxyKeys.TYPE).orElse("http");
        if (!type.equalsIgnoreCase("http")) {
            throw values.invalid(ProxyKeys.TYPE, type, "must be http, the only kind of proxy that is supported");
        }
        return ProxyServer.Type.HTTP;
    }

    private static String host(Values values) {
        String host = values.text(ProxyKeys.HOST)
                .orElseThrow(() -> values.invalid(ProxyKeys.HOST, "must be set"))
                .replaceFirst("^\\[(.*)]$", "$1");
        if (!HOST.matcher(host).matches() && IpRange.literal(host).isEmpty()) {
            throw values.invalid(
                    ProxyKeys.HOST, host, "must be a host name or an IP address, without scheme, port and path");
        }
        return host;
    }

    private static Optional<Credentials> credentials(Values values) {
        Optional<String> user = values.text(ProxyKeys.USER);
        Optional<String> password = values.secret(ProxyKeys.PASSWORD);
        if (user.isPresent() != password.isPresent()) {
            String missing = user.isPresent() ? ProxyKeys.PASSWORD : ProxyKeys.USER;
            throw values.invalid(missing, "must be set: user and password go together");
        }
        // they become one header line, user:password
        if (user.isPresent()
                && (user.get().contains(":") || CONTROL.matcher(user.get()).find())) {
            throw values.invalid(ProxyKeys.USER, user.get(), "must not hold a colon or a control character");
        }
        if (password.isPresent() && CONTROL.matcher(password.get()).find()) {
            throw values.invalid(ProxyKeys.PASSWORD, "must not hold a control character");
        }
        return user.map(name -> new Credentials(name, password.orElseThrow()));
    }
}
