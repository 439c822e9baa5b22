/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsProfile;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/** A TLS profile, made. */
record ConfiguredTlsProfile(
        String name, SSLContext context, List<String> protocols, List<String> cipherSuites, boolean verifyHostName)
        implements TlsProfile {

    ConfiguredTlsProfile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(context, "context");
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
    }
}
