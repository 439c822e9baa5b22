/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.settings.Authority;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** One proxy for all destinations but the exceptions. */
final class ConfiguredProxyProfile implements ProxyProfile {

    private final ProxySettings settings;

    ConfiguredProxyProfile(ProxySettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Optional<ProxyServer> proxyFor(URI destination) {
        // what we cannot read is not called directly
        boolean direct = Authority.of(destination)
                .filter(found -> settings.exceptions().contains(found.host()))
                .isPresent();
        return direct ? Optional.empty() : Optional.of(settings.server());
    }
}
