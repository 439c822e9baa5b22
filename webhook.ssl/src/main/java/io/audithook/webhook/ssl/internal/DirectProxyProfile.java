/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import java.net.URI;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** The profile that is always there: no proxy. */
@Component(property = ProxyProfile.NAME + "=" + DirectProxyProfile.DIRECT)
public final class DirectProxyProfile implements ProxyProfile {

    static final String DIRECT = "direct";

    @Override
    public String name() {
        return DIRECT;
    }

    @Override
    public Optional<ProxyServer> proxyFor(URI destination) {
        return Optional.empty();
    }
}
