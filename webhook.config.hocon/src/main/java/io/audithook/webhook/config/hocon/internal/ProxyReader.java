/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code ws.proxy}. */
final class ProxyReader {

    static final String PRINCIPAL = "proxy.principal";

    static final Set<String> KEYS = Set.of(
            "proxy.type",
            "proxy.host",
            "proxy.port",
            "proxy.protocol",
            PRINCIPAL,
            "proxy.password",
            "proxy.nonProxyHosts");

    /** TheHive's. */
    private static final int DEFAULT_PORT = 3128;

    private final Values values;
    private final Problems problems;
    private final Map<String, Object> profile = new LinkedHashMap<>();

    ProxyReader(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    Map<String, Object> profile() {
        return profile;
    }

    /** Takes a setting; tells whether it was for the proxy. */
    boolean read(String key, Setting setting) {
        switch (key) {
            case "proxy.type" -> put("type", values.oneOf(setting, List.of("http")));
            case "proxy.host" -> put("host", values.filled(setting));
            case "proxy.port" -> put("port", values.integer(setting, 1, 65535));
            // in Play this says how credentials are sent, not how the proxy is spoken to: both are Basic
            case "proxy.protocol" ->
                put("type", values.oneOf(setting, List.of("http", "https")).map(protocol -> "http"));
            case PRINCIPAL -> put("user", values.filled(setting));
            case "proxy.password" -> put("password", values.secret(setting));
            case "proxy.nonProxyHosts" ->
                put(
                        "nonProxyHosts",
                        values.texts(setting)
                                .filter(hosts -> !hosts.isEmpty())
                                .map(hosts -> hosts.toArray(String[]::new)));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Completes the profile, when all has been read. */
    void finish(Map<String, Setting> settings) {
        if (profile.isEmpty()) {
            return;
        }
        if (!settings.containsKey("proxy.host")) {
            Setting first = settings.entrySet().stream()
                    .filter(entry -> KEYS.contains(entry.getKey()))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            problems.error(first, "expected a host beside it, found none");
        }
        profile.putIfAbsent("type", "http");
        profile.putIfAbsent("port", DEFAULT_PORT);
    }

    private void put(String key, Optional<?> value) {
        value.ifPresent(present -> profile.put(key, present));
    }
}
