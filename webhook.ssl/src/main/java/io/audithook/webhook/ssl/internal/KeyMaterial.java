/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads stores. What cannot be read, or holds nothing of use, is an error with key, path and reason. */
final class KeyMaterial {

    private final String pid;

    /** @param pid the configuration, for messages */
    KeyMaterial(String pid) {
        this.pid = pid;
    }

    /** The certificates of a store. */
    List<Certificate> certificates(StoreSettings store) {
        return read(store, () -> {
            List<Certificate> certificates = new ArrayList<>();
            if (store.type() == StoreSettings.Type.PEM) {
                certificates.addAll(Pem.certificates(text(store)));
            } else {
                KeyStore loaded = load(store);
                for (String alias : Collections.list(loaded.aliases())) {
                    certificates.add(loaded.getCertificate(alias));
                }
            }
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("holds no certificate");
            }
            return certificates;
        });
    }

    /** The private keys of a store, each with its chain. */
    List<KeyEntry> keys(StoreSettings store) {
        return read(store, () -> {
            List<KeyEntry> keys = new ArrayList<>();
            if (store.type() == StoreSettings.Type.PEM) {
                String text = text(store);
                Key key = Pem.privateKey(text);
                List<Certificate> chain = Pem.certificates(text);
                if (chain.isEmpty()) {
                    throw new GeneralSecurityException("holds no certificate for its private key");
                }
                keys.add(new KeyEntry(key, chain));
            } else {
                KeyStore loaded = load(store);
                for (String alias : Collections.list(loaded.aliases())) {
                    if (loaded.isKeyEntry(alias)) {
                        keys.add(new KeyEntry(
                                loaded.getKey(alias, store.password().toCharArray()),
                                List.of(loaded.getCertificateChain(alias))));
                    }
                }
            }
            if (keys.isEmpty()) {
                throw new GeneralSecurityException("holds no private key");
            }
            return keys;
        });
    }

    private static String text(StoreSettings store) throws IOException {
        return store.path().isPresent() ? Files.readString(store.path().get()) : store.data();
    }

    private static KeyStore load(StoreSettings store) throws IOException, GeneralSecurityException {
        Path file = store.path().orElseThrow();
        KeyStore keyStore = KeyStore.getInstance(store.type().name());
        try (InputStream in = Files.newInputStream(file)) {
            keyStore.load(
                    in, store.password().isEmpty() ? null : store.password().toCharArray());
        }
        return keyStore;
    }

    private <T> T read(StoreSettings store, Reading<T> reading) {
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            throw failed(store, "does not exist", e);
        } catch (IOException | GeneralSecurityException e) {
            throw failed(store, String.valueOf(e.getMessage()), e);
        }
    }

    private IllegalArgumentException failed(StoreSettings store, String reason, Exception cause) {
        return new IllegalArgumentException(pid + ": " + store.describe() + ": " + reason, cause);
    }

    /** Reads something from a store. */
    private interface Reading<T> {
        T read() throws IOException, GeneralSecurityException;
    }

    /**
     * A private key with its certificates.
     *
     * @param key the key
     * @param chain its certificate first, then those that vouch for it
     */
    record KeyEntry(Key key, List<Certificate> chain) {

        /** Without the key. */
        @Override
        public String toString() {
            return "KeyEntry[" + chain.size() + " certificates]";
        }
    }
}
