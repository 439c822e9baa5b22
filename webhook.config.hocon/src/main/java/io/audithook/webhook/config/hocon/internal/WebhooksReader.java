/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the {@code webhooks} of TheHive 3. A {@code ws} block is inherited, the nearest wins, key by key:
 * {@code play.ws}, {@code ws}, {@code webhooks.ws}, {@code webhooks.NAME.ws}.
 */
final class WebhooksReader {

    private static final String WEBHOOKS = "webhooks";
    private static final String NOTIFICATION = "notification.webhook.endpoints";
    private static final String WS = "ws";
    private static final Set<String> THEHIVE = Set.of("token", "tokenName", "cert");

    /** What has a meaning in an LDAP filter or a PID. */
    private static final String FORBIDDEN_IN_NAMES = "[\\s\\p{Cntrl}~()*\\\\]";

    private final Path folder;
    private final Problems problems;

    /** @param folder what relative paths are relative to */
    WebhooksReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** The configurations that a file asks for; of no meaning if there were errors. */
    List<Desired> read(Config file) {
        List<Desired> desired = new ArrayList<>();
        if (file.hasPath(NOTIFICATION)) {
            problems.warn(file.getValue(NOTIFICATION).origin(), NOTIFICATION, "is not supported yet and has no effect");
        }
        if (!file.hasPath(WEBHOOKS)) {
            return desired;
        }
        if (!(file.getValue(WEBHOOKS) instanceof ConfigObject webhooks)) {
            ConfigValue value = file.getValue(WEBHOOKS);
            problems.error(value.origin(), WEBHOOKS, "expected an object, found " + value.valueType());
            return desired;
        }
        Config inherited = ws(webhooks.toConfig(), WS, WEBHOOKS + ".ws")
                .withFallback(ws(file, WS, WS))
                .withFallback(ws(file, "play.ws", "play.ws"));
        String cert = file.hasPath("play.cert") ? text(file, "play.cert", "play.cert") : null;
        for (String name : new TreeSet<>(webhooks.keySet())) {
            if (!name.equals(WS)) {
                endpoint(name, webhooks.get(name), inherited, cert, desired);
            }
        }
        return desired;
    }

    private void endpoint(String name, ConfigValue value, Config inherited, String fileCert, List<Desired> desired) {
        String path = WEBHOOKS + "." + name;
        if (!(value instanceof ConfigObject object)) {
            problems.error(value.origin(), path, "expected an object with a url, found " + value.valueType());
            return;
        }
        if (name.isEmpty() || name.matches(".*" + FORBIDDEN_IN_NAMES + ".*")) {
            problems.error(value.origin(), path, "expected a name without white space and without ~ ( ) * \\");
            return;
        }
        Config config = object.toConfig();
        if (!config.hasPath("url")) {
            problems.error(value.origin(), path, "expected a url, found none");
            return;
        }
        WsReader ws = new WsReader(folder, problems);
        Config merged = ws(config, WS, path + ".ws").withFallback(inherited);
        ws.read(merged.root(), path + ".ws");
        Map<String, Object> endpoint = new LinkedHashMap<>(ws.endpoint());
        own(object, path, endpoint);
        bearer(config, path, endpoint);
        cert(config, path, fileCert, ws.tls());
        profile(Desired.TLS, name, ws.tls(), "tls.target", "tls.name", endpoint, desired);
        profile(Desired.PROXY, name, ws.proxy(), "proxy.target", "proxy.name", endpoint, desired);
        desired.add(new Desired(Desired.ENDPOINT, name, endpoint));
    }

    private void own(ConfigObject object, String path, Map<String, Object> endpoint) {
        for (Map.Entry<String, ConfigValue> leaf : Values.leaves(object).entrySet()) {
            String key = leaf.getKey();
            String at = path + "." + key;
            if (key.equals(WS) || key.startsWith(WS + ".") || THEHIVE.contains(key)) {
                continue;
            }
            if (KnownKeys.ENDPOINT.contains(key)) {
                put(endpoint, key, Values.text(leaf.getValue(), at, problems));
            } else if (KnownKeys.ENDPOINT_DURATIONS.contains(key)) {
                put(endpoint, key, Durations.millis(leaf.getValue(), at, problems));
            } else {
                Set<String> known = new TreeSet<>(KnownKeys.ENDPOINT);
                known.addAll(KnownKeys.ENDPOINT_DURATIONS);
                known.addAll(THEHIVE);
                known.add(WS);
                problems.warn(
                        leaf.getValue().origin(),
                        at,
                        "is not known and has no effect" + Spelling.suggestion(key, known));
            }
        }
    }

    private void bearer(Config config, String path, Map<String, Object> endpoint) {
        if (config.hasPath("token")) {
            put(endpoint, "auth.token", text(config, "token", path + ".token"));
            endpoint.put("auth.type", "bearer");
            endpoint.put("auth.scheme", config.hasPath("tokenName") ? config.getString("tokenName") : "Bearer");
        } else if (config.hasPath("tokenName")) {
            problems.error(config.getValue("tokenName").origin(), path + ".tokenName", "expected a token beside it");
        }
    }

    /** The deprecated way to trust a certificate. */
    private void cert(Config config, String path, String fileCert, Map<String, Object> tls) {
        String cert = fileCert;
        if (config.hasPath("cert")) {
            cert = text(config, "cert", path + ".cert");
            problems.warn(
                    config.getValue("cert").origin(),
                    path + ".cert",
                    "is deprecated; use ws.ssl.trustManager.stores = [ { type: PEM, path: \"" + cert + "\" } ]");
        }
        if (cert != null && !tls.containsKey("trust.type")) {
            tls.put("trust.type", "PEM");
            tls.put("trust.path", folder.resolve(cert).normalize().toString());
        }
    }

    private static void profile(
            String factoryPid,
            String name,
            Map<String, Object> properties,
            String target,
            String attribute,
            Map<String, Object> endpoint,
            List<Desired> desired) {
        if (!properties.isEmpty()) {
            desired.add(new Desired(factoryPid, name, properties));
            endpoint.putIfAbsent(target, "(" + attribute + "=" + name + ")");
        }
    }

    private Config ws(Config config, String key, String path) {
        if (!config.hasPath(key)) {
            return ConfigFactory.empty();
        }
        try {
            return config.getConfig(key);
        } catch (ConfigException.WrongType e) {
            problems.error(config.getValue(key).origin(), path, "expected an object");
            return ConfigFactory.empty();
        }
    }

    private String text(Config config, String key, String path) {
        return Values.text(config.getValue(ConfigUtil.joinPath(ConfigUtil.splitPath(key))), path, problems);
    }

    private static void put(Map<String, Object> properties, String key, String value) {
        if (value != null) {
            properties.put(key, value);
        }
    }
}
