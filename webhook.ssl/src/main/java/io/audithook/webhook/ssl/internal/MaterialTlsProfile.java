/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsProfile;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** A TLS profile over material that has been read. */
final class MaterialTlsProfile implements TlsProfile {

    private final String name;
    private final SSLContext context;
    private final TlsSettings settings;

    private MaterialTlsProfile(String name, SSLContext context, TlsSettings settings) {
        this.name = name;
        this.context = context;
        this.settings = settings;
    }

    /**
     * Reads the material of a configuration.
     *
     * @throws IllegalArgumentException with PID, key and reason: a profile is whole, or there is none
     */
    static MaterialTlsProfile of(Configuration configuration) {
        TlsSettings settings = TlsSettings.from(configuration);
        SSLContext context = new SslContexts(configuration.pid()).create(settings);
        requireSupported(
                configuration,
                "protocols",
                settings.protocols(),
                Set.of(context.getSupportedSSLParameters().getProtocols()));
        requireSupported(
                configuration,
                "cipherSuites",
                settings.cipherSuites(),
                Set.of(context.getSupportedSSLParameters().getCipherSuites()));
        return new MaterialTlsProfile(configuration.name(TlsConfig.PID), context, settings);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SSLContext context() {
        return context;
    }

    @Override
    public List<String> protocols() {
        return settings.protocols();
    }

    @Override
    public List<String> cipherSuites() {
        return settings.cipherSuites();
    }

    @Override
    public boolean verifyHostName() {
        return settings.verifyHostName();
    }

    private static void requireSupported(
            Configuration configuration, String key, List<String> wanted, Set<String> supported) {
        for (String name : wanted) {
            if (!supported.contains(name)) {
                throw configuration.bad(
                        key,
                        name,
                        "is not supported by this JVM; it knows "
                                + supported.stream().sorted().toList());
            }
        }
    }
}
