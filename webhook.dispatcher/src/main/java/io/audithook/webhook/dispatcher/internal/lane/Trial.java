/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointActions;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.lane.Preparation.PreparationException;
import io.audithook.webhook.dispatcher.internal.time.Timekeeper;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * One attempt at one event of our own, the way that the events of a target go but beside its {@link Courier}: so nothing of
 * it is stored, waited for or counted. Where the target asks for consent, it is asked for first, and not remembered either.
 */
final class Trial {

    private final Target target;
    private final Entry entry;
    private final Executor pool;
    private final Timekeeper time;
    private final Supplier<FilterWatch.Visit> visits;
    private final CompletableFuture<Attempt> ended = new CompletableFuture<>();

    // written before the first request, read when it ends
    private volatile Instant at;
    private volatile long began;

    /**
     * @param target where and how
     * @param entry the event; in no outbox
     * @param pool runs filters and format
     * @param time the time
     * @param visits begin to ask filters
     */
    Trial(Target target, Entry entry, Executor pool, Timekeeper time, Supplier<FilterWatch.Visit> visits) {
        this.target = target;
        this.entry = entry;
        this.pool = pool;
        this.time = time;
        this.visits = visits;
    }

    /**
     * Begins, once.
     *
     * @return completes with how it ended, on a thread where nothing may block; fails if the pool takes no more
     */
    CompletionStage<Attempt> start() {
        at = time.instant();
        began = time.nanoTime();
        try {
            pool.execute(this::prepare);
        } catch (RejectedExecutionException e) {
            ended.completeExceptionally(new IllegalStateException("the dispatcher is stopping", e));
        }
        return ended;
    }

    private void prepare() {
        try {
            Payload payload;
            try (FilterWatch.Visit visit = visits.get()) {
                payload = target.preparation().apply(entry, visit);
            }
            if (payload == null) {
                ended.complete(
                        attempt(EndpointActions.FILTERED, 0, "filter", "a filter drops this event; nothing was sent"));
            } else {
                askThenSend(payload);
            }
        } catch (PreparationException e) {
            end(Outcome.local(e.getMessage()));
        } catch (Throwable e) {
            ended.completeExceptionally(e);
        }
    }

    private void askThenSend(Payload payload) throws PreparationException {
        Optional<Handshake> handshake = target.settings().handshake();
        if (handshake.isEmpty()) {
            send(payload);
            return;
        }
        HandshakeAnswer answer = new HandshakeAnswer(handshake.get());
        target.transport().send(target.request(handshake.get(), answer), told -> {
            Outcome outcome = answer.outcome(told);
            if (!outcome.delivered()) {
                end(outcome);
                return;
            }
            try {
                send(payload);
            } catch (PreparationException e) {
                end(Outcome.local(e.getMessage()));
            }
        });
    }

    private void send(Payload payload) throws PreparationException {
        target.transport().send(target.test(entry.id(), payload, time.instant()), this::end);
    }

    private void end(Outcome outcome) {
        ended.complete(attempt(
                outcome.kind().label(), outcome.status(), outcome.phase().label(), outcome.explanation()));
    }

    private Attempt attempt(String outcome, int status, String phase, String detail) {
        long millis = (time.nanoTime() - began) / 1_000_000;
        return new Attempt(at, entry.id(), 1, outcome, status, phase, millis, false, target.generation(), detail);
    }
}
