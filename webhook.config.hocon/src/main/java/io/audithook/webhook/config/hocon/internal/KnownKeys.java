/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The keys of Play WS, ssl-config and our own endpoints, and what those say that have no effect here. */
final class KnownKeys {

    private static final String RETRIES = "deliveries are retried visibly, by retry.*, never by the HTTP client";
    private static final String NOT_YET = "not supported yet";
    private static final String JVM_WIDE = "it would change the whole JVM, so it is refused";
    private static final String DROPPED = "ssl-config has dropped it; use jdk.certpath.disabledAlgorithms of the JVM";
    private static final String COOKIES = "webhooks keep no cookies";
    private static final String SERVER = "it is for servers";

    /** Keys under {@code ws} that are accepted, with the reason why they do nothing. */
    static final Map<String, String> WITHOUT_EFFECT = withoutEffect();

    /** All keys under {@code ws}. */
    static final Set<String> WS = ws();

    /** Our own keys beside {@code url} that go into the endpoint as they are. */
    static final Set<String> ENDPOINT = Set.of(
            "url",
            "enabled",
            "start",
            "ordering",
            "concurrency",
            "tls.target",
            "proxy.target",
            "filters.target",
            "filters.cardinality.minimum",
            "retry.multiplier",
            "userAgent",
            "auth.type",
            "auth.scheme",
            "auth.token");

    /** Our own keys beside {@code url} that are durations. */
    static final Set<String> ENDPOINT_DURATIONS = Set.of(
            "timeout.connect", "timeout.idle", "timeout.request", "retry.initial", "retry.max", "retry.giveUpAfter");

    private KnownKeys() {}

    private static Map<String, String> withoutEffect() {
        Map<String, String> keys = new TreeMap<>();
        keys.put("followRedirects", "redirects are failures (Standard Webhooks), update the url instead");
        keys.put("useProxyProperties", NOT_YET);
        keys.put("compressionEnabled", NOT_YET);
        for (String prefix : new String[] {"ahc.", ""}) {
            keys.put(prefix + "keepAlive", "connections are always kept alive");
            keys.put(prefix + "maxConnectionsPerHost", "use concurrency beside the url");
            keys.put(prefix + "maxConnectionsTotal", "use concurrency beside the url");
            keys.put(prefix + "maxNumberOfRedirects", "redirects are failures");
            keys.put(prefix + "maxRequestRetry", RETRIES);
            keys.put(prefix + "maxConnectionLifetime", NOT_YET);
            keys.put(prefix + "idleConnectionInPoolTimeout", "use timeout.idle");
            keys.put(prefix + "connectionPoolCleanerPeriod", "idle connections are closed at their time");
            keys.put(prefix + "disableUrlEncoding", "URLs are never encoded again");
            keys.put(prefix + "useLaxCookieEncoder", COOKIES);
            keys.put(prefix + "useCookieStore", COOKIES);
        }
        keys.put("proxy.ntlmDomain", "NTLM is not supported");
        keys.put("proxy.encoding", "credentials are sent in UTF-8");
        keys.put("ssl.logger", "SLF4J is used");
        keys.put("ssl.default", "without trust stores, the JVM's trust is used");
        keys.put("ssl.protocol", "use ssl.enabledProtocols");
        keys.put("ssl.checkRevocation", NOT_YET);
        keys.put("ssl.revocationLists", NOT_YET);
        keys.put("ssl.disabledSignatureAlgorithms", DROPPED);
        keys.put("ssl.disabledKeyAlgorithms", DROPPED);
        keys.put("ssl.hostnameVerifierClass", "configuration loads no classes, so it is refused");
        keys.put("ssl.sslParameters.clientAuth", SERVER);
        keys.put("ssl.sslParameters.protocols", "use ssl.enabledProtocols");
        keys.put("ssl.keyManager.algorithm", NOT_YET);
        keys.put("ssl.trustManager.algorithm", NOT_YET);
        keys.put("ssl.loose.allowWeakProtocols", DROPPED);
        keys.put("ssl.loose.allowWeakCiphers", DROPPED);
        keys.put("ssl.loose.allowLegacyHelloMessages", JVM_WIDE);
        keys.put("ssl.loose.allowUnsafeRenegotiation", JVM_WIDE);
        keys.put("ssl.loose.disableSNI", "the server name is always sent");
        keys.put("ssl.loose.acceptAnyCertificate", "not supported; trust the certificate by ssl.trustManager.stores");
        for (String debug : new String[] {
            "all",
            "ssl",
            "sslctx",
            "keymanager",
            "trustmanager",
            "certpath",
            "ocsp",
            "record",
            "plaintext",
            "packet",
            "handshake",
            "data",
            "verbose",
            "keygen",
            "session",
            "defaultctx",
            "sessioncache",
            "pluggability"
        }) {
            keys.put("ssl.debug." + debug, "use the javax.net.debug property of the JVM");
        }
        return Map.copyOf(keys);
    }

    private static Set<String> ws() {
        Set<String> keys = new TreeSet<>(WITHOUT_EFFECT.keySet());
        keys.addAll(Set.of("timeout.connection", "timeout.idle", "timeout.request", "useragent"));
        keys.addAll(Set.of("proxy.host", "proxy.port", "proxy.protocol", "proxy.principal", "proxy.user"));
        keys.addAll(Set.of("proxy.password", "proxy.nonProxyHosts", "ssl.trustManager.stores"));
        keys.addAll(Set.of("ssl.keyManager.stores", "ssl.enabledProtocols", "ssl.enabledCipherSuites"));
        keys.add("ssl.loose.disableHostnameVerification");
        return Set.copyOf(keys);
    }
}
