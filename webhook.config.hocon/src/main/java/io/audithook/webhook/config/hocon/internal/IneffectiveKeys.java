/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The keys of Play WS and ssl-config that have no effect here, with the reason why. */
final class IneffectiveKeys {

    private static final String NO_REDIRECTS = "redirects are failures (Standard Webhooks), update the url instead";
    private static final String RETRIES = "deliveries are retried visibly, by retry.*, never by the HTTP client";
    private static final String CONCURRENCY = "use concurrency beside the url";
    private static final String COOKIES = "webhooks keep no cookies";
    private static final String JVM_WIDE = "refused, since it would change the whole JVM";
    private static final String DROPPED = "ssl-config has dropped it; use jdk.certpath.disabledAlgorithms of the JVM";
    private static final String PROTOCOLS = "use ssl.enabledProtocols";
    private static final String PROTOTYPE = "a prototype is for the library's own use, set the stores";
    private static final String DEBUG = "use the javax.net.debug property of the JVM";

    private static final Set<String> DEBUGS = Set.of(
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
            "pluggability");

    private static final Map<String, Key> KEYS = keys();

    private IneffectiveKeys() {}

    static Set<String> names() {
        return KEYS.keySet();
    }

    /** Warns of such a key, unless it asks for what we do anyway. Tells whether it is one. */
    static boolean warn(String name, Setting setting, Problems problems) {
        Key key = KEYS.get(name);
        if (key != null && !key.same(setting)) {
            problems.warn(setting, "has no effect: " + key.reason());
        }
        return key != null;
    }

    private static Map<String, Key> keys() {
        Map<String, Key> keys = new TreeMap<>();
        keys.put("followRedirects", new Key(NO_REDIRECTS, "false"));
        keys.put("keepAlive", new Key("connections are always kept alive", "true"));
        keys.put("maxConnectionsPerHost", new Key(CONCURRENCY));
        keys.put("maxConnectionsTotal", new Key(CONCURRENCY));
        keys.put("maxNumberOfRedirects", new Key(NO_REDIRECTS));
        keys.put("maxRequestRetry", new Key(RETRIES, "0"));
        keys.put("idleConnectionInPoolTimeout", new Key("use timeout.idle"));
        keys.put("connectionPoolCleanerPeriod", new Key("idle connections are closed at their time"));
        keys.put("disableUrlEncoding", new Key("URLs are never encoded again", "true"));
        keys.put("useLaxCookieEncoder", new Key(COOKIES, "false"));
        keys.put("useCookieStore", new Key(COOKIES, "false"));
        keys.put("proxy.ntlmDomain", new Key("NTLM is not supported"));
        keys.put("proxy.encoding", new Key("credentials are sent in UTF-8", "utf-8"));
        ssl(keys);
        return Map.copyOf(keys);
    }

    private static void ssl(Map<String, Key> keys) {
        keys.put("ssl.logger", new Key("SLF4J is used", ".*\\.nooplogger"));
        keys.put("ssl.protocol", new Key(PROTOCOLS, "tls"));
        keys.put("ssl.disabledSignatureAlgorithms", new Key(DROPPED));
        keys.put("ssl.disabledKeyAlgorithms", new Key(DROPPED));
        keys.put("ssl.hostnameVerifierClass", new Key("refused, since configuration loads no classes"));
        keys.put("ssl.sslParameters.clientAuth", new Key("it is for servers", "default"));
        for (String manager : Set.of("ssl.keyManager", "ssl.trustManager")) {
            for (String name : Set.of("type", "path", "data", "password")) {
                keys.put(manager + ".prototype.stores." + name, new Key(PROTOTYPE));
            }
        }
        keys.put("ssl.loose.allowWeakProtocols", new Key(DROPPED, "false"));
        keys.put("ssl.loose.allowWeakCiphers", new Key(DROPPED, "false"));
        keys.put("ssl.loose.allowLegacyHelloMessages", new Key(JVM_WIDE));
        keys.put("ssl.loose.allowUnsafeRenegotiation", new Key(JVM_WIDE));
        keys.put("ssl.loose.disableSNI", new Key("the server name is always sent", "false"));
        DEBUGS.forEach(name -> keys.put("ssl.debug." + name, new Key(DEBUG, "false")));
    }

    /**
     * One of them.
     *
     * @param reason why it has no effect
     * @param asWeDo a pattern of values, in lower case, that ask for what we do anyway; empty if there are none
     */
    private record Key(String reason, String asWeDo) {

        Key(String reason) {
            this(reason, "");
        }

        boolean same(Setting setting) {
            return String.valueOf(setting.value().unwrapped())
                    .toLowerCase(Locale.ROOT)
                    .matches(asWeDo);
        }
    }
}
