/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Collects the certificates to trust. */
final class TrustMaterial {

    private TrustMaterial() {}

    /** All certificates of all stores, each of which has at least one. */
    static Set<X509Certificate> read(List<StoreSettings> stores) throws MaterialException {
        Set<X509Certificate> all = new LinkedHashSet<>();
        for (StoreSettings store : stores) {
            all.addAll(store.isPem() ? fromPem(store) : fromStore(store));
        }
        return all;
    }

    /** What the JVM trusts. */
    static List<X509Certificate> ofTheJvm() throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        Collections.addAll(certificates, manager(null, Optional.empty()).getAcceptedIssuers());
        return certificates;
    }

    /**
     * Makes a trust manager.
     *
     * @param trusted what to trust; null for what the JVM trusts
     * @param algorithm of the trust manager; empty for the JVM's default
     */
    static X509ExtendedTrustManager manager(Set<X509Certificate> trusted, Optional<String> algorithm)
            throws GeneralSecurityException {
        KeyStore store = null;
        if (trusted != null) {
            store = Stores.inMemory();
            for (X509Certificate certificate : trusted) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(algorithm.orElseGet(TrustManagerFactory::getDefaultAlgorithm));
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            // others would not check the name of the host
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException(
                TlsKeys.TRUST_ALGORITHM + "=" + factory.getAlgorithm() + " is of no use for TLS");
    }

    private static List<X509Certificate> fromPem(StoreSettings settings) throws MaterialException {
        byte[] bytes = settings.bytes();
        try {
            return Pem.parse(bytes).certificates();
        } catch (MaterialException e) {
            throw settings.invalid(e.getMessage(), e);
        }
    }

    private static List<X509Certificate> fromStore(StoreSettings settings) throws MaterialException {
        KeyStore store = JavaStore.open(settings);
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                // of an entry with a key this is its own certificate: Java trusts that too
                Certificate certificate = store.getCertificate(alias);
                if (certificate instanceof X509Certificate x509) {
                    certificates.add(x509);
                }
            }
        } catch (GeneralSecurityException e) {
            throw settings.invalid("cannot be read: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw settings.invalid("holds no certificate" + JavaStore.hint(settings));
        }
        return certificates;
    }
}
