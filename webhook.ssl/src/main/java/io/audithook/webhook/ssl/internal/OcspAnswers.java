/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** What OCSP responders have answered, for one profile. Safe for use by many threads. */
final class OcspAnswers {

    static final Duration LIFE = Duration.ofMinutes(5);
    private static final int MAX_BODY_BYTES = 64 << 10;
    private static final int LIMIT = 100;

    private final RevocationSettings settings;
    private final Supplier<Optional<AddressPolicy>> addresses;
    private final AnswerCache<X509Certificate, byte[]> answers;

    /**
     * Knows nothing yet.
     *
     * @param settings whom to ask, and how long to wait
     * @param addresses gives the policy of now; without one nobody is asked
     */
    OcspAnswers(RevocationSettings settings, Supplier<Optional<AddressPolicy>> addresses, InstantSource clock) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.addresses = Objects.requireNonNull(addresses, "addresses");
        this.answers = new AnswerCache<>(LIFE, LIMIT, settings.timeout(), clock);
    }

    /** What is known of a certificate; asks and waits if need be. An interrupt ends the waiting, and stays set. */
    AnswerCache.Answer<byte[]> of(X509Certificate certificate, X509Certificate issuer) {
        Optional<URI> responder = settings.responder().or(() -> NamedUrls.responder(certificate));
        if (responder.isEmpty()) {
            return answers.unknown("the certificate names no responder with an http URL");
        }
        String key = settings.responder().isPresent() ? TlsKeys.REVOCATION_RESPONDER + "=" : "responder ";
        return answers.of(
                certificate,
                key + Fetch.shown(responder.get()),
                () -> Fetch.start(
                        new Fetch.Question(
                                responder.get(),
                                "application/ocsp-response",
                                "application/ocsp-request",
                                Ocsp.request(certificate, issuer),
                                MAX_BODY_BYTES),
                        Ocsp::answered,
                        addresses,
                        settings.timeout()));
    }

    /**
     * Says that an answer was of no use.
     *
     * @return whether it is so old that asking again may help; it is forgotten then
     */
    boolean doubt(X509Certificate certificate) {
        return answers.doubt(certificate);
    }
}
