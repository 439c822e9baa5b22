/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.net.URI;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which way requests go. A service per configuration {@code io.audithook.proxy~NAME}, and one built in,
 * {@code direct}. Endpoints choose it with {@code proxy.target=(proxy.name=NAME)}.
 *
 * <p>Immutable: a changed configuration makes a new service. Safe for use by many threads.
 */
@ProviderType
public interface ProxyProfile {

    /** Service property with the name of the profile. */
    String NAME = "proxy.name";

    /** The name of the profile. */
    String name();

    /** The proxy for this destination; empty to connect directly. Only scheme, host and port of the URI are looked at. */
    Optional<ProxyServer> proxyFor(URI destination);
}
