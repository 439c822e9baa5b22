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

/** The proxy profile that is always there: no proxy. */
@Component(property = ProxyProfile.NAME + "=" + DirectProxyComponent.NAME)
public final class DirectProxyComponent implements ProxyProfile {

    static final String NAME = "direct";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<ProxyServer> proxyFor(URI destination) {
        return Optional.empty();
    }
}
