/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/** Lets {@link ServerTrust} decide in handshakes. */
final class ServerTrustManager extends X509ExtendedTrustManager {

    private final ServerTrust trust;

    ServerTrustManager(ServerTrust trust) {
        this.trust = Objects.requireNonNull(trust, "trust");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        trust.check(
                chain,
                responses(engine.getHandshakeSession()),
                manager -> manager.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        trust.check(
                chain,
                socket instanceof SSLSocket secured ? responses(secured.getHandshakeSession()) : List.of(),
                manager -> manager.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        trust.check(chain, List.of(), manager -> manager.checkServerTrusted(chain, authType));
    }

    private static List<byte[]> responses(SSLSession session) {
        return session instanceof ExtendedSSLSession extended ? extended.getStatusResponses() : List.of();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("A TLS profile is for clients: it trusts no client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.issuers();
    }
}
