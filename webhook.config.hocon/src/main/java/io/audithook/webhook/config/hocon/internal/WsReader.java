/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a {@code ws} block, as Play WS and ssl-config have it, into our TLS, proxy and endpoint keys. */
final class WsReader {

    private static final Map<String, String> DURATIONS = Map.of(
            "timeout.connection",
            "timeout.connect",
            "timeout.idle",
            "timeout.idle",
            "timeout.request",
            "timeout.request");

    private static final Map<String, String> PROXY = Map.of(
            "proxy.host",
            "host",
            "proxy.port",
            "port",
            "proxy.principal",
            "user",
            "proxy.user",
            "user",
            "proxy.password",
            "password");

    private static final Set<String> STORE_KEYS = Set.of("type", "path", "data", "password");

    private final Path folder;
    private final Problems problems;

    private final Map<String, Object> endpoint = new LinkedHashMap<>();
    private final Map<String, Object> tls = new LinkedHashMap<>();
    private final Map<String, Object> proxy = new LinkedHashMap<>();

    /** @param folder what relative paths are relative to */
    WsReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** What goes into the endpoint itself. */
    Map<String, Object> endpoint() {
        return endpoint;
    }

    /** What goes into a TLS profile; empty if none is needed. */
    Map<String, Object> tls() {
        return tls;
    }

    /** What goes into a proxy profile; empty if none is needed. */
    Map<String, Object> proxy() {
        return proxy;
    }

    /** Reads all of it; {@code path} is where it stands in the file. */
    void read(ConfigObject ws, String path) {
        for (Map.Entry<String, ConfigValue> leaf : Values.leaves(ws).entrySet()) {
            read(leaf.getKey(), leaf.getValue(), path + "." + leaf.getKey());
        }
        if (!proxy.isEmpty()) {
            if (!proxy.containsKey("host")) {
                problems.error(ws.origin(), path + ".proxy", "expected a host, found none");
            }
            proxy.putIfAbsent("port", "3128");
        }
    }

    private void read(String key, ConfigValue value, String path) {
        if (DURATIONS.containsKey(key)) {
            put(endpoint, DURATIONS.get(key), Durations.millis(value, path, problems));
        } else if (PROXY.containsKey(key)) {
            put(proxy, PROXY.get(key), Values.text(value, path, problems));
        } else {
            readOther(key, value, path);
        }
    }

    private void readOther(String key, ConfigValue value, String path) {
        switch (key) {
            case "useragent", "userAgent" -> put(endpoint, "userAgent", Values.text(value, path, problems));
            case "proxy.nonProxyHosts" -> proxy.put("nonProxyHosts", Values.texts(value, path, problems));
            case "proxy.protocol" -> proxyProtocol(value, path);
            case "ssl.trustManager.stores" -> stores("trust.", value, path);
            case "ssl.keyManager.stores" -> stores("key.", value, path);
            case "ssl.enabledProtocols" -> list("protocols", value, path);
            case "ssl.enabledCipherSuites" -> list("cipherSuites", value, path);
            case "ssl.loose.disableHostnameVerification" -> {
                if ("true".equals(Values.text(value, path, problems))) {
                    tls.put("verifyHostName", "false");
                }
            }
            default -> {
                String reason = KnownKeys.WITHOUT_EFFECT.get(key);
                problems.warn(
                        value.origin(),
                        path,
                        reason != null
                                ? "has no effect: " + reason
                                : "is not known and has no effect" + Spelling.suggestion(key, KnownKeys.WS));
            }
        }
    }

    /** In Play this says how credentials are sent, not how the proxy is spoken to. */
    private void proxyProtocol(ConfigValue value, String path) {
        String protocol = Values.text(value, path, problems);
        if (protocol != null && !protocol.equals("http") && !protocol.equals("https")) {
            problems.error(
                    value.origin(), path, "expected http or https (Basic credentials), found \"" + protocol + "\"");
        }
    }

    private void list(String key, ConfigValue value, String path) {
        String[] texts = Values.texts(value, path, problems);
        if (texts.length > 0) {
            tls.put(key, texts);
        }
    }

    private void stores(String prefix, ConfigValue value, String path) {
        if (!(value instanceof ConfigList list)) {
            problems.error(value.origin(), path, "expected a list of stores, found " + value.valueType());
            return;
        }
        List<ConfigValue> stores = new ArrayList<>(list);
        for (int i = 0; i < stores.size(); i++) {
            String at = path + "[" + i + "]";
            if (stores.get(i) instanceof ConfigObject store) {
                store(prefix + (i == 0 ? "" : (i + 1) + "."), store, at);
            } else {
                problems.error(stores.get(i).origin(), at, "expected a store { type, path, password }");
            }
        }
    }

    private void store(String prefix, ConfigObject store, String path) {
        if (store.get("path") == null && store.get("data") == null) {
            problems.error(store.origin(), path, "expected a path or data, found neither");
        }
        for (Map.Entry<String, ConfigValue> entry : Values.leaves(store).entrySet()) {
            String key = entry.getKey();
            String text = Values.text(entry.getValue(), path + "." + key, problems);
            if (!STORE_KEYS.contains(key)) {
                problems.warn(
                        entry.getValue().origin(),
                        path + "." + key,
                        "is not known and has no effect" + Spelling.suggestion(key, STORE_KEYS));
            } else if (text != null) {
                tls.put(
                        prefix + key,
                        key.equals("path") ? folder.resolve(text).normalize().toString() : text);
            }
        }
        // what ssl-config takes when nothing is said
        tls.putIfAbsent(prefix + "type", store.get("path") == null ? "PEM" : "PKCS12");
    }

    private static void put(Map<String, Object> properties, String key, String value) {
        if (value != null) {
            properties.put(key, value);
        }
    }
}
