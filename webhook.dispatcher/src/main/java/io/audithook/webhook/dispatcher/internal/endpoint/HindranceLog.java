/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.EndpointStatus.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once, in the log, of each endpoint that does not begin, and why: what Declarative Services say of a component that
 * waits for a service is not for users. While some begin, the others are given time: there may be thousands. Not safe for use by several threads.
 */
final class HindranceLog {

    private static final Logger LOG = LoggerFactory.getLogger(HindranceLog.class);

    private final Supplier<Map<String, Map<String, Object>>> configured;
    private final Predicate<String> begun;
    private final Function<Map<String, Object>, Hindrance> hindrance;
    private final BiConsumer<String, Hindrance> teller;

    private Set<String> before = Set.of();

    /** The configurations that were told of, by endpoint. */
    private final Map<String, Map<String, Object>> told = new HashMap<>();

    /**
     * @param configured the configurations of all endpoints, by name; each the same object until it is changed
     * @param begun whether an endpoint runs, or has said itself why it does not
     * @param hindrance what keeps one of that configuration
     */
    HindranceLog(
            Supplier<Map<String, Map<String, Object>>> configured,
            Predicate<String> begun,
            Function<Map<String, Object>, Hindrance> hindrance) {
        this(configured, begun, hindrance, HindranceLog::log);
    }

    /** @param teller takes what is to be told, with the endpoint */
    HindranceLog(
            Supplier<Map<String, Map<String, Object>>> configured,
            Predicate<String> begun,
            Function<Map<String, Object>, Hindrance> hindrance,
            BiConsumer<String, Hindrance> teller) {
        this.configured = configured;
        this.begun = begun;
        this.hindrance = hindrance;
        this.teller = teller;
    }

    /** Tells of those that have not begun, if they are the same as the last time. */
    void look() {
        Map<String, Map<String, Object>> waiting = new HashMap<>(configured.get());
        waiting.keySet().removeIf(begun);
        told.keySet().retainAll(waiting.keySet());
        if (waiting.keySet().equals(before)) {
            waiting.forEach(this::tell);
        }
        before = Set.copyOf(waiting.keySet());
    }

    private void tell(String name, Map<String, Object> configuration) {
        // the same object as long as it is the same configuration
        if (told.get(name) == configuration) {
            return;
        }
        Hindrance found = hindrance.apply(configuration);
        if (!found.reason().equals(MissingReference.NOTHING)) {
            told.put(name, configuration);
            teller.accept(name, found);
        }
    }

    private static void log(String name, Hindrance found) {
        if (found.state() == State.INVALID) {
            LOG.error("endpoint={} is invalid, its events wait: {}", name, found.reason());
        } else {
            LOG.warn("endpoint={} waits, and so do its events: {}", name, found.reason());
        }
    }
}
