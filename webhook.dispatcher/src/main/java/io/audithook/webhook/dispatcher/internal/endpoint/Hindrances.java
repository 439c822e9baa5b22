/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.EndpointStatus.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows why endpoints that are configured do not begin, and tells it once in the log: what Declarative Services say of a
 * component that waits for a service is not for users.
 *
 * <p>To judge a configuration reads files, which may take long; so that is done when this looks, now and then, and who asks is
 * answered from memory. {@link #look} is for one thread at a time, {@link #of} for any.
 */
final class Hindrances {

    /** All is there, or so it seems: Declarative Services have still to see it. */
    static final String NOTHING = "not wired yet";

    private static final Logger LOG = LoggerFactory.getLogger(Hindrances.class);

    /** What was judged is judged again after so many looks: what is wrong may be in another configuration, or in a file. */
    private static final int ROUNDS = 20;

    private final Supplier<Map<String, Map<String, Object>>> configured;
    private final Predicate<String> begun;
    private final Function<Map<String, Object>, Judgement> judge;
    private final Function<Map<String, Object>, String> missing;
    private final BiConsumer<String, Hindrance> teller;

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Hindrance> told = new HashMap<>();
    private Set<String> before = Set.of();
    private int looks;

    /**
     * @param configured the configurations of all endpoints, by name; each the same object until it is changed
     * @param begun whether an endpoint runs, or has said itself why it does not
     * @param judge says what is wrong around one; may take long
     * @param missing says what one waits for, from memory
     */
    Hindrances(
            Supplier<Map<String, Map<String, Object>>> configured,
            Predicate<String> begun,
            Function<Map<String, Object>, Judgement> judge,
            Function<Map<String, Object>, String> missing) {
        this(configured, begun, judge, missing, Hindrances::log);
    }

    /** @param teller takes what is to be told, with the endpoint */
    Hindrances(
            Supplier<Map<String, Map<String, Object>>> configured,
            Predicate<String> begun,
            Function<Map<String, Object>, Judgement> judge,
            Function<Map<String, Object>, String> missing,
            BiConsumer<String, Hindrance> teller) {
        this.configured = configured;
        this.begun = begun;
        this.judge = judge;
        this.missing = missing;
        this.teller = teller;
    }

    /** Why one does not begin that has this configuration, by what is known at this moment. */
    Hindrance of(String name, Map<String, Object> configuration) {
        Known last = known.get(name);
        if (last == null || last.written != configuration) {
            return new Hindrance(State.WAITING, missing.apply(configuration));
        }
        Judgement judgement = last.judgement;
        return judgement
                .mistake()
                .map(mistake -> new Hindrance(State.INVALID, mistake))
                .orElseGet(() ->
                        new Hindrance(State.WAITING, missing.apply(judgement.configuration()) + judgement.causes()));
    }

    /**
     * Judges those that have not begun, if they are the same as the last time: while some begin, the others are given time,
     * and there may be thousands.
     */
    void look() {
        Map<String, Map<String, Object>> waiting = new HashMap<>(configured.get());
        waiting.keySet().removeIf(begun);
        known.keySet().retainAll(waiting.keySet());
        told.keySet().retainAll(waiting.keySet());
        looks++;
        if (waiting.keySet().equals(before)) {
            waiting.forEach(this::judge);
        }
        before = Set.copyOf(waiting.keySet());
    }

    private void judge(String name, Map<String, Object> configuration) {
        Known last = known.get(name);
        if (last == null || last.written != configuration || looks % ROUNDS == 0) {
            known.put(name, new Known(configuration, judge.apply(configuration)));
            tell(name, of(name, configuration));
        }
    }

    private void tell(String name, Hindrance found) {
        if (!found.reason().equals(NOTHING) && !found.equals(told.put(name, found))) {
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

    /** What was found of the configuration that somebody wrote. */
    private record Known(Map<String, Object> written, Judgement judgement) {}
}
