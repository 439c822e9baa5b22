/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

/**
 * A factory configuration that is to be.
 *
 * @param factoryPid its factory
 * @param name its name; an endpoint and its profiles have the same
 * @param properties its values
 * @param places where in the file each of them comes from
 */
record Desired(String factoryPid, String name, Map<String, Object> properties, Map<String, Place> places) {

    static final String ENDPOINT = "io.audithook.endpoint";
    static final String TLS = "io.audithook.tls";
    static final String PROXY = "io.audithook.proxy";

    Desired {
        Objects.requireNonNull(factoryPid, "factoryPid");
        Objects.requireNonNull(name, "name");
        properties = Map.copyOf(properties);
        places = Map.copyOf(places);
    }

    static Desired of(String factoryPid, String name, Draft draft) {
        return new Desired(factoryPid, name, draft.values(), draft.places());
    }

    String pid() {
        return factoryPid + "~" + name;
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
