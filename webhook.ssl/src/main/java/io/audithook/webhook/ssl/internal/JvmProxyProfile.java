/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.api.ProxyServer.Credentials;
import io.audithook.webhook.settings.Authority;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The proxy that the JVM's own properties name, such as {@code https.proxyHost}; direct where they name none. They are
 * read at each call. The JVM's {@code ProxySelector} is not asked, since anybody may have replaced it.
 */
final class JvmProxyProfile implements ProxyProfile {

    private static final String NO_PROXY = "localhost|127.*|[::1]";
    private static final int SOCKS_PORT = 1080;

    private final String name;
    private final HostExceptions exceptions;
    private final UnaryOperator<String> properties;

    JvmProxyProfile(String name, HostExceptions exceptions, UnaryOperator<String> properties) {
        this.name = Objects.requireNonNull(name, "name");
        this.exceptions = Objects.requireNonNull(exceptions, "exceptions");
        this.properties = Objects.requireNonNull(properties, "properties");
    }

    @Override
    public String name() {
        return name;
    }

    /** Whether the properties name a proxy at all. */
    boolean hasAny() {
        return Arrays.asList("http.proxyHost", "https.proxyHost", "socksProxyHost").stream()
                .anyMatch(key -> property(key).isPresent());
    }

    /**
     * As {@link ProxyProfile#proxyFor}.
     *
     * @throws IllegalStateException if a property has a value that cannot be used; there is no direct connection then
     */
    @Override
    public Optional<ProxyServer> proxyFor(URI destination) {
        Optional<String> host = Authority.of(destination).map(Authority::host);
        if (host.filter(name -> exceptions.contains(name) || isException(name)).isPresent()) {
            return Optional.empty();
        }
        String scheme = "https".equalsIgnoreCase(destination.getScheme()) ? "https" : "http";
        int port = scheme.equals("https") ? 443 : 80;
        return property(scheme + ".proxyHost")
                .map(proxy -> new ProxyServer(
                        ProxyServer.Type.HTTP,
                        proxy,
                        port(scheme + ".proxyPort", port),
                        credentials(scheme + ".proxyUser", scheme + ".proxyPassword")))
                .or(this::socks);
    }

    private Optional<ProxyServer> socks() {
        return property("socksProxyHost")
                .map(proxy -> new ProxyServer(
                        "4".equals(properties.apply("socksProxyVersion"))
                                ? ProxyServer.Type.SOCKS4
                                : ProxyServer.Type.SOCKS5,
                        proxy,
                        port("socksProxyPort", SOCKS_PORT),
                        credentials("java.net.socks.username", "java.net.socks.password")));
    }

    private Optional<Credentials> credentials(String user, String password) {
        return property(user)
                .map(text -> new Credentials(text, property(password).orElse("")));
    }

    private int port(String key, int otherwise) {
        String text = property(key).orElse(Integer.toString(otherwise));
        if (!text.matches("[1-9]\\d{0,4}") || Integer.parseInt(text) > 65535) {
            throw new IllegalStateException("The property " + key + "=" + text + " must be from 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    /** By the JVM's rules: a star at either end, bars in between, and one list for http and https. */
    private boolean isException(String host) {
        String patterns =
                Optional.ofNullable(properties.apply("http.nonProxyHosts")).orElse(NO_PROXY);
        return Arrays.stream(patterns.toLowerCase(Locale.ROOT).split("\\|", -1))
                .map(pattern -> Arrays.stream(pattern.strip().split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
                .anyMatch(host.toLowerCase(Locale.ROOT)::matches);
    }

    private Optional<String> property(String key) {
        return Optional.ofNullable(properties.apply(key)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
