/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What servers have answered, for one profile. An answer is kept for a while, a failure for ten seconds, and of each thing
 * there is one question at a time, whose answer all get. When nothing comes of asking again, the answer of before goes
 * on: up to when it counts is for those to judge who read it. Safe for use by many threads.
 *
 * @param <K> what is asked for
 * @param <V> what is answered
 */
final class AnswerCache<K, V> {

    static final Duration FAILURE_LIFE = Duration.ofSeconds(10);

    private final Duration life;
    private final int limit;
    private final Duration timeout;
    private final InstantSource clock;
    /** Guarded by this; the one that was not asked for the longest time comes first. */
    private final Map<K, CompletableFuture<Answer<V>>> answers = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Knows nothing yet.
     *
     * @param life how long an answer is kept
     * @param limit how many are kept
     * @param timeout how long servers have, for messages
     */
    AnswerCache(Duration life, int limit, Duration timeout, InstantSource clock) {
        this.life = Objects.requireNonNull(life, "life");
        this.limit = limit;
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * What is known of something; asks and waits if need be. An interrupt ends the waiting, and stays set.
     *
     * @param origin who is asked, for messages
     * @param asking asks
     */
    Answer<V> of(K key, String origin, Supplier<CompletableFuture<V>> asking) {
        try {
            return answer(key, origin, asking).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown("the thread that waited for an answer was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a failure is an answer as well", e);
        }
    }

    /** An answer that is none; nobody was asked. */
    Answer<V> unknown(String reason) {
        return new Answer<>(clock.instant(), FAILURE_LIFE, null, reason);
    }

    /**
     * Says that an answer was of no use.
     *
     * @return whether it is so old that asking again may help; it is forgotten then
     */
    synchronized boolean doubt(K key) {
        CompletableFuture<Answer<V>> answer = answers.get(key);
        return answer != null && answer.isDone() && isOlder(answer.join(), FAILURE_LIFE) && answers.remove(key, answer);
    }

    private synchronized CompletableFuture<Answer<V>> answer(
            K key, String origin, Supplier<CompletableFuture<V>> asking) {
        CompletableFuture<Answer<V>> answer = answers.get(key);
        if (answer == null || (answer.isDone() && isOver(answer.join()))) {
            V before = answer == null ? null : answer.join().value();
            answer = asking.get().handle((value, failure) -> told(origin, before, value, failure));
            answers.put(key, answer);
            if (answers.size() > limit) {
                answers.remove(answers.keySet().iterator().next());
            }
        }
        return answer;
    }

    private Answer<V> told(String origin, V before, V value, Throwable failure) {
        return failure == null
                ? new Answer<>(clock.instant(), life, value, origin + ": it has answered")
                : new Answer<>(clock.instant(), FAILURE_LIFE, before, origin + ": " + reason(failure));
    }

    private boolean isOver(Answer<V> answer) {
        return isOlder(answer, answer.life());
    }

    private boolean isOlder(Answer<V> answer, Duration age) {
        Duration since = Duration.between(answer.at(), clock.instant());
        // the clock may have been set back
        return since.isNegative() || since.compareTo(age) >= 0;
    }

    private String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return "no answer within " + TlsKeys.REVOCATION_TIMEOUT + "=" + timeout.toMillis() + " ms";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /**
     * What came of a question.
     *
     * @param at when it came
     * @param life how long it is kept from then on
     * @param value what was answered, now or before; null if there is no answer
     * @param text whom it is of, and the reason if there is none
     * @param <V> what is answered
     */
    record Answer<V>(Instant at, Duration life, V value, String text) {

        boolean isKnown() {
            return value != null;
        }
    }
}
