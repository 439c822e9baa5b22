/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import io.audithook.fault.server.internal.CertificateMaker;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority for tests, made at run time, and the identities it gives out: a good one, and bad ones. Keys
 * are random; nothing else is. A good identity is for {@code localhost}, {@code 127.0.0.1} and {@code ::1}.
 */
public final class Certificates {

    /** The identities that {@link #named} knows, and scripts as text. */
    public static final List<String> NAMES = List.of(
            "valid",
            "self-signed",
            "expired",
            "not-yet-valid",
            "wrong-host",
            "unknown-authority",
            "missing-intermediate",
            "weak-key");

    private static final List<String> LOCAL_NAMES = List.of("localhost");
    private static final List<byte[]> LOCAL_ADDRESSES =
            List.of(new byte[] {127, 0, 0, 1}, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration LONG = Duration.ofDays(30);
    private static final char[] PASSWORD = "fault-server".toCharArray();

    private final String name;
    private final KeyPair keys = CertificateMaker.ecKeys();
    private final X509Certificate authority;

    private Certificates(String name) {
        this.name = name;
        Instant now = Instant.now();
        authority = CertificateMaker.sign(
                name,
                keys.getPrivate(),
                name,
                keys.getPublic(),
                true,
                now.minus(LONG),
                now.plus(LONG),
                List.of(),
                List.of());
    }

    /** The authority of this JVM: that of scripts as text and of the ready-made faults. */
    public static Certificates shared() {
        return Shared.INSTANCE;
    }

    /** A new authority that nobody trusts yet. */
    public static Certificates create() {
        return new Certificates("Another fault server CA");
    }

    /** The authority's own certificate. */
    public X509Certificate authority() {
        return authority;
    }

    /** A key store that trusts this authority and no other. */
    public KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", authority);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("A key store in memory failed", e);
        }
    }

    /** What a client needs to trust this authority; without a certificate of its own. */
    public SSLContext clientContext() {
        return context(null);
    }

    /** What a client needs to trust this authority and to show a certificate. */
    public SSLContext clientContext(Identity client) {
        return context(client);
    }

    private SSLContext context(Identity client) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trustStore());
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
            keyManagers.init(client == null ? null : client.keyStore(PASSWORD), PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK makes no TLS context", e);
        }
    }

    /**
     * A new identity by its name.
     *
     * @param kind one of {@link #NAMES}
     * @throws IllegalArgumentException if it is none of them
     */
    public Identity named(String kind) {
        Instant now = Instant.now();
        return switch (kind) {
            case "valid" -> issue(kind, CertificateMaker.ecKeys(), now.minus(A_DAY), now.plus(A_DAY));
            case "expired" ->
                issue(kind, CertificateMaker.ecKeys(), now.minus(A_DAY.multipliedBy(2)), now.minus(A_DAY));
            case "not-yet-valid" ->
                issue(kind, CertificateMaker.ecKeys(), now.plus(A_DAY), now.plus(A_DAY.multipliedBy(2)));
            case "weak-key" -> issue(kind, CertificateMaker.weakKeys(), now.minus(A_DAY), now.plus(A_DAY));
            case "wrong-host" -> wrongHost(now);
            case "self-signed" -> selfSigned(now);
            case "unknown-authority" -> {
                Identity other = create().named("valid");
                yield new Identity(kind, other.key(), other.chain());
            }
            case "missing-intermediate" -> missingIntermediate(now);
            default ->
                throw new IllegalArgumentException(
                        "\"" + kind + "\" is no identity; they are " + String.join(", ", NAMES));
        };
    }

    /**
     * A new identity for a client.
     *
     * @param subject its common name
     */
    public Identity client(String subject) {
        Instant now = Instant.now();
        KeyPair own = CertificateMaker.ecKeys();
        return new Identity(
                "client",
                own.getPrivate(),
                List.of(CertificateMaker.sign(
                        name,
                        keys.getPrivate(),
                        subject,
                        own.getPublic(),
                        false,
                        now.minus(A_DAY),
                        now.plus(A_DAY),
                        List.of(),
                        List.of())));
    }

    private Identity issue(String kind, KeyPair own, Instant from, Instant to) {
        X509Certificate certificate = CertificateMaker.sign(
                name, keys.getPrivate(), "localhost", own.getPublic(), false, from, to, LOCAL_NAMES, LOCAL_ADDRESSES);
        return new Identity(kind, own.getPrivate(), List.of(certificate, authority));
    }

    private Identity wrongHost(Instant now) {
        KeyPair own = CertificateMaker.ecKeys();
        X509Certificate certificate = CertificateMaker.sign(
                name,
                keys.getPrivate(),
                "other.invalid",
                own.getPublic(),
                false,
                now.minus(A_DAY),
                now.plus(A_DAY),
                List.of("other.invalid"),
                List.of());
        return new Identity("wrong-host", own.getPrivate(), List.of(certificate, authority));
    }

    private static Identity selfSigned(Instant now) {
        KeyPair own = CertificateMaker.ecKeys();
        X509Certificate certificate = CertificateMaker.sign(
                "localhost",
                own.getPrivate(),
                "localhost",
                own.getPublic(),
                false,
                now.minus(A_DAY),
                now.plus(A_DAY),
                LOCAL_NAMES,
                LOCAL_ADDRESSES);
        return new Identity("self-signed", own.getPrivate(), List.of(certificate));
    }

    private Identity missingIntermediate(Instant now) {
        KeyPair between = CertificateMaker.ecKeys();
        KeyPair own = CertificateMaker.ecKeys();
        X509Certificate certificate = CertificateMaker.sign(
                name + " intermediate",
                between.getPrivate(),
                "localhost",
                own.getPublic(),
                false,
                now.minus(A_DAY),
                now.plus(A_DAY),
                LOCAL_NAMES,
                LOCAL_ADDRESSES);
        return new Identity("missing-intermediate", own.getPrivate(), List.of(certificate));
    }

    private static final class Shared {
        private static final Certificates INSTANCE = new Certificates("Fault server CA");
    }
}
