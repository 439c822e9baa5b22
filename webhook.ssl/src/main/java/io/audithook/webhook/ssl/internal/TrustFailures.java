/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Says why a server is refused, and which key of which configuration would let it pass, if it is the right one. */
final class TrustFailures {

    /** Subject alternative names that are names of hosts and addresses (RFC 5280). */
    private static final List<Integer> HOSTS = List.of(2, 7);

    private final String pid;
    private final InstantSource clock;

    TrustFailures(String pid, InstantSource clock) {
        this.pid = Objects.requireNonNull(pid, "pid");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** For what Java's own check has refused. */
    CertificateException usual(X509Certificate[] chain, CertificateException cause) {
        List<Throwable> causes = Stream.iterate((Throwable) cause, Objects::nonNull, Throwable::getCause)
                .limit(10)
                .toList();
        Instant now = clock.instant();
        for (X509Certificate certificate : chain) {
            if (has(causes, CertificateExpiredException.class)
                    && now.isAfter(certificate.getNotAfter().toInstant())) {
                return failure(
                        name(certificate) + " expired at "
                                + certificate.getNotAfter().toInstant()
                                + ": the server needs a new one, no setting here lets it pass but"
                                + " acceptAnyCertificate",
                        cause);
            }
            if (has(causes, CertificateNotYetValidException.class)
                    && now.isBefore(certificate.getNotBefore().toInstant())) {
                return failure(
                        name(certificate) + " is not valid before "
                                + certificate.getNotBefore().toInstant() + ": compare the clocks of both sides",
                        cause);
            }
        }
        if (cause.getClass() == CertificateException.class && cause.getCause() == null) {
            return failure(
                    name(chain[0]) + " is not for the host that is called: " + cause.getMessage() + "; it is for "
                            + hosts(chain[0]) + ": call it by such a name in url, or set verifyHostName=false",
                    cause);
        }
        X509Certificate last = chain[chain.length - 1];
        return failure(
                name(chain[0]) + " is signed by none that is trusted: add the certificate of '"
                        + last.getIssuerX500Principal().getName()
                        + "' to trust.path, or have the server send the certificates in between ("
                        + causes.get(causes.size() - 1).getMessage() + ")",
                cause);
    }

    CertificateException notPinned(List<X509Certificate> path) {
        return failure(
                name(path.get(0)) + " has no pinned key: if it is the right one, add one of " + Pins.of(path)
                        + " to pins",
                null);
    }

    CertificateException revoked(X509Certificate server, CertPathValidatorException cause) {
        if (cause.getReason() != BasicReason.REVOKED) {
            return unknown(server, cause);
        }
        return failure(
                name(subject(server, cause)) + " was revoked: the server needs a new one, no setting here lets it"
                        + " pass but revocation=off (" + cause.getMessage() + ")",
                cause);
    }

    /** For what is neither known to be good nor to be revoked. */
    CertificateException unknown(X509Certificate server, GeneralSecurityException cause) {
        return failure(
                mayBeRevoked(
                        server,
                        "set revocation.lists or revocation.responder, or revocation=soft to let it pass",
                        cause),
                cause);
    }

    /** For what goes all the same; without the PID. */
    String mayBeRevoked(X509Certificate server, GeneralSecurityException cause) {
        return mayBeRevoked(server, "it passes with revocation=soft", cause);
    }

    private static String mayBeRevoked(X509Certificate server, String what, GeneralSecurityException cause) {
        return "whether " + name(subject(server, cause)) + " was revoked cannot be found out: " + what + " ("
                + cause.getMessage() + ")";
    }

    /** The certificate that this is about, which may be one of the authorities above. */
    private static X509Certificate subject(X509Certificate server, GeneralSecurityException cause) {
        return cause instanceof CertPathValidatorException failure && failure.getIndex() >= 0
                ? (X509Certificate) failure.getCertPath().getCertificates().get(failure.getIndex())
                : server;
    }

    private CertificateException failure(String message, Throwable cause) {
        return new CertificateException(pid + ": " + message, cause);
    }

    private static boolean has(List<Throwable> causes, Class<?> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    private static String name(X509Certificate certificate) {
        return "certificate '" + certificate.getSubjectX500Principal().getName() + "'";
    }

    private static List<String> hosts(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> HOSTS.contains(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            // it has been refused for another reason, which is said
            return List.of();
        }
    }
}
