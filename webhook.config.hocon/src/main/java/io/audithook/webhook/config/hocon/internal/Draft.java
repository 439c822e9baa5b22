/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a configuration in the making, each with the place in a file that it comes from. */
final class Draft {

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    void put(String key, Object value, Setting from) {
        put(key, value, Place.of(from.value().origin()));
    }

    void put(String key, Object value, Place place) {
        values.put(key, value);
        places.put(key, place);
    }

    void putAll(Draft other) {
        values.putAll(other.values);
        places.putAll(other.places);
    }

    void remove(String key) {
        values.remove(key);
        places.remove(key);
    }

    boolean containsKey(String key) {
        return values.containsKey(key);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    Map<String, Object> values() {
        return values;
    }

    Map<String, Place> places() {
        return places;
    }
}
