/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What responders have answered, for one profile. An answer is kept for five minutes, a failure for ten seconds, and of
 * each certificate there is one question at a time, whose answer all get. Safe for use by many threads.
 */
final class OcspAnswers {

    static final Duration LIFE = Duration.ofMinutes(5);
    static final Duration FAILURE_LIFE = Duration.ofSeconds(10);
    /** Each may have {@link OcspFetch#MAX_BODY_BYTES}. */
    private static final int LIMIT = 100;

    private final RevocationSettings settings;
    private final Supplier<Optional<AddressPolicy>> addresses;
    private final InstantSource clock;
    /** Guarded by this; the one that was not asked for the longest time comes first. */
    private final Map<X509Certificate, CompletableFuture<Answer>> answers = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Knows nothing yet.
     *
     * @param settings whom to ask, and how long to wait
     * @param addresses gives the policy of now; without one nobody is asked
     */
    OcspAnswers(RevocationSettings settings, Supplier<Optional<AddressPolicy>> addresses, InstantSource clock) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.addresses = Objects.requireNonNull(addresses, "addresses");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** What is known of a certificate; asks and waits if need be. An interrupt ends the waiting, and stays set. */
    Answer of(X509Certificate certificate, X509Certificate issuer) {
        try {
            return answer(certificate, issuer).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(clock.instant(), null, "the thread that waited for an answer was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a failure is an answer as well", e);
        }
    }

    /**
     * Says that an answer was of no use.
     *
     * @return whether it is so old that asking again may help; it is forgotten then
     */
    synchronized boolean doubt(X509Certificate certificate) {
        CompletableFuture<Answer> answer = answers.get(certificate);
        return answer != null
                && answer.isDone()
                && isOlder(answer.join(), FAILURE_LIFE)
                && answers.remove(certificate, answer);
    }

    private synchronized CompletableFuture<Answer> answer(X509Certificate certificate, X509Certificate issuer) {
        CompletableFuture<Answer> answer = answers.get(certificate);
        if (answer == null || (answer.isDone() && isOver(answer.join()))) {
            answer = ask(certificate, issuer);
            answers.put(certificate, answer);
            if (answers.size() > LIMIT) {
                answers.remove(answers.keySet().iterator().next());
            }
        }
        return answer;
    }

    private boolean isOver(Answer answer) {
        return isOlder(answer, answer.isKnown() ? LIFE : FAILURE_LIFE);
    }

    private boolean isOlder(Answer answer, Duration age) {
        Duration since = Duration.between(answer.at(), clock.instant());
        // the clock may have been set back
        return since.isNegative() || since.compareTo(age) >= 0;
    }

    private CompletableFuture<Answer> ask(X509Certificate certificate, X509Certificate issuer) {
        Optional<URI> responder = settings.responder().or(() -> Ocsp.responder(certificate));
        if (responder.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Answer(clock.instant(), null, "the certificate names no responder with an http URL"));
        }
        return OcspFetch.start(responder.get(), Ocsp.request(certificate, issuer), addresses, settings.timeout())
                .handle((body, failure) -> new Answer(
                        clock.instant(),
                        body,
                        origin(responder.get()) + ": " + (failure == null ? "it has answered" : reason(failure))));
    }

    /** Without what may be a secret: user, password, query. */
    private String origin(URI responder) {
        String key = settings.responder().isPresent() ? TlsKeys.REVOCATION_RESPONDER + "=" : "responder ";
        return key + responder.getScheme() + "://" + Ocsp.authority(responder) + responder.getRawPath();
    }

    private String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return "no answer within " + TlsKeys.REVOCATION_TIMEOUT + "="
                    + settings.timeout().toMillis() + " ms";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /**
     * What came of a question.
     *
     * @param at when it came
     * @param body what the responder has sent; null if there is no answer
     * @param text whom it is of, and the reason if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(Instant at, byte[] body, String text) {

        boolean isKnown() {
            return body != null;
        }
    }
}
