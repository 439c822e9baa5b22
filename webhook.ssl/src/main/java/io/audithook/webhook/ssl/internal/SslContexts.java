/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Makes an SSLContext of the material that settings name. Nothing of the JVM is changed. */
final class SslContexts {

    private final KeyMaterial material;

    /** @param pid the configuration, for messages */
    SslContexts(String pid) {
        material = new KeyMaterial(pid);
    }

    /**
     * Reads all stores and makes a context.
     *
     * @throws IllegalArgumentException with PID, key, path and reason
     */
    SSLContext create(TlsSettings settings) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(settings), trustManagers(settings), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("The JVM cannot make a TLS context: " + e.getMessage(), e);
        }
    }

    private KeyManager[] keyManagers(TlsSettings settings) throws GeneralSecurityException, IOException {
        if (settings.keys().isEmpty()) {
            return new KeyManager[0];
        }
        // all stores in one, so that the JDK chooses the key that fits
        KeyStore all = empty();
        char[] password = UUID.randomUUID().toString().toCharArray();
        int number = 0;
        for (StoreSettings store : settings.keys()) {
            for (KeyMaterial.KeyEntry entry : material.keys(store)) {
                all.setKeyEntry(
                        "key" + number++, entry.key(), password, entry.chain().toArray(Certificate[]::new));
            }
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(all, password);
        return factory.getKeyManagers();
    }

    private TrustManager[] trustManagers(TlsSettings settings) throws GeneralSecurityException, IOException {
        if (settings.trust().isEmpty()) {
            return managers(null);
        }
        List<Certificate> certificates = new ArrayList<>();
        for (StoreSettings store : settings.trust()) {
            certificates.addAll(material.certificates(store));
        }
        if (settings.includeSystem()) {
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager system) {
                    certificates.addAll(List.<X509Certificate>of(system.getAcceptedIssuers()));
                }
            }
        }
        KeyStore all = empty();
        for (int i = 0; i < certificates.size(); i++) {
            all.setCertificateEntry("trust" + i, certificates.get(i));
        }
        return managers(all);
    }

    /** Trust managers for a store, or for the JVM's if null. */
    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
