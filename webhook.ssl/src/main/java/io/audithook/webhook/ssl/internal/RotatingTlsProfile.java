/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.TlsProfile;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

/** A TLS profile whose material can be replaced while it is in use. */
final class RotatingTlsProfile implements TlsProfile {

    private final TlsSettings settings;
    private final List<String> cipherSuites;
    private final SwappableKeyManager keys;
    private final SwappableTrustManager trust;
    private final SSLContext context;
    private volatile List<TlsCertificate> certificates;

    private RotatingTlsProfile(
            TlsSettings settings,
            List<String> cipherSuites,
            TlsMaterial material,
            SwappableKeyManager keys,
            SwappableTrustManager trust,
            SSLContext context) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.cipherSuites = List.copyOf(cipherSuites);
        this.certificates = material.certificates();
        this.keys = keys;
        this.trust = trust;
        this.context = context;
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
        SwappableKeyManager keys = new SwappableKeyManager(material.keys());
        SwappableTrustManager trust = new SwappableTrustManager(material.trust());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
        return new RotatingTlsProfile(settings, cipherSuites, material, keys, trust, context);
    }

    /** Handshakes that begin from now on use this; connections that are open go on as they are. */
    void replace(TlsMaterial material) {
        keys.replace(material.keys());
        trust.replace(material.trust());
        certificates = material.certificates();
        // a session that is resumed would spare the server the new trust, and us the new key
        SSLSessionContext sessions = context.getClientSessionContext();
        for (byte[] id : Collections.list(sessions.getIds())) {
            SSLSession session = sessions.getSession(id);
            if (session != null) {
                session.invalidate();
            }
        }
    }

    @Override
    public String name() {
        return settings.name();
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
        return certificates;
    }

    @Override
    public String toString() {
        return "TlsProfile[" + settings.name() + "]";
    }
}
