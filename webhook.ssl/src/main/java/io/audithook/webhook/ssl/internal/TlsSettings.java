/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a TLS profile, checked as far as that goes without reading a store.
 *
 * @param trust the stores to trust; none for the trust of the JVM
 * @param includeSystem whether the JVM's certificates are trusted beside the stores
 * @param keys the stores with client certificates
 * @param protocols what to offer, never empty
 * @param cipherSuites what to offer; empty for those of the JVM
 * @param verifyHostName whether the certificate must be for the host that is called
 */
record TlsSettings(
        List<StoreSettings> trust,
        boolean includeSystem,
        List<StoreSettings> keys,
        List<String> protocols,
        List<String> cipherSuites,
        boolean verifyHostName) {

    private static final Set<String> KEYS = Set.of("includeSystem", "protocols", "cipherSuites", "verifyHostName");
    private static final String STORE_KEY = "(trust|key)\\.([0-9]+\\.)?(type|path|data|password)";

    TlsSettings {
        trust = List.copyOf(trust);
        keys = List.copyOf(keys);
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
    }

    static TlsSettings from(Configuration configuration) {
        configuration.warnOfUnknown(key -> KEYS.contains(key) || key.matches(STORE_KEY));
        List<String> protocols = configuration.list("protocols");
        return new TlsSettings(
                stores(configuration, "trust."),
                configuration.bool("includeSystem", false),
                stores(configuration, "key."),
                protocols.isEmpty() ? List.of("TLSv1.3", "TLSv1.2") : protocols,
                configuration.list("cipherSuites"),
                configuration.bool("verifyHostName", true));
    }

    private static List<StoreSettings> stores(Configuration configuration, String prefix) {
        List<StoreSettings> stores = new ArrayList<>();
        StoreSettings.from(configuration, prefix).ifPresent(stores::add);
        for (int number : configuration.numbers(prefix)) {
            Optional<StoreSettings> store = StoreSettings.from(configuration, prefix + number + ".");
            store.ifPresent(stores::add);
        }
        return stores;
    }
}
