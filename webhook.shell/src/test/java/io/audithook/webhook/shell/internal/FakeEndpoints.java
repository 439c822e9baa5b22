/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.EndpointActions;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.OpenDelivery;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Endpoints as a test wants them; notes what it is asked to do, and by whom. */
final class FakeEndpoints implements Endpoints {

    static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
    static final LaneStats IDLE = new LaneStats(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());

    final List<EndpointStatus> endpoints = new ArrayList<>();
    final List<Attempt> attempts = new ArrayList<>();
    final List<OpenDelivery> open = new ArrayList<>();
    final List<DeadLetter> letters = new ArrayList<>();
    final List<Replay> replays = new ArrayList<>();
    final List<String> keys = new ArrayList<>();
    final List<String> done = new ArrayList<>();

    Attempt tested = attempt("delivered", 200, "");
    Verification verification = new Verification(0, Map.of(), List.of());
    RuntimeException failure;

    FakeEndpoints add(String name, State state, String reason, LaneStats stats, TlsCertificate... certificates) {
        endpoints.add(new EndpointStatus(
                name,
                "https://" + name + ".example.com/hook",
                state,
                reason,
                List.of(),
                Optional.empty(),
                List.of(certificates),
                0,
                stats));
        return this;
    }

    static Attempt attempt(String outcome, int status, String detail) {
        return new Attempt(
                NOW.minusSeconds(1), "id1", 2, outcome, status, "body", 12, !outcome.equals("delivered"), 1, detail);
    }

    @Override
    public List<EndpointStatus> list() {
        return endpoints;
    }

    @Override
    public List<EndpointStatus> glance() {
        return endpoints;
    }

    @Override
    public List<Attempt> attempts(String endpoint, int max) {
        return attempts.subList(0, Math.min(max, attempts.size()));
    }

    @Override
    public List<OpenDelivery> open(String endpoint, int max) {
        return open;
    }

    @Override
    public List<String> publicKeys(String endpoint) {
        return keys;
    }

    @Override
    public List<DeadLetter> deadLetters(String endpoint, Selection selection, long before, int max) {
        done.add("deadLetters " + endpoint + " " + selection + " " + max);
        return letters;
    }

    @Override
    public List<Replay> replays() {
        return replays;
    }

    @Override
    public EndpointActions as(String operator) {
        return new Actions(operator);
    }

    private final class Actions implements EndpointActions {

        private final String operator;

        Actions(String operator) {
            this.operator = operator;
        }

        private <T> CompletionStage<T> done(String what, T result) {
            done.add(operator + " " + what);
            return failure == null
                    ? CompletableFuture.completedFuture(result)
                    : CompletableFuture.failedFuture(failure);
        }

        @Override
        public CompletionStage<Attempt> test(String endpoint) {
            return done("test " + endpoint, tested);
        }

        @Override
        public CompletionStage<Void> pause(String endpoint) {
            return done("pause " + endpoint, null);
        }

        @Override
        public CompletionStage<Void> resume(String endpoint) {
            return done("resume " + endpoint, null);
        }

        @Override
        public CompletionStage<Integer> redrive(String endpoint, Selection selection) {
            return done("redrive " + endpoint + " " + selection, 3);
        }

        @Override
        public CompletionStage<Integer> purge(String endpoint, Selection selection) {
            return done("purge " + endpoint + " " + selection, 2);
        }

        @Override
        public CompletionStage<String> replay(String endpoint, ReplayRange range) {
            return done("replay " + endpoint + " " + range, "r1");
        }

        @Override
        public CompletionStage<Void> cancelReplay(String id) {
            return done("cancel " + id, null);
        }

        @Override
        public Verification verify() {
            done.add(operator + " verify");
            return verification;
        }
    }
}
