/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A configuration that is to be.
 *
 * @param factoryPid its factory; its PID, if there is only one of it
 * @param name its name; an endpoint and its profiles have the same; empty if there is only one of it
 * @param properties its values
 * @param places where in the file each of them comes from
 * @param filters the names of filters of the same file that it needs
 */
record Desired(
        String factoryPid,
        String name,
        Map<String, Object> properties,
        Map<String, Place> places,
        Set<String> filters) {

    static final String ADDRESS = "io.audithook.address";
    static final String ENDPOINT = "io.audithook.endpoint";
    static final String FILTER = "io.audithook.filter";
    static final String TLS = "io.audithook.tls";
    static final String PROXY = "io.audithook.proxy";

    Desired {
        Objects.requireNonNull(factoryPid, "factoryPid");
        Objects.requireNonNull(name, "name");
        properties = Map.copyOf(properties);
        places = Map.copyOf(places);
        filters = Set.copyOf(filters);
    }

    Desired(String factoryPid, String name, Map<String, Object> properties, Map<String, Place> places) {
        this(factoryPid, name, properties, places, Set.of());
    }

    static Desired of(String factoryPid, String name, Draft draft) {
        return new Desired(factoryPid, name, draft.values(), draft.places());
    }

    String pid() {
        return isSingle() ? factoryPid : factoryPid + "~" + name;
    }

    /** Whether there is only one of it. */
    boolean isSingle() {
        return name.isEmpty();
    }

    /** What it is a part of, for people: an endpoint and its profiles are one. */
    String subject() {
        return subject(pid());
    }

    /** The same of a configuration that is there. */
    static String subject(String pid) {
        String[] parts = pid.split("~", 2);
        return switch (parts[0]) {
            case ADDRESS -> "address policy";
            case FILTER -> "filter " + parts[1];
            default -> "webhook " + parts[1];
        };
    }

    /** Where a key stands; if it does not, where the configuration begins. */
    Place place(String key) {
        Place first = places.values().stream()
                .min(Comparator.comparing(Place::file).thenComparing(Place::line))
                .orElseThrow();
        return places.getOrDefault(key, first);
    }

    /** Names it; the properties may hold secrets. */
    @Override
    public String toString() {
        return pid();
    }
}
