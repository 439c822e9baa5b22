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
 * <p>A changed configuration makes a new service. Changed files do not: the profile gives another context, and whoever has
 * connections that were made with the one before begins no request on them any more. All else is immutable. Safe for use by
 * many threads.
 */
@ProviderType
public interface TlsProfile {

    /** Service property with the name of the profile. */
    String NAME = "tls.name";

    /**
     * Service property with the keys by which a check is switched off, {@code acceptAnyCertificate} and {@code
     * verifyHostName}; absent if all checks are made.
     */
    String LOOSE = "tls.loose";

    /** The name of the profile. */
    String name();

    /** The context with the key and trust material that is in use now; the same one for as long as that is the same. */
    SSLContext context();

    /** The protocols to offer, such as {@code TLSv1.3}; empty for those of the JVM. */
    List<String> protocols();

    /** The cipher suites to offer; empty for those of the JVM. */
    List<String> cipherSuites();

    /** Whether the certificate must be for the host that is called. */
    boolean verifyHostName();

    /** The keys by which a check is switched off, as in {@link #LOOSE}; empty if all checks are made. */
    default List<String> loose() {
        return List.of();
    }

    /**
     * Whether a handshake may wait for others than the server, such as an OCSP responder, for seconds. Whoever makes the
     * connections lets such handshakes hold up nothing else.
     */
    default boolean asksOthers() {
        return false;
    }

    /**
     * The certificates of the stores that are in use now, of keys first. Those that the JVM trusts by itself are not
     * among them.
     */
    default List<TlsCertificate> certificates() {
        return List.of();
    }
}
