/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.TlsCertificate.Role;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * What a profile works with, all read at one time.
 *
 * @param keys our keys, if any
 * @param trust whom to trust
 * @param certificates what is in the stores
 */
record TlsMaterial(Optional<X509ExtendedKeyManager> keys, ServerTrust trust, List<TlsCertificate> certificates) {

    TlsMaterial {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(trust, "trust");
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads the stores.
     *
     * @param failures puts refused servers into words
     * @param unchecked is told of servers that may be revoked and went all the same
     * @param addresses gives the policy for the addresses of OCSP responders
     */
    static TlsMaterial read(
            TlsSettings settings,
            TrustFailures failures,
            Consumer<String> unchecked,
            Supplier<Optional<AddressPolicy>> addresses)
            throws MaterialException, GeneralSecurityException {
        List<ClientKey> keys = KeyMaterial.read(settings.keys());
        Set<X509Certificate> own = TrustMaterial.read(settings.trust());
        List<TlsCertificate> certificates = new ArrayList<>();
        keys.forEach(key -> key.chain().forEach(one -> certificates.add(certificate(Role.KEY, one))));
        own.forEach(one -> certificates.add(certificate(Role.TRUST, one)));
        Optional<X509ExtendedKeyManager> manager =
                keys.isEmpty() ? Optional.empty() : Optional.of(KeyMaterial.manager(keys, settings.keyAlgorithm()));
        Revocation revocation = new Revocation(
                settings.revocation(),
                RevocationLists.read(settings.revocation().lists()),
                new OcspAnswers(settings.revocation(), addresses, InstantSource.system()),
                new ListAnswers(addresses, settings.revocation().timeout(), InstantSource.system()));
        ServerTrust trust = new ServerTrust(
                TrustMaterial.manager(trusted(settings, own), settings.trustAlgorithm()),
                settings.acceptAnyCertificate(),
                settings.pins(),
                revocation,
                failures,
                unchecked);
        return new TlsMaterial(manager, trust, certificates.stream().distinct().toList());
    }

    /** Null for the JVM's trust. */
    private static Set<X509Certificate> trusted(TlsSettings settings, Set<X509Certificate> own)
            throws GeneralSecurityException {
        if (settings.trust().isEmpty()) {
            return null;
        }
        if (settings.includeSystem()) {
            own.addAll(TrustMaterial.ofTheJvm());
        }
        return own;
    }

    private static TlsCertificate certificate(Role role, X509Certificate certificate) {
        return new TlsCertificate(
                role,
                certificate.getSubjectX500Principal().getName(),
                certificate.getSerialNumber().toString(16),
                certificate.getNotAfter().toInstant());
    }
}
