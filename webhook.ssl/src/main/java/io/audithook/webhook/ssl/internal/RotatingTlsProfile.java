/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.TlsProfile;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A TLS profile whose material can be replaced while it is in use. Each material has a context of its own: a handshake never
 * sees two, and no session can be resumed that was made with the one before.
 */
final class RotatingTlsProfile implements TlsProfile {

    private final TlsSettings settings;
    private final List<String> cipherSuites;
    private volatile InUse inUse;

    private RotatingTlsProfile(TlsSettings settings, List<String> cipherSuites, InUse inUse) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.cipherSuites = List.copyOf(cipherSuites);
        this.inUse = inUse;
    }

    /**
     * Makes a profile.
     *
     * @param settings what it is to be; their stores are not looked at
     * @param cipherSuites those of the settings that the JVM knows
     * @param material what it is to work with first
     */
    static RotatingTlsProfile of(TlsSettings settings, List<String> cipherSuites, TlsMaterial material)
            throws GeneralSecurityException {
        return new RotatingTlsProfile(settings, cipherSuites, InUse.of(material));
    }

    /** Handshakes that begin from now on use this; those under way end as they began. */
    void replace(TlsMaterial material) throws GeneralSecurityException {
        inUse = InUse.of(material);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public SSLContext context() {
        return inUse.context();
    }

    @Override
    public List<String> protocols() {
        return settings.protocols();
    }

    @Override
    public List<String> cipherSuites() {
        return cipherSuites;
    }

    @Override
    public boolean verifyHostName() {
        return settings.verifyHostName();
    }

    @Override
    public List<String> loose() {
        return settings.loose();
    }

    @Override
    public boolean asksOthers() {
        return settings.revocation().asksOthers();
    }

    @Override
    public List<TlsCertificate> certificates() {
        return inUse.certificates();
    }

    @Override
    public String toString() {
        return "TlsProfile[" + settings.name() + "]";
    }

    private record InUse(SSLContext context, List<TlsCertificate> certificates) {

        static InUse of(TlsMaterial material) throws GeneralSecurityException {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    material.keys().stream().toArray(KeyManager[]::new),
                    new TrustManager[] {new ServerTrustManager(material.trust())},
                    null);
            return new InUse(context, material.certificates());
        }
    }
}
