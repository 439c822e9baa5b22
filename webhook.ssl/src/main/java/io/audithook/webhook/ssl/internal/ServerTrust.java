/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.X509ExtendedTrustManager;

/** Decides whether a server is the right one. Safe for use by many threads. */
final class ServerTrust {

    /** How many certificates {@link #unchecked} is told of, so that they cannot fill the memory. */
    private static final int TOLD = 1000;

    private final X509ExtendedTrustManager manager;
    private final boolean any;
    private final Pins pins;
    private final Revocation revocation;
    private final TrustFailures failures;
    private final Consumer<String> unchecked;
    private final Set<X509Certificate> told = ConcurrentHashMap.newKeySet();

    /**
     * What the decision is made by.
     *
     * @param manager knows the trusted certificates
     * @param any whether any certificate will do; pins count even then
     * @param pins the keys that are pinned
     * @param revocation how to check for revoked ones
     * @param failures puts refusals into words
     * @param unchecked is told, once for each, of certificates that went although they may be revoked
     */
    ServerTrust(
            X509ExtendedTrustManager manager,
            boolean any,
            Pins pins,
            Revocation revocation,
            TrustFailures failures,
            Consumer<String> unchecked) {
        this.manager = Objects.requireNonNull(manager, "manager");
        this.any = any;
        this.pins = Objects.requireNonNull(pins, "pins");
        this.revocation = Objects.requireNonNull(revocation, "revocation");
        this.failures = Objects.requireNonNull(failures, "failures");
        this.unchecked = Objects.requireNonNull(unchecked, "unchecked");
    }

    X509Certificate[] issuers() {
        return manager.getAcceptedIssuers();
    }

    /**
     * Checks a server.
     *
     * @param chain what it has shown, its own certificate first
     * @param responses the OCSP responses it has shown with them, in the same order; an empty one is none
     * @param usual the check by {@link #manager}
     * @throws CertificateException with the PID and the key to change
     */
    void check(X509Certificate[] chain, List<byte[]> responses, Check usual) throws CertificateException {
        if (any) {
            // beyond its own, it has shown whatever it liked
            pinned(List.of(chain[0]));
            return;
        }
        try {
            usual.by(manager);
        } catch (CertificateException e) {
            throw failures.usual(chain, e);
        }
        if (pins.isEmpty() && revocation.isOff()) {
            return;
        }
        TrustPath path = path(chain);
        pinned(path.certificates());
        if (!revocation.isOff()) {
            notRevoked(chain[0], path, byCertificate(chain, responses));
        }
    }

    private TrustPath path(X509Certificate[] chain) throws CertificateException {
        try {
            return TrustPath.of(chain, manager.getAcceptedIssuers());
        } catch (GeneralSecurityException e) {
            throw failures.usual(chain, new CertificateException(e.getMessage(), e));
        }
    }

    private void pinned(List<X509Certificate> path) throws CertificateException {
        if (!pins.allow(path)) {
            throw failures.notPinned(path);
        }
    }

    private void notRevoked(X509Certificate server, TrustPath path, Map<X509Certificate, byte[]> responses)
            throws CertificateException {
        if (path.path().getCertificates().isEmpty()) {
            // trusted as such, there is no authority that could revoke it
            return;
        }
        try {
            Optional<CertPathValidatorException> unknown = revocation.check(path, responses);
            if (unknown.isPresent() && told.size() < TOLD && told.add(server)) {
                unchecked.accept(failures.mayBeRevoked(server, unknown.get()));
            }
        } catch (CertPathValidatorException e) {
            throw failures.revoked(server, e);
        } catch (GeneralSecurityException e) {
            throw failures.unknown(server, e);
        }
    }

    private static Map<X509Certificate, byte[]> byCertificate(X509Certificate[] chain, List<byte[]> responses) {
        Map<X509Certificate, byte[]> shown = new HashMap<>();
        for (int i = 0; i < Math.min(chain.length, responses.size()); i++) {
            if (responses.get(i).length > 0) {
                shown.put(chain[i], responses.get(i));
            }
        }
        return shown;
    }

    /** One of the ways to call a trust manager. */
    interface Check {

        void by(X509ExtendedTrustManager manager) throws CertificateException;
    }
}
