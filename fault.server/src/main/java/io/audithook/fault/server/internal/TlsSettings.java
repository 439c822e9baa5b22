/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import io.audithook.fault.server.Identity;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * How the server does its side of TLS.
 *
 * @param identity key and certificates
 * @param protocols Java names; empty for those of the JVM
 * @param ciphers Java names; empty for those of the JVM
 * @param alpn the application protocols the server takes; empty for no ALPN
 * @param clientTrust who may have issued the client's certificate, which is then required
 * @param cutBytes how many bytes of the handshake to send before TLS is given up; 0 for all
 */
public record TlsSettings(
        Identity identity,
        List<String> protocols,
        List<String> ciphers,
        List<String> alpn,
        Optional<KeyStore> clientTrust,
        long cutBytes) {

    private static final char[] PASSWORD = "fault-server".toCharArray();

    /** Copies the lists. */
    public TlsSettings {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
        alpn = List.copyOf(alpn);
        if (cutBytes < 0) {
            throw new IllegalArgumentException("cut=" + cutBytes + ": from 0, which is all");
        }
    }

    /** What the JVM does with this identity. */
    public static TlsSettings of(Identity identity) {
        return new TlsSettings(identity, List.of(), List.of(), List.of(), Optional.empty(), 0);
    }

    /** The same with other protocols. */
    public TlsSettings withProtocols(String... names) {
        return new TlsSettings(identity, List.of(names), ciphers, alpn, clientTrust, cutBytes);
    }

    /** The same with other cipher suites. */
    public TlsSettings withCiphers(String... names) {
        return new TlsSettings(identity, protocols, List.of(names), alpn, clientTrust, cutBytes);
    }

    /** The same with other application protocols. */
    public TlsSettings withAlpn(String... names) {
        return new TlsSettings(identity, protocols, ciphers, List.of(names), clientTrust, cutBytes);
    }

    /** The same, and the client must have a certificate from one of these. */
    public TlsSettings withClientTrust(KeyStore trust) {
        return new TlsSettings(identity, protocols, ciphers, alpn, Optional.of(trust), cutBytes);
    }

    /** The same, cut off after so many bytes. */
    public TlsSettings withCut(long bytes) {
        return new TlsSettings(identity, protocols, ciphers, alpn, clientTrust, bytes);
    }

    SSLContext context() {
        try {
            // unlike PKIX, it does not keep bad keys to itself
            KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
            keys.init(identity.keyStore(PASSWORD), PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            if (clientTrust.isEmpty()) {
                context.init(keys.getKeyManagers(), null, null);
                return context;
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(clientTrust.get());
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(this + ": " + e.getMessage(), e);
        }
    }

    SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        if (!ciphers.isEmpty()) {
            parameters.setCipherSuites(ciphers.toArray(String[]::new));
        }
        if (!alpn.isEmpty()) {
            parameters.setApplicationProtocols(alpn.toArray(String[]::new));
        }
        if (clientTrust.isPresent()) {
            parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public String toString() {
        return Stream.of(
                        "tls " + identity.name(),
                        option("protocol", protocols),
                        option("cipher", ciphers),
                        option("alpn", alpn),
                        clientTrust.isPresent() ? " client-auth=need" : "",
                        cutBytes == 0 ? "" : " cut=" + Words.text(cutBytes))
                .collect(Collectors.joining());
    }

    private static String option(String name, List<String> values) {
        return values.isEmpty() ? "" : " " + name + "=" + String.join(",", values);
    }
}
