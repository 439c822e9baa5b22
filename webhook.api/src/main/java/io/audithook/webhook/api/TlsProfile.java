/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import javax.net.ssl.SSLContext;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How connections are secured: key and trust material with the rules for a handshake. A service per
 * configuration {@code io.audithook.tls~NAME}, and one built in, {@code default}, with the trust of the JVM.
 * Endpoints choose it with {@code tls.target=(tls.name=NAME)}.
 *
 * <p>Immutable: a changed configuration makes a new service. Safe for use by many threads.
 */
@ProviderType
public interface TlsProfile {

    /** Service property with the name of the profile. */
    String NAME = "tls.name";

    /** The name of the profile. */
    String name();

    /** The context with the key and trust material. */
    SSLContext context();

    /** The protocols to offer, such as {@code TLSv1.3}; empty for those of the JVM. */
    List<String> protocols();

    /** The cipher suites to offer; empty for those of the JVM. */
    List<String> cipherSuites();

    /** Whether the certificate must be for the host that is called. */
    boolean verifyHostName();
}
