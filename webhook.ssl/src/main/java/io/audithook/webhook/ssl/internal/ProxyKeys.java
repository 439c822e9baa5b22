/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ProxyProfile;
import java.util.Set;

/** The keys of a proxy profile. */
final class ProxyKeys {

    static final String TYPE = "type";
    static final String HOST = "host";
    static final String PORT = "port";
    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String NON_PROXY_HOSTS = "nonProxyHosts";
    static final String USE_PROXY_PROPERTIES = "useProxyProperties";

    private static final Set<String> ALL = Set.of(
            ProxyProfile.NAME,
            Values.BASE_DIR,
            TYPE,
            HOST,
            PORT,
            USER,
            PASSWORD,
            NON_PROXY_HOSTS,
            USE_PROXY_PROPERTIES);

    private ProxyKeys() {}

    /** Warns of keys that are not known. */
    static void check(Values values) {
        for (String key : values.keys().stream().sorted().toList()) {
            if (!ALL.contains(key) && !UnknownKeys.isForeign(key)) {
                values.warn(UnknownKeys.complaint(key, " and has no effect", ALL));
            }
        }
    }
}
