/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a TLS profile is to be.
 *
 * @param name its name
 * @param trust the stores with the certificates to trust; none for the trust of the JVM
 * @param keys the stores with the certificates to show, if asked
 * @param includeSystem whether the trust of the JVM counts beside {@code trust}
 * @param keyAlgorithm of the key manager; empty for the JVM's default
 * @param trustAlgorithm of the trust manager; empty for the JVM's default
 * @param revocation how to find out what was revoked
 * @param pins the keys, one of which a server must have
 * @param acceptAnyCertificate whether trust and host name are not checked at all
 * @param protocols what to offer; none for what the JVM offers
 * @param cipherSuites what to offer; none for what the JVM offers
 * @param verifyHostName whether the certificate must be for the host that is called
 */
record TlsSettings(
        String name,
        List<StoreSettings> trust,
        List<StoreSettings> keys,
        boolean includeSystem,
        Optional<String> keyAlgorithm,
        Optional<String> trustAlgorithm,
        RevocationSettings revocation,
        Pins pins,
        boolean acceptAnyCertificate,
        List<String> protocols,
        List<String> cipherSuites,
        boolean verifyHostName) {

    TlsSettings {
        Objects.requireNonNull(name, "name");
        trust = List.copyOf(trust);
        keys = List.copyOf(keys);
        Objects.requireNonNull(keyAlgorithm, "keyAlgorithm");
        Objects.requireNonNull(trustAlgorithm, "trustAlgorithm");
        Objects.requireNonNull(revocation, "revocation");
        Objects.requireNonNull(pins, "pins");
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** The trust of the JVM, and nothing else. */
    static TlsSettings ofTheJvm(String name) {
        return new TlsSettings(
                name,
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                RevocationSettings.NONE,
                Pins.NONE,
                false,
                List.of(),
                List.of(),
                true);
    }

    /**
     * Reads a configuration.
     *
     * @throws InvalidSettingsException with all that is wrong
     */
    static TlsSettings from(Settings values) {
        TlsSettings settings = read(values);
        values.check();
        return settings;
    }

    /** Reads a configuration, and leaves it to others to look at what is wrong. */
    static TlsSettings read(Settings values) {
        values.checkKeys(TlsKeys.FORM);
        TlsSettings settings = new TlsSettings(
                ProfileName.of(values, TlsConfig.PID, TlsProfile.NAME, DefaultTlsComponent.NAME),
                stores(values, TlsKeys.TRUST),
                stores(values, TlsKeys.KEY),
                values.flag(TlsKeys.INCLUDE_SYSTEM, false),
                algorithm(values, TlsKeys.KEY_ALGORITHM, "KeyManagerFactory"),
                algorithm(values, TlsKeys.TRUST_ALGORITHM, "TrustManagerFactory"),
                RevocationSettings.from(values),
                Pins.from(values, TlsKeys.PINS),
                values.flag(TlsKeys.ACCEPT_ANY, false),
                values.list(TlsKeys.PROTOCOLS),
                values.list(TlsKeys.CIPHER_SUITES),
                values.flag(TlsKeys.VERIFY_HOST_NAME, true));
        settings.checkAny(values);
        return settings;
    }

    /** The keys that switch a check off. */
    List<String> loose() {
        List<String> loose = new ArrayList<>();
        if (acceptAnyCertificate) {
            loose.add(TlsKeys.ACCEPT_ANY);
        }
        if (!verifyHostName) {
            loose.add(TlsKeys.VERIFY_HOST_NAME);
        }
        return List.copyOf(loose);
    }

    private void checkAny(Settings values) {
        if (acceptAnyCertificate && !revocation.isOff()) {
            values.problem(
                    TlsKeys.ACCEPT_ANY, true, "must be false with " + TlsKeys.REVOCATION + "=" + revocation.mode());
        }
        if (acceptAnyCertificate && !trust.isEmpty()) {
            values.warn(trust.get(0).origin() + " has no effect with " + TlsKeys.ACCEPT_ANY + "=true");
        }
    }

    private static Optional<String> algorithm(Settings values, String key, String factory) {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(Security.getAlgorithms(factory));
        // the standard name of what the JVM lists as SunX509's successor
        known.add("PKIX");
        return values.value(key, algorithm -> {
            if (!known.contains(algorithm)) {
                throw new IllegalArgumentException("must be one of " + known);
            }
            return algorithm;
        });
    }

    private static List<StoreSettings> stores(Settings values, String family) {
        return TlsKeys.storePrefixes(values, family).stream()
                .map(prefix -> StoreSettings.from(values, prefix))
                .toList();
    }
}
