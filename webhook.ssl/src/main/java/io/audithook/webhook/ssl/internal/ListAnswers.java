/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The revocation lists that servers have given, for one profile. Safe for use by many threads. */
final class ListAnswers {

    static final Duration LIFE = Duration.ofHours(1);
    static final int MAX_BODY_BYTES = 16 << 20;
    /** Authorities split large lists, so that few are large. */
    private static final int LIMIT = 20;

    private final Supplier<Optional<AddressPolicy>> addresses;
    private final Duration timeout;
    private final AnswerCache<URI, List<CRL>> answers;

    /**
     * Knows nothing yet.
     *
     * @param addresses gives the policy of now; without one nothing is fetched
     * @param timeout how long a server has for all of a list
     */
    ListAnswers(Supplier<Optional<AddressPolicy>> addresses, Duration timeout, InstantSource clock) {
        this.addresses = Objects.requireNonNull(addresses, "addresses");
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.answers = new AnswerCache<>(LIFE, LIMIT, timeout, clock);
    }

    /**
     * The lists under a URL; fetches them and waits if need be. An interrupt ends the waiting, and stays set.
     *
     * @param origin who has named it, for messages
     */
    AnswerCache.Answer<List<CRL>> of(URI url, String origin) {
        return answers.of(
                url,
                origin + Fetch.shown(url),
                () -> Fetch.start(
                        Fetch.Question.get(url, "application/pkix-crl, */*;q=0.5", MAX_BODY_BYTES),
                        ListAnswers::lists,
                        addresses,
                        timeout));
    }

    /**
     * Says that the lists under a URL were of no use.
     *
     * @return whether they are so old that fetching them again may help; they are forgotten then
     */
    boolean doubt(URI url) {
        return answers.doubt(url);
    }

    private static List<CRL> lists(byte[] body) throws IOException {
        try {
            List<CRL> lists = RevocationLists.parse(body);
            if (!lists.isEmpty()) {
                return lists;
            }
        } catch (CRLException | CertificateException e) {
            // said below, in words of ours
        }
        throw new IOException("what it sends is no revocation list");
    }
}
