/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertPath;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Checks for one profile whether certificates were revoked. Changes nothing for the rest of the JVM. */
final class Revocation {

    private final RevocationSettings settings;
    private final List<CRL> lists;

    /**
     * How to check.
     *
     * @param settings how
     * @param lists the lists that were in the files
     */
    Revocation(RevocationSettings settings, List<CRL> lists) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.lists = List.copyOf(lists);
    }

    boolean isOff() {
        return settings.isOff();
    }

    /** The settings a message may have to name. */
    RevocationSettings settings() {
        return settings;
    }

    /**
     * Checks a path of certificates; may ask a responder and wait for it.
     *
     * @param responses the OCSP responses that the server has shown, for certificates of the path
     * @return why it could not be found out, if that is no reason to refuse
     * @throws CertPathValidatorException if one is revoked, or may be and {@code hard} is set
     */
    Optional<CertPathValidatorException> check(
            CertPath path, X509Certificate anchor, Map<X509Certificate, byte[]> responses)
            throws GeneralSecurityException {
        try {
            validate(path, anchor, responses, false);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            if (!responses.isEmpty() && e.getReason() != BasicReason.REVOKED) {
                // nobody gets past the responder by showing what is old or of another certificate
                return check(path, anchor, Map.of());
            }
            if (settings.mode() == RevocationSettings.Mode.HARD
                    || e.getReason() != BasicReason.UNDETERMINED_REVOCATION_STATUS) {
                throw e;
            }
            // the check has stopped at an authority that nothing is known of: the server may still be known as revoked
            validate(path, anchor, responses, true);
            return Optional.of(e);
        }
    }

    private void validate(CertPath path, X509Certificate anchor, Map<X509Certificate, byte[]> responses, boolean soft)
            throws GeneralSecurityException {
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(options(soft));
        checker.setOcspResponses(responses);
        settings.responder().ifPresent(checker::setOcspResponder);
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
        parameters.addCertPathChecker(checker);
        validator.validate(path, parameters);
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
}
