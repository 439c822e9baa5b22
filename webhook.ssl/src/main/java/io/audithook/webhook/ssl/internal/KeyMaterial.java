/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

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

    /** @param algorithm of the key manager; empty for the JVM's default */
    static X509ExtendedKeyManager manager(List<ClientKey> keys, Optional<String> algorithm)
            throws GeneralSecurityException {
        // the stores had a password each, a key manager knows one for all
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        char[] password = Base64.getEncoder().encodeToString(random).toCharArray();
        KeyStore store = Stores.inMemory();
        for (ClientKey key : keys) {
            store.setKeyEntry(
                    "key-" + store.size(), key.key(), password, key.chain().toArray(new Certificate[0]));
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(algorithm.orElseGet(KeyManagerFactory::getDefaultAlgorithm));
        factory.init(store, password);
        for (KeyManager manager : factory.getKeyManagers()) {
            if (manager instanceof X509ExtendedKeyManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException(
                TlsKeys.KEY_ALGORITHM + "=" + factory.getAlgorithm() + " is of no use for TLS");
    }

    private static List<ClientKey> fromPem(StoreSettings settings) throws MaterialException {
        byte[] bytes = settings.bytes();
        try {
            Pem pem = Pem.parse(bytes);
            PrivateKey key = PemKey.read(pem.privateKey(), settings.keySecret());
            return List.of(ClientKey.of(key, pem.certificates()));
        } catch (MaterialException e) {
            throw settings.invalid(e.getMessage(), e);
        }
    }

    private static List<ClientKey> fromStore(StoreSettings settings) throws MaterialException {
        KeyStore store = JavaStore.open(settings);
        char[] password = settings.keySecret().orElse("").toCharArray();
        List<ClientKey> keys = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (isChosen(settings, alias)
                        && store.isKeyEntry(alias)
                        && key(settings, store, alias, password) instanceof PrivateKey key) {
                    keys.add(ClientKey.of(key, chain(store, alias)));
                }
            }
        } catch (GeneralSecurityException e) {
            throw settings.invalid("cannot be read: " + e.getMessage(), e);
        }
        if (keys.isEmpty()) {
            throw settings.invalid("holds no private key"
                    + settings.alias()
                            .map(alias -> " of " + settings.prefix() + ".alias=" + alias + ", only " + aliases(store))
                            .orElse("")
                    + JavaStore.hint(settings));
        }
        return keys;
    }

    /** Java's own stores do not tell upper from lower case. */
    private static boolean isChosen(StoreSettings settings, String alias) {
        return settings.alias().map(alias::equalsIgnoreCase).orElse(true);
    }

    private static List<String> aliases(KeyStore store) {
        try {
            return Collections.list(store.aliases());
        } catch (KeyStoreException e) {
            throw new IllegalStateException("The store has been loaded", e);
        }
    }

    private static Key key(StoreSettings settings, KeyStore store, String alias, char[] password)
            throws MaterialException, GeneralSecurityException {
        try {
            return store.getKey(alias, password);
        } catch (UnrecoverableKeyException e) {
            throw settings.invalid(
                    "holds the key '" + alias + "' that " + settings.keySecretKey() + " does not open", e);
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
