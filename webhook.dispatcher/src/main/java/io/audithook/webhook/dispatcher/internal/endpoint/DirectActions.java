/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointActions;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Verification;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** The actions themselves, by the outbox and the dispatcher. */
final class DirectActions implements EndpointActions {

    private final Outbox outbox;
    private final Engine engine;
    private final Function<String, Optional<EndpointStatus>> endpoints;

    /** @param endpoints gives an endpoint by its name */
    DirectActions(Outbox outbox, Engine engine, Function<String, Optional<EndpointStatus>> endpoints) {
        this.outbox = outbox;
        this.engine = engine;
        this.endpoints = endpoints;
    }

    @Override
    public CompletionStage<Attempt> test(String endpoint) {
        Optional<EndpointStatus> status = endpoints.apply(endpoint);
        if (status.isEmpty()) {
            return unknown(endpoint);
        }
        return engine.endpoint(endpoint)
                .flatMap(OpenEndpoint::test)
                .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("endpoint " + endpoint
                        + " cannot be tested, it is "
                        + status.get().state() + ": " + status.get().reason())));
    }

    @Override
    public CompletionStage<Void> pause(String endpoint) {
        return engine.dispatcher().pause(endpoint);
    }

    @Override
    public CompletionStage<Void> resume(String endpoint) {
        return engine.dispatcher().resume(endpoint);
    }

    @Override
    public CompletionStage<Integer> redrive(String endpoint, Selection selection) {
        return ifKnown(endpoint, selection, () -> outbox.redrive(endpoint, selection));
    }

    @Override
    public CompletionStage<Integer> purge(String endpoint, Selection selection) {
        return ifKnown(endpoint, selection, () -> outbox.purge(endpoint, selection));
    }

    @Override
    public CompletionStage<String> replay(String endpoint, ReplayRange range) {
        return ifKnown(endpoint, () -> outbox.replay(endpoint, range));
    }

    @Override
    public CompletionStage<Void> cancelReplay(String id) {
        boolean goesOn =
                outbox.replays().stream().anyMatch(replay -> replay.id().equals(id));
        return goesOn
                ? outbox.cancelReplay(id)
                : CompletableFuture.failedFuture(new IllegalArgumentException("There is no replay \"" + id + "\""));
    }

    @Override
    public Verification verify() {
        return outbox.verify();
    }

    /** The outbox itself selects nothing at an endpoint that it does not know. */
    private <T> CompletionStage<T> ifKnown(String endpoint, Supplier<CompletionStage<T>> action) {
        return endpoints.apply(endpoint).isPresent() ? action.get() : unknown(endpoint);
    }

    /** Who names an id means one that is there; of what is in a range there may be none. */
    private <T> CompletionStage<T> ifKnown(String endpoint, Selection selection, Supplier<CompletionStage<T>> action) {
        return ifKnown(endpoint, () -> {
            Set<String> missing = new TreeSet<>(selection.ids());
            if (!missing.isEmpty()) {
                missing.removeAll(dead(endpoint, Selection.ids(selection.ids())));
            }
            return missing.isEmpty()
                    ? action.get()
                    : CompletableFuture.failedFuture(new IllegalArgumentException(
                            "endpoint " + endpoint + " has no dead letter of " + named(missing)));
        });
    }

    /** The ids of the events of dead letters. */
    private Set<String> dead(String endpoint, Selection selection) {
        Set<String> ids = new HashSet<>();
        DeadLetterPages.visit(
                outbox,
                endpoint,
                selection,
                Integer.MAX_VALUE,
                letter -> ids.add(letter.entry().id()));
        return ids;
    }

    private static String named(Set<String> ids) {
        String first = "event \"" + ids.iterator().next() + "\"";
        return ids.size() == 1 ? first : first + " and " + (ids.size() - 1) + " more that were named; nothing is done";
    }

    private static <T> CompletionStage<T> unknown(String endpoint) {
        return CompletableFuture.failedFuture(
                new IllegalArgumentException("There is no endpoint \"" + endpoint + "\""));
    }
}
