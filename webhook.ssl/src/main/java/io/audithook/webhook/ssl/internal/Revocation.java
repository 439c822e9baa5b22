/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.CRL;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Checks for one profile whether certificates were revoked. Changes nothing for the rest of the JVM, and has the JDK ask nobody:
 * responders are asked by {@link OcspAnswers}, lists are fetched by {@link ListAnswers}, and the JDK judges what they have
 * brought, for one certificate at a time. Safe for use by many threads.
 */
final class Revocation {

    /** Of the bits of a key usage (RFC 5280, 4.2.1.3). */
    private static final int CRL_SIGN = 6;

    private final RevocationSettings settings;
    private final List<CRL> lists;
    private final OcspAnswers responders;
    private final ListAnswers fetched;

    /**
     * How to check.
     *
     * @param settings how
     * @param lists the lists that were in the files
     * @param responders asks responders
     * @param fetched fetches lists
     */
    Revocation(RevocationSettings settings, List<CRL> lists, OcspAnswers responders, ListAnswers fetched) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.lists = List.copyOf(lists);
        this.responders = Objects.requireNonNull(responders, "responders");
        this.fetched = Objects.requireNonNull(fetched, "fetched");
    }

    boolean isOff() {
        return settings.isOff();
    }

    /**
     * Checks a path of certificates; may ask others and wait for them.
     *
     * @param shown the OCSP responses that the server has shown, for certificates of the path
     * @return why it could not be found out, if that is no reason to refuse
     * @throws CertPathValidatorException if one is revoked, or may be and {@code hard} is set
     */
    Optional<CertPathValidatorException> check(TrustPath path, Map<X509Certificate, byte[]> shown)
            throws GeneralSecurityException {
        List<X509Certificate> certificates = path.certificates();
        Optional<CertPathValidatorException> unknown = Optional.empty();
        // from the top: what an authority says counts for nothing if it was revoked itself
        for (int i = certificates.size() - 2; i >= 0; i--) {
            if (i > 0 && settings.endEntityOnly()) {
                continue;
            }
            X509Certificate issuer = certificates.get(i + 1);
            Inquiry inquiry = new Inquiry(certificates.get(i), issuer, maySignLists(issuer, path.anchor()), shown);
            Optional<CertPathValidatorException> one = inquiry.result();
            if (one.isPresent() && settings.mode() == RevocationSettings.Mode.HARD) {
                throw one.get();
            }
            // the server may be known as revoked, though nothing is known of an authority
            unknown = unknown.or(() -> one);
        }
        return unknown;
    }

    /** What is trusted as such need not say what its key is for. */
    private static boolean maySignLists(X509Certificate issuer, X509Certificate anchor) {
        boolean[] usage = issuer.getKeyUsage();
        return usage == null || usage[CRL_SIGN] || issuer.equals(anchor);
    }

    /**
     * What of the JVM would have the JDK ask others when it is to look at lists, or not look at all. It reads them each
     * time.
     */
    private static Optional<String> interference(X509Certificate certificate) {
        if (Boolean.getBoolean("com.sun.security.enableCRLDP")) {
            return Optional.of("the system property com.sun.security.enableCRLDP=true");
        }
        boolean authority = certificate.getBasicConstraints() >= 0;
        for (String property : authority
                ? List.of("ocsp.enable", "com.sun.security.onlyCheckRevocationOfEECert")
                : List.of("ocsp.enable")) {
            if ("true".equalsIgnoreCase(Security.getProperty(property))) {
                return Optional.of("the security property " + property + "=true");
            }
        }
        return Optional.empty();
    }

    /** One certificate. Others are asked about it if nothing else tells of it. For one thread. */
    private final class Inquiry {

        private final X509Certificate certificate;
        private final X509Certificate issuer;
        private final boolean listsCount;
        private final byte[] shown;
        private final CertPath path;
        private final List<String> reasons = new ArrayList<>();

        Inquiry(
                X509Certificate certificate,
                X509Certificate issuer,
                boolean listsCount,
                Map<X509Certificate, byte[]> shown)
                throws GeneralSecurityException {
            this.certificate = certificate;
            this.issuer = issuer;
            this.listsCount = listsCount;
            this.shown = shown.get(certificate);
            this.path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
        }

        /**
         * What is known of it.
         *
         * @return why it could not be found out
         * @throws CertPathValidatorException if it was revoked
         */
        Optional<CertPathValidatorException> result() throws GeneralSecurityException {
            if (isGoodByLists() || (settings.ocsp() && isGoodByOcsp()) || isGoodByNamedLists()) {
                return Optional.empty();
            }
            String reason = reasons.isEmpty() ? "nothing tells of it" : String.join("; ", reasons);
            return Optional.of(
                    new CertPathValidatorException(reason, null, path, 0, BasicReason.UNDETERMINED_REVOCATION_STATUS));
        }

        private boolean isGoodByLists() throws GeneralSecurityException {
            List<CRL> all = new ArrayList<>(lists);
            boolean good = !lists.isEmpty() && isGoodBy(all, TlsKeys.REVOCATION_LISTS + ": ");
            return good || isGoodByFetched(settings.listUrls(), TlsKeys.REVOCATION_LISTS + "=", all);
        }

        private boolean isGoodByNamedLists() throws GeneralSecurityException {
            return settings.distributionPoints()
                    && isGoodByFetched(NamedUrls.lists(certificate), "list ", new ArrayList<>());
        }

        /** Fetches no more than it takes. */
        private boolean isGoodByFetched(List<URI> urls, String origin, List<CRL> all) throws GeneralSecurityException {
            for (URI url : urls) {
                Judge<List<CRL>> judge = (found, text) -> {
                    all.addAll(found);
                    return isGoodBy(all, text);
                };
                if (isGoodByAnswer(() -> fetched.of(url, origin), () -> fetched.doubt(url), judge)) {
                    return true;
                }
            }
            return false;
        }

        /** Nobody gets past the responder by showing what is old or of another certificate. */
        private boolean isGoodByOcsp() throws GeneralSecurityException {
            return (shown != null && isGoodBy(shown, "what the server has shown: "))
                    || isGoodByAnswer(
                            () -> responders.of(certificate, issuer),
                            () -> responders.doubt(certificate),
                            this::isGoodBy);
        }

        /** @param doubt says that the answer was of no use; whether it is so old that asking again may help */
        private <V> boolean isGoodByAnswer(
                Supplier<AnswerCache.Answer<V>> asking, BooleanSupplier doubt, Judge<V> judge)
                throws GeneralSecurityException {
            AnswerCache.Answer<V> answer = asking.get();
            if (!answer.isKnown()) {
                reasons.add(answer.text());
                return false;
            }
            if (judge.isGood(answer.value(), answer.text() + ", but: ")) {
                return true;
            }
            if (!doubt.getAsBoolean()) {
                return false;
            }
            // what was said of the old one is of no interest any more
            reasons.remove(reasons.size() - 1);
            return isGoodByAnswer(asking, () -> false, judge);
        }

        /** A response is all that the JDK goes by: it asks nobody about a certificate that it has one for. */
        private boolean isGoodBy(byte[] response, String origin) throws GeneralSecurityException {
            PKIXRevocationChecker checker = (PKIXRevocationChecker)
                    CertPathValidator.getInstance("PKIX").getRevocationChecker();
            checker.setOptions(Set.of(Option.NO_FALLBACK));
            checker.setOcspResponses(Map.of(certificate, response));
            PKIXParameters parameters = parameters();
            parameters.addCertPathChecker(checker);
            return isGoodBy(parameters, origin);
        }

        /**
         * Lists are looked at by the check that all of the JVM has, and not by one with options: that one fetches whatever
         * lists the certificate names.
         */
        private boolean isGoodBy(List<CRL> known, String origin) throws GeneralSecurityException {
            if (!listsCount) {
                reasons.add(origin + "the authority's key is not for signing lists");
                return false;
            }
            Optional<String> interference = interference(certificate);
            if (interference.isPresent()) {
                reasons.add(origin + "no list can be gone by with " + interference.get()
                        + ", which is of the whole JVM and has Java ask others past the address policy");
                return false;
            }
            PKIXParameters parameters = parameters();
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
            return isGoodBy(parameters, origin);
        }

        private PKIXParameters parameters() throws GeneralSecurityException {
            return new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
        }

        private boolean isGoodBy(PKIXParameters parameters, String origin) throws GeneralSecurityException {
            try {
                CertPathValidator.getInstance("PKIX").validate(path, parameters);
                return true;
            } catch (CertPathValidatorException e) {
                if (e.getReason() == BasicReason.REVOKED) {
                    throw e;
                }
                reasons.add(origin + e.getMessage());
                return false;
            }
        }
    }

    /**
     * Judges an answer.
     *
     * @param <V> what was answered
     */
    @FunctionalInterface
    private interface Judge<V> {

        /**
         * Whether it shows that the certificate is good.
         *
         * @param origin for the reason if it does not, which is noted
         */
        boolean isGood(V value, String origin) throws GeneralSecurityException;
    }
}
