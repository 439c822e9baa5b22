/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a {@code ws} block, as Play WS and ssl-config have it, into our TLS, proxy and endpoint keys. */
final class WsReader {

    static final String TIMEOUT_CONNECTION = "timeout.connection";

    private static final Map<String, String> TIMEOUTS = Map.of(
            TIMEOUT_CONNECTION,
            "timeout.connect",
            "timeout.idle",
            "timeout.idle",
            "maxConnectionLifetime",
            "connection.maxLifetime",
            "timeout.request",
            "timeout.request");

    /** Those that Play lets be without end. A request is never: it would keep its place in the lane. */
    private static final Set<String> ENDLESS = Set.of("timeout.idle", "maxConnectionLifetime");

    private static final String USER_AGENT = "useragent";
    private static final String COMPRESSION = "compressionEnabled";

    private static final String GZIP = "gzip";
    private static final String OUR_USER_AGENT = "userAgent";

    /** What others call the same. */
    private static final Map<String, String> ALIASES =
            Map.of(OUR_USER_AGENT, USER_AGENT, "proxy.user", ProxyReader.PRINCIPAL);

    private static final String AHC = "ahc.";

    private static final Set<String> KNOWN = known();

    private final Values values;
    private final Problems problems;

    private final Draft endpoint = new Draft();
    private final ProxyReader proxy;
    private final SslReader ssl;
    private final UnknownKeys unknown;

    WsReader(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
        this.proxy = new ProxyReader(values, problems);
        this.unknown = new UnknownKeys(KNOWN, problems);
        this.ssl = new SslReader(values, problems, unknown);
    }

    /** The settings of one block, each under the one name that {@link #read} knows. */
    static Map<String, Setting> level(Map<String, Setting> leaves, Problems problems) {
        return Leaves.renamed(leaves, WsReader::canonical, problems);
    }

    /** The keys of a block. */
    static Set<String> keys() {
        return KNOWN;
    }

    /** What a key of a block is called beside the {@code url}; empty if there is no such key. */
    static Optional<String> meaning(String key) {
        return switch (key) {
            case COMPRESSION -> Optional.of(GZIP);
            case USER_AGENT -> Optional.of(OUR_USER_AGENT);
            default -> Optional.ofNullable(TIMEOUTS.get(key));
        };
    }

    /** Reads what all blocks together say. */
    void read(Map<String, Setting> settings) {
        settings.forEach(this::read);
        proxy.finish(settings);
        ssl.finish();
    }

    /** Takes the proxy of the JVM's properties, as Play does, for an endpoint that says nothing of a proxy. */
    void proxyOfProperties(Setting entry) {
        proxy.useProperties(entry);
    }

    /** What goes into the endpoint itself. */
    Draft endpoint() {
        return endpoint;
    }

    /** What goes into a TLS profile; empty if none is needed. */
    Draft tls() {
        return ssl.profile();
    }

    /** What goes into a proxy profile; empty if none is needed. */
    Draft proxy() {
        return proxy.profile();
    }

    private void read(String key, Setting setting) {
        if (TIMEOUTS.containsKey(key)) {
            duration(key, setting).ifPresent(millis -> endpoint.put(TIMEOUTS.get(key), millis, setting));
        } else if (key.equals(COMPRESSION)) {
            values.flag(setting).ifPresent(gzip -> endpoint.put(GZIP, gzip, setting));
        } else if (key.equals(USER_AGENT)) {
            values.filled(setting).ifPresent(text -> endpoint.put(OUR_USER_AGENT, text, setting));
        } else if (EndpointKeys.isOfAnEndpoint(key) && !KNOWN.contains(key)) {
            problems.error(setting, "is no key of a ws block; it belongs beside the url of an endpoint");
        } else if (!proxy.read(key, setting)
                && !ssl.read(key, setting)
                && !IneffectiveKeys.warn(key, setting, problems)) {
            unknown.name(key, setting);
        }
    }

    private Optional<String> duration(String key, Setting setting) {
        if (ENDLESS.contains(key)
                && Durations.isEndless(String.valueOf(setting.value().unwrapped()))) {
            problems.warn(setting, "is " + Durations.LONGEST + ", the longest that there is");
            return Optional.of(Durations.LONGEST_MILLIS + " ms");
        }
        return values.duration(setting);
    }

    /** TheHive has the keys of {@code ahc} one level up. */
    private static String canonical(String key) {
        String plain = key.startsWith(AHC) ? key.substring(AHC.length()) : key;
        return ALIASES.getOrDefault(plain, plain);
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(IneffectiveKeys.names());
        known.addAll(TIMEOUTS.keySet());
        known.addAll(ALIASES.keySet());
        known.add(USER_AGENT);
        known.add(COMPRESSION);
        known.addAll(ProxyReader.KEYS);
        known.addAll(SslReader.KEYS);
        return known;
    }
}
