/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsProfile;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Makes TLS profiles: reads the material and builds the context. */
final class TlsProfiles {

    private static final Set<String> STRONG = Set.of("TLSv1.2", "TLSv1.3");

    private TlsProfiles() {}

    /** The trust of the JVM, no key. */
    static TlsProfile ofTheJvm(String name) {
        try {
            return new ConfiguredTlsProfile(name, context(null, null), List.of(), List.of(), true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JVM's own trust cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Makes a profile.
     *
     * @throws IllegalArgumentException with PID, key, path or value, and the reason
     */
    static TlsProfile from(Values values) {
        TlsSettings settings = TlsSettings.from(values);
        try {
            SSLContext context = context(keyManagers(settings), trustManagers(settings));
            List<String> protocols = protocols(values, settings, context);
            List<String> cipherSuites = cipherSuites(values, settings, context);
            if (!settings.verifyHostName()) {
                values.warn(TlsKeys.VERIFY_HOST_NAME + "=false: any host with a trusted certificate is taken for"
                        + " the one that is called");
            }
            return new ConfiguredTlsProfile(
                    settings.name(), context, protocols, cipherSuites, settings.verifyHostName());
        } catch (MaterialException e) {
            throw new IllegalArgumentException(values.pid() + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(values.pid() + ": the material cannot be used: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    private static TrustManager[] trustManagers(TlsSettings settings)
            throws MaterialException, GeneralSecurityException {
        if (settings.trust().isEmpty()) {
            return null;
        }
        Set<X509Certificate> trusted = TrustMaterial.read(settings.trust());
        if (settings.includeSystem()) {
            trusted.addAll(TrustMaterial.ofTheJvm());
        }
        return TrustMaterial.managers(trusted);
    }

    private static KeyManager[] keyManagers(TlsSettings settings) throws MaterialException, GeneralSecurityException {
        return settings.keys().isEmpty() ? null : KeyMaterial.managers(KeyMaterial.read(settings.keys()));
    }

    private static List<String> protocols(Values values, TlsSettings settings, SSLContext context) {
        List<String> supported =
                Arrays.asList(context.getSupportedSSLParameters().getProtocols());
        for (String protocol : settings.protocols()) {
            if (!supported.contains(protocol)) {
                throw values.invalid(TlsKeys.PROTOCOLS, protocol, "must be of " + supported);
            }
            if (!STRONG.contains(protocol)) {
                values.warn(TlsKeys.PROTOCOLS + "=" + protocol + " is weak, and most JVMs disable it");
            }
        }
        return settings.protocols();
    }

    private static List<String> cipherSuites(Values values, TlsSettings settings, SSLContext context) {
        List<String> supported =
                Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
        List<String> usable = new ArrayList<>();
        for (String suite : settings.cipherSuites()) {
            if (supported.contains(suite)) {
                usable.add(suite);
            } else {
                values.warn(TlsKeys.CIPHER_SUITES + "=" + suite + " is not known to this JVM and has no effect");
            }
        }
        if (usable.isEmpty() && !settings.cipherSuites().isEmpty()) {
            throw values.invalid(
                    TlsKeys.CIPHER_SUITES, settings.cipherSuites(), "must name at least one of " + supported);
        }
        return usable;
    }
}
