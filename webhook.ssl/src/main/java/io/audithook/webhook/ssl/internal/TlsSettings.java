/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsProfile;
import java.util.List;
import java.util.Objects;

/**
 * What a TLS profile is to be.
 *
 * @param name its name
 * @param trust the stores with the certificates to trust; none for the trust of the JVM
 * @param keys the stores with the certificates to show, if asked
 * @param includeSystem whether the trust of the JVM counts beside {@code trust}
 * @param protocols what to offer; none for what the JVM offers
 * @param cipherSuites what to offer; none for what the JVM offers
 * @param verifyHostName whether the certificate must be for the host that is called
 */
record TlsSettings(
        String name,
        List<StoreSettings> trust,
        List<StoreSettings> keys,
        boolean includeSystem,
        List<String> protocols,
        List<String> cipherSuites,
        boolean verifyHostName) {

    TlsSettings {
        Objects.requireNonNull(name, "name");
        trust = List.copyOf(trust);
        keys = List.copyOf(keys);
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException with PID, key, value and rule
     */
    static TlsSettings from(Values values) {
        TlsKeys.check(values);
        return new TlsSettings(
                ProfileName.of(values, TlsProfile.NAME, DefaultTlsComponent.NAME),
                stores(values, TlsKeys.TRUST),
                stores(values, TlsKeys.KEY),
                values.flag(TlsKeys.INCLUDE_SYSTEM, false),
                values.list(TlsKeys.PROTOCOLS),
                values.list(TlsKeys.CIPHER_SUITES),
                values.flag(TlsKeys.VERIFY_HOST_NAME, true));
    }

    private static List<StoreSettings> stores(Values values, String family) {
        return TlsKeys.storePrefixes(values, family).stream()
                .map(prefix -> StoreSettings.from(values, prefix))
                .toList();
    }
}
