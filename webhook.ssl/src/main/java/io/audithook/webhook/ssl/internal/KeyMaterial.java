/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Collects the keys that prove who we are. */
final class KeyMaterial {

    private KeyMaterial() {}

    /** All keys of all stores, each of which has at least one. */
    static List<ClientKey> read(List<StoreSettings> stores) throws MaterialException {
        List<ClientKey> all = new ArrayList<>();
        for (StoreSettings store : stores) {
            all.addAll(store.isPem() ? fromPem(store) : fromStore(store));
        }
        return all;
    }

    static KeyManager[] managers(List<ClientKey> keys) throws GeneralSecurityException {
        // the stores had a password each, a key manager knows one for all
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        char[] password = Base64.getEncoder().encodeToString(random).toCharArray();
        KeyStore store = Stores.inMemory();
        for (ClientKey key : keys) {
            store.setKeyEntry(
                    "key-" + store.size(), key.key(), password, key.chain().toArray(new Certificate[0]));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static List<ClientKey> fromPem(StoreSettings settings) throws MaterialException {
        byte[] bytes = settings.bytes();
        try {
            Pem pem = Pem.parse(bytes);
            PrivateKey key = PemKey.read(pem.privateKey(), settings.password());
            return List.of(ClientKey.of(key, pem.certificates()));
        } catch (MaterialException e) {
            throw settings.invalid(e.getMessage(), e);
        }
    }

    private static List<ClientKey> fromStore(StoreSettings settings) throws MaterialException {
        KeyStore store = JavaStore.open(settings);
        char[] password = settings.password().orElse("").toCharArray();
        List<ClientKey> keys = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && key(settings, store, alias, password) instanceof PrivateKey key) {
                    keys.add(ClientKey.of(key, chain(store, alias)));
                }
            }
        } catch (GeneralSecurityException e) {
            throw settings.invalid("cannot be read: " + e.getMessage(), e);
        }
        if (keys.isEmpty()) {
            throw settings.invalid("holds no private key" + JavaStore.hint(settings));
        }
        return keys;
    }

    private static Key key(StoreSettings settings, KeyStore store, String alias, char[] password)
            throws MaterialException, GeneralSecurityException {
        try {
            return store.getKey(alias, password);
        } catch (UnrecoverableKeyException e) {
            throw settings.invalid(
                    "holds the key '" + alias + "' that " + settings.prefix() + ".password does not open", e);
        }
    }

    private static List<X509Certificate> chain(KeyStore store, String alias) throws GeneralSecurityException {
        Certificate[] chain = store.getCertificateChain(alias);
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate : chain == null ? new Certificate[0] : chain) {
            if (certificate instanceof X509Certificate x509) {
                certificates.add(x509);
            }
        }
        return certificates;
    }
}
