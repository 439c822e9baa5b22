/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Makes TLS profiles: reads the material and builds the context. */
final class TlsProfiles {

    /** Framework property: {@code false} forbids all profiles to switch a check off. */
    static final String ALLOW_LOOSE = "audithook.security.allowLoose";

    private static final Set<String> STRONG = Set.of("TLSv1.2", "TLSv1.3");

    private TlsProfiles() {}

    /**
     * Whether profiles may switch checks off.
     *
     * @param properties those of the framework: gives the value of one, or null
     */
    static boolean allowsLoose(UnaryOperator<String> properties) {
        return !"false".equalsIgnoreCase(properties.apply(ALLOW_LOOSE));
    }

    /** The trust of the JVM, no key. */
    static TlsProfile ofTheJvm(String name) {
        TlsSettings settings = TlsSettings.ofTheJvm(name);
        try {
            TrustFailures failures = new TrustFailures(TlsProfile.NAME + "=" + name, InstantSource.system());
            return RotatingTlsProfile.of(
                    settings, List.of(), TlsMaterial.read(settings, failures, unchecked -> {}, Optional::empty));
        } catch (GeneralSecurityException | MaterialException e) {
            throw new IllegalStateException("The JVM's own trust cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Makes a profile.
     *
     * @param allowLoose whether it may switch checks off
     * @param addresses gives the policy for the addresses of OCSP responders
     * @throws InvalidSettingsException with all that is wrong
     */
    static RotatingTlsProfile from(Settings values, boolean allowLoose, Supplier<Optional<AddressPolicy>> addresses) {
        TlsSettings settings = TlsSettings.read(values);
        checkLoose(values, settings, allowLoose);
        try {
            SSLParameters supported = supported();
            List<String> cipherSuites = cipherSuites(values, settings, supported);
            checkProtocols(values, settings, supported);
            values.check();
            return RotatingTlsProfile.of(settings, cipherSuites, material(values, settings, values::warn, addresses));
        } catch (GeneralSecurityException e) {
            throw unusable(values, e);
        }
    }

    /**
     * Gives a profile the material that its files hold now.
     *
     * @param unchecked is told, once for each, of certificates that went although they may be revoked
     * @param addresses gives the policy for the addresses of OCSP responders
     * @throws InvalidSettingsException with PID, key, path and the reason; the profile is as before
     */
    static void renew(
            RotatingTlsProfile profile,
            Settings values,
            Consumer<String> unchecked,
            Supplier<Optional<AddressPolicy>> addresses) {
        try {
            profile.replace(material(values, TlsSettings.from(values), unchecked, addresses));
        } catch (GeneralSecurityException e) {
            throw unusable(values, e);
        }
    }

    /**
     * Reads the material.
     *
     * @param unchecked is told, once for each, of certificates that went although they may be revoked
     * @param addresses gives the policy for the addresses of OCSP responders
     * @throws InvalidSettingsException with PID, key, path and the reason
     */
    static TlsMaterial material(
            Settings values,
            TlsSettings settings,
            Consumer<String> unchecked,
            Supplier<Optional<AddressPolicy>> addresses) {
        try {
            return TlsMaterial.read(
                    settings, new TrustFailures(values.pid(), InstantSource.system()), unchecked, addresses);
        } catch (MaterialException e) {
            throw new InvalidSettingsException(values.pid(), e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw unusable(values, e);
        }
    }

    private static InvalidSettingsException unusable(Settings values, GeneralSecurityException e) {
        return new InvalidSettingsException(
                values.pid(), "trust.path or key.path cannot be used: " + e.getMessage(), e);
    }

    private static void checkLoose(Settings values, TlsSettings settings, boolean allowed) {
        for (String loose : settings.loose()) {
            if (!allowed) {
                values.problem(
                        loose,
                        loose.equals(TlsKeys.ACCEPT_ANY),
                        "is forbidden by the framework property " + ALLOW_LOOSE + "=false");
            }
        }
        if (settings.acceptAnyCertificate()) {
            values.warn(TlsKeys.ACCEPT_ANY + "=true: any server is taken for the right one"
                    + (settings.pins().isEmpty()
                            ? "; trust its certificate by trust.path or pins instead"
                            : " if its key is pinned"));
        } else if (!settings.verifyHostName()) {
            values.warn(TlsKeys.VERIFY_HOST_NAME + "=false: any host with a trusted certificate is taken for"
                    + " the one that is called");
        }
    }

    private static SSLParameters supported() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        return context.getSupportedSSLParameters();
    }

    private static void checkProtocols(Settings values, TlsSettings settings, SSLParameters parameters) {
        List<String> supported = Arrays.asList(parameters.getProtocols());
        for (String protocol : settings.protocols()) {
            if (!supported.contains(protocol)) {
                values.problem(TlsKeys.PROTOCOLS, protocol, "must be of " + supported);
            } else if (!STRONG.contains(protocol)) {
                values.warn(TlsKeys.PROTOCOLS + "=" + protocol + " is weak, and most JVMs disable it");
            }
        }
    }

    private static List<String> cipherSuites(Settings values, TlsSettings settings, SSLParameters parameters) {
        List<String> supported = Arrays.asList(parameters.getCipherSuites());
        List<String> usable = new ArrayList<>();
        for (String suite : settings.cipherSuites()) {
            if (supported.contains(suite)) {
                usable.add(suite);
            } else {
                values.warn(TlsKeys.CIPHER_SUITES + "=" + suite + " is not known to this JVM and has no effect");
            }
        }
        if (usable.isEmpty() && !settings.cipherSuites().isEmpty()) {
            values.problem(TlsKeys.CIPHER_SUITES, settings.cipherSuites(), "must name at least one of " + supported);
        }
        return usable;
    }
}
