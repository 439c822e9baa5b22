/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Who a server or a client says it is.
 *
 * @param name for people, one word
 * @param key the private key
 * @param chain the certificate, and those above it that are sent along
 */
public record Identity(String name, PrivateKey key, List<X509Certificate> chain) {

    /** Copies the chain. */
    public Identity {
        chain = List.copyOf(chain);
    }

    /**
     * The one key of a key store.
     *
     * @param store has one key entry, or more, of which the first in the order of aliases is taken
     * @param password opens the key
     * @throws IllegalArgumentException if there is none, or the password is wrong
     */
    public static Identity from(KeyStore store, char[] password) {
        try {
            for (String alias :
                    Collections.list(store.aliases()).stream().sorted().toList()) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    List<X509Certificate> chain = Arrays.stream(store.getCertificateChain(alias))
                            .map(X509Certificate.class::cast)
                            .toList();
                    return new Identity("given", key, chain);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The key store cannot be used: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("The key store has no private key");
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** A key store with nothing but this. */
    public KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(name, key, password, chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("A key store in memory failed", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return name + " " + certificate().getSubjectX500Principal();
    }
}
