/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.api.ProxyServer.Credentials;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import io.audithook.webhook.settings.ShownUrl;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a proxy profile is to be.
 *
 * @param name its name
 * @param server the proxy
 * @param exceptions the hosts to call without it
 */
record ProxySettings(String name, ProxyServer server, HostExceptions exceptions) {

    /** For http what TheHive uses, and squid listens on; for the others what was registered. */
    private static final Map<ProxyServer.Type, Integer> DEFAULT_PORTS = Map.of(
            ProxyServer.Type.HTTP,
            3128,
            ProxyServer.Type.HTTPS,
            443,
            ProxyServer.Type.SOCKS4,
            1080,
            ProxyServer.Type.SOCKS5,
            1080);

    private static final Set<String> REFUSED = Set.of("ntlm", "kerberos", "spnego", "negotiate");
    private static final int SOCKS5_LIMIT_BYTES = 255;

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
     * @throws InvalidSettingsException with all that is wrong
     */
    static ProxySettings from(Settings values) {
        values.checkKeys(ProxyKeys.FORM);
        String name = ProfileName.of(values, ProxyConfig.PID, ProxyProfile.NAME, DirectProxyComponent.NAME);
        ProxyServer.Type type = type(values);
        String host = host(values);
        int port = values.integer(ProxyKeys.PORT, 0, 0, 65535);
        Optional<Credentials> credentials = credentials(values, type);
        HostExceptions exceptions = HostExceptions.from(values, ProxyKeys.NON_PROXY_HOSTS);
        return values.complete(() -> new ProxySettings(
                name,
                new ProxyServer(type, host, port == 0 ? DEFAULT_PORTS.get(type) : port, credentials),
                exceptions));
    }

    private static ProxyServer.Type type(Settings values) {
        String type = values.text(ProxyKeys.TYPE, "http").toLowerCase(Locale.ROOT);
        if (REFUSED.contains(type)) {
            values.problem(
                    ProxyKeys.TYPE,
                    type,
                    "is not supported: a proxy can be told user and password by Basic, and nothing else");
            return ProxyServer.Type.HTTP;
        }
        return values.constant(ProxyKeys.TYPE, ProxyServer.Type.HTTP);
    }

    private static String host(Settings values) {
        if (!values.has(ProxyKeys.HOST)) {
            values.problem(ProxyKeys.HOST, "must be set");
        }
        String text = values.text(ProxyKeys.HOST, "");
        String host = text.replaceFirst("^\\[(.*)]$", "$1");
        if (!text.isEmpty()
                && !HOST.matcher(host).matches()
                && IpRange.literal(host).isEmpty()) {
            values.problem(
                    ProxyKeys.HOST,
                    ShownUrl.of(text),
                    "must be a host name or an IP address, without scheme, port and path"
                            + (text.contains("@") ? "; user and password have keys of their own" : ""));
        }
        return host;
    }

    private static Optional<Credentials> credentials(Settings values, ProxyServer.Type type) {
        Optional<String> user = values.text(ProxyKeys.USER);
        Optional<String> password = values.secretText(ProxyKeys.PASSWORD);
        boolean hasUser = values.has(ProxyKeys.USER);
        boolean hasPassword = values.has(ProxyKeys.PASSWORD);
        if (type == ProxyServer.Type.SOCKS4) {
            // the client could not tell a SOCKS4 proxy even the name
            String key = hasUser ? ProxyKeys.USER : ProxyKeys.PASSWORD;
            if (hasUser || hasPassword) {
                values.problem(key, "must not be set for SOCKS4; socks5 has users and passwords");
            }
        }
        if (type == ProxyServer.Type.SOCKS5
                && Stream.concat(user.stream(), password.stream())
                        .anyMatch(text -> text.getBytes(StandardCharsets.UTF_8).length > SOCKS5_LIMIT_BYTES)) {
            values.problem(ProxyKeys.USER, "and password must not be longer than 255 bytes each for SOCKS5");
        }
        if (type != ProxyServer.Type.SOCKS4 && hasUser != hasPassword) {
            String missing = hasUser ? ProxyKeys.PASSWORD : ProxyKeys.USER;
            values.problem(missing, "must be set: user and password go together");
        }
        // they become one header line, user:password
        if (user.isPresent()
                && (user.get().contains(":") || CONTROL.matcher(user.get()).find())) {
            // not shown: somebody may have written the password behind it
            values.problem(
                    ProxyKeys.USER, "must not hold a colon or a control character; the password has a key of its own");
        }
        if (password.isPresent() && CONTROL.matcher(password.get()).find()) {
            values.problem(ProxyKeys.PASSWORD, "must not hold a control character");
        }
        return user.flatMap(name -> password.map(word -> new Credentials(name, word)));
    }
}
