/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.Form;

/** The keys of a proxy profile. */
final class ProxyKeys {

    static final String TYPE = "type";
    static final String HOST = "host";
    static final String PORT = "port";
    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String NON_PROXY_HOSTS = "nonProxyHosts";
    static final String USE_PROXY_PROPERTIES = "useProxyProperties";

    static final Form FORM = Form.of(ProxyConfig.class).strict();

    private ProxyKeys() {}
}
