/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads {@code ws.proxy}. */
final class ProxyReader {

    static final String PRINCIPAL = "proxy.principal";

    private static final String PROPERTIES = "useProxyProperties";

    static final Set<String> KEYS = Set.of(
            "proxy.type",
            "proxy.host",
            "proxy.port",
            "proxy.protocol",
            PRINCIPAL,
            "proxy.password",
            "proxy.nonProxyHosts",
            PROPERTIES);

    private static final List<String> TYPES = List.of("http", "https", "socks4", "socks5");
    /** What Play can do with a proxy, and Audithook refuses. */
    private static final List<String> REFUSED = List.of("ntlm", "kerberos", "spnego");

    /** TheHive's. */
    private static final int DEFAULT_PORT = 3128;

    private final Values values;
    private final Problems problems;
    private final Draft profile = new Draft();
    private boolean isDirect;

    ProxyReader(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    Draft profile() {
        return profile;
    }

    /** Takes a setting; tells whether it was for the proxy. */
    boolean read(String key, Setting setting) {
        switch (key) {
            case "proxy.type" -> put("type", values.oneOf(setting, TYPES), setting);
            case "proxy.host" -> put("host", values.filled(setting), setting);
            case "proxy.port" -> put("port", values.integer(setting, 1, 65535), setting);
            case "proxy.protocol" -> protocol(setting);
            case PROPERTIES -> {
                Optional<Boolean> asked = values.flag(setting);
                isDirect = asked.isPresent() && !asked.get();
                put(PROPERTIES, asked.filter(yes -> yes), setting);
            }
            case PRINCIPAL -> put("user", values.filled(setting), setting);
            case "proxy.password" -> put("password", values.secret(setting), setting);
            case "proxy.nonProxyHosts" ->
                put(
                        "nonProxyHosts",
                        values.texts(setting)
                                .filter(hosts -> !hosts.isEmpty())
                                .map(hosts -> hosts.toArray(String[]::new)),
                        setting);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Whether the properties of the JVM name a proxy. */
    static boolean isInProperties(UnaryOperator<String> properties) {
        return Stream.of("http.proxyHost", "https.proxyHost", "socksProxyHost")
                .map(properties)
                .anyMatch(host -> host != null && !host.isBlank());
    }

    /** Has them used where nothing else is said. */
    void useProperties(Setting entry) {
        if (profile.isEmpty() && !isDirect) {
            profile.put(PROPERTIES, true, entry);
        }
    }

    /** Completes the profile, when all has been read. */
    void finish(Map<String, Setting> settings) {
        if (profile.isEmpty()) {
            return;
        }
        if (profile.containsKey(PROPERTIES)
                && Set.of(PROPERTIES, "nonProxyHosts")
                        .containsAll(profile.values().keySet())) {
            return;
        }
        if (profile.containsKey(PROPERTIES)) {
            profile.remove(PROPERTIES);
            problems.warn(settings.get(PROPERTIES), "has no effect: proxy.host says which proxy");
        }
        Setting first = settings.entrySet().stream()
                .filter(entry -> KEYS.contains(entry.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
        if (!settings.containsKey("proxy.host")) {
            problems.error(first, "expected a host beside it, found none");
        }
        if (!profile.containsKey("type")) {
            profile.put("type", "http", first);
        }
        if (profile.values().get("type").equals("http") && !profile.containsKey("port")) {
            profile.put("port", DEFAULT_PORT, first);
        }
    }

    /** In Play this says how credentials are sent, not how the proxy is spoken to; http and https both mean Basic. */
    private void protocol(Setting setting) {
        values.text(setting).ifPresent(text -> {
            String protocol = text.toLowerCase(Locale.ROOT);
            if (REFUSED.contains(protocol)) {
                problems.error(
                        setting,
                        "expected http or https, for credentials are sent by Basic; "
                                + protocol.toUpperCase(Locale.ROOT) + " is not supported");
            } else {
                values.oneOf(setting, List.of("http", "https"));
            }
        });
    }

    private void put(String key, Optional<?> value, Setting setting) {
        value.ifPresent(present -> profile.put(key, present, setting));
    }
}
