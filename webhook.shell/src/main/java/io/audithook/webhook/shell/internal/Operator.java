/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.Endpoints;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs commands for whoever types them. They are there without {@link Endpoints}, too, and say then what is missing. Safe for
 * use by many threads.
 */
final class Operator {

    /** The variable of a session in which Karaf keeps the name of its user. */
    static final String USER = "USER";

    private final Supplier<Optional<Endpoints>> endpoints;

    /** @param endpoints gives those there are at the moment */
    Operator(Supplier<Optional<Endpoints>> endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * Runs a command. What it shows on the way goes to {@link System#out}, which shells lead to the console of the session, or on
     * into a pipe.
     *
     * @param user what the session has for {@link #USER}
     * @return what the shell is to show
     */
    Object run(Command command, List<String> arguments, Object user)
            throws CommandFailedException, InterruptedException {
        Endpoints found = endpoints
                .get()
                .orElseThrow(
                        () -> new CommandFailedException("There are no endpoints to look at: the service Endpoints of"
                                + " io.audithook.webhook.dispatcher is missing, which needs an Outbox"));
        String name = user instanceof String text && !text.isBlank() ? text : "shell";
        return new Commands(found, InstantSource.system()).run(command, arguments, name, System.out::println);
    }

    /** The names of all endpoints; none while there are no endpoints. */
    List<String> names() {
        return endpoints.get().stream()
                .flatMap(found -> found.list().stream())
                .map(EndpointStatus::name)
                .toList();
    }
}
