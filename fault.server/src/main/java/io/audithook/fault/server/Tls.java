/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import io.audithook.fault.server.internal.TlsSettings;
import java.security.KeyStore;

/** How a server does its side of TLS. Immutable: each method gives another one. */
public final class Tls {

    private final TlsSettings settings;

    private Tls(TlsSettings settings) {
        this.settings = settings;
    }

    /** With this key and these certificates, protocols and cipher suites of the JVM, no ALPN, no client certificate. */
    public static Tls of(Identity identity) {
        return new Tls(TlsSettings.of(identity));
    }

    /**
     * With an identity of {@link Certificates#shared()}.
     *
     * @param identity one of {@link Certificates#NAMES}
     * @throws IllegalArgumentException if it is none of them
     */
    public static Tls named(String identity) {
        return of(Certificates.shared().named(identity));
    }

    /** With a certificate that clients of {@link Certificates#shared()} trust. */
    public static Tls valid() {
        return named("valid");
    }

    /** With a key from a key store; see {@link Identity#from}. */
    public static Tls of(KeyStore store, char[] password) {
        return of(Identity.from(store, password));
    }

    /** These protocols only, by Java names such as {@code TLSv1.2}. */
    public Tls protocols(String... names) {
        return new Tls(settings.withProtocols(names));
    }

    /** These cipher suites only, by Java names. */
    public Tls ciphers(String... names) {
        return new Tls(settings.withCiphers(names));
    }

    /** These application protocols only, such as {@code h2}; a client that offers others is refused. */
    public Tls alpn(String... names) {
        return new Tls(settings.withAlpn(names));
    }

    /** The client must have a certificate of {@link Certificates#shared()}. */
    public Tls needClientCertificate() {
        return needClientCertificate(Certificates.shared().trustStore());
    }

    /** The client must have a certificate of one of these authorities. */
    public Tls needClientCertificate(KeyStore authorities) {
        return new Tls(settings.withClientTrust(authorities));
    }

    /**
     * Gives up TLS once so many bytes of the handshake were sent; the script goes on, in plain.
     *
     * @param bytes from 1
     */
    public Tls cut(long bytes) {
        return new Tls(settings.withCut(bytes));
    }

    TlsSettings settings() {
        return settings;
    }

    /** As in the text of a script. */
    @Override
    public String toString() {
        return settings.toString();
    }
}
