/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Checks for one profile whether certificates were revoked. Changes nothing for the rest of the JVM, and has the JDK ask nobody:
 * responders are asked by {@link OcspAnswers}. Safe for use by many threads.
 */
final class Revocation {

    /**
     * A response of RFC 6960 with the status tryLater. To the JDK it is an answer that leaves everything open, and a certificate
     * that it has an answer for is one that it asks nobody about.
     */
    private static final byte[] NO_ANSWER = {0x30, 3, 0x0a, 1, 3};

    private final RevocationSettings settings;
    private final List<CRL> lists;
    private final OcspAnswers answers;

    /**
     * How to check.
     *
     * @param settings how
     * @param lists the lists that were in the files
     * @param answers asks responders
     */
    Revocation(RevocationSettings settings, List<CRL> lists, OcspAnswers answers) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.lists = List.copyOf(lists);
        this.answers = Objects.requireNonNull(answers, "answers");
    }

    boolean isOff() {
        return settings.isOff();
    }

    /**
     * Checks a path of certificates; may ask a responder and wait for it.
     *
     * @param shown the OCSP responses that the server has shown, for certificates of the path
     * @return why it could not be found out, if that is no reason to refuse
     * @throws CertPathValidatorException if one is revoked, or may be and {@code hard} is set
     */
    Optional<CertPathValidatorException> check(TrustPath path, Map<X509Certificate, byte[]> shown)
            throws GeneralSecurityException {
        return new Inquiry(path, shown).result();
    }

    private Set<Option> options(boolean soft) {
        Set<Option> options = EnumSet.noneOf(Option.class);
        if (soft) {
            options.add(Option.SOFT_FAIL);
        }
        if (settings.endEntityOnly()) {
            options.add(Option.ONLY_END_ENTITY);
        }
        if (!lists.isEmpty() || !settings.ocsp()) {
            options.add(Option.PREFER_CRLS);
        }
        if (!settings.ocsp()) {
            options.add(Option.NO_FALLBACK);
        }
        return options;
    }

    /** One check. Responders are asked for those certificates alone that nothing else tells of. For one thread. */
    private final class Inquiry {

        private final TrustPath path;
        /** For each certificate what the JDK is given. */
        private final Map<X509Certificate, byte[]> responses = new HashMap<>();

        private final Map<X509Certificate, OcspAnswers.Answer> asked = new HashMap<>();

        Inquiry(TrustPath path, Map<X509Certificate, byte[]> shown) {
            this.path = path;
            path.certificates().forEach(certificate -> responses.put(certificate, NO_ANSWER));
            responses.putAll(shown);
        }

        Optional<CertPathValidatorException> result() throws GeneralSecurityException {
            while (true) {
                try {
                    validate(false);
                    return Optional.empty();
                } catch (CertPathValidatorException e) {
                    if (e.getReason() == BasicReason.REVOKED) {
                        throw e;
                    }
                    // nobody gets past the responder by showing what is old or of another certificate
                    if (!ask(e)) {
                        return unknown(explained(e));
                    }
                }
            }
        }

        private Optional<CertPathValidatorException> unknown(CertPathValidatorException unknown)
                throws GeneralSecurityException {
            if (settings.mode() == RevocationSettings.Mode.HARD
                    || unknown.getReason() != BasicReason.UNDETERMINED_REVOCATION_STATUS) {
                throw unknown;
            }
            // the check has stopped at an authority that nothing is known of: the server may still be known as revoked
            boolean more = true;
            while (more) {
                more = false;
                for (CertPathValidatorException one : validate(true)) {
                    more |= ask(one);
                }
            }
            return Optional.of(unknown);
        }

        /**
         * Asks for the certificate that this is about.
         *
         * @return whether there is a new answer
         */
        private boolean ask(CertPathValidatorException unknown) {
            int index = unknown.getIndex();
            if (!settings.ocsp() || index < 0) {
                return false;
            }
            X509Certificate certificate = path.certificates().get(index);
            if (asked.containsKey(certificate) && !answers.doubt(certificate)) {
                return false;
            }
            OcspAnswers.Answer answer =
                    answers.of(certificate, path.certificates().get(index + 1));
            asked.put(certificate, answer);
            responses.put(certificate, answer.isKnown() ? answer.body() : NO_ANSWER);
            return answer.isKnown();
        }

        /** Says what came of asking: the JDK knows of the stand-in alone. */
        private CertPathValidatorException explained(CertPathValidatorException unknown) {
            OcspAnswers.Answer answer = unknown.getIndex() < 0
                    ? null
                    : asked.get(path.certificates().get(unknown.getIndex()));
            if (answer == null) {
                return unknown;
            }
            return new CertPathValidatorException(
                    answer.isKnown() ? answer.text() + ", but: " + unknown.getMessage() : answer.text(),
                    unknown,
                    unknown.getCertPath(),
                    unknown.getIndex(),
                    unknown.getReason());
        }

        /** What was overlooked, if {@code soft} is set. */
        private List<CertPathValidatorException> validate(boolean soft) throws GeneralSecurityException {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(options(soft));
            checker.setOcspResponses(responses);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.anchor(), null)));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
            parameters.addCertPathChecker(checker);
            validator.validate(path.path(), parameters);
            return checker.getSoftFailExceptions();
        }
    }
}
