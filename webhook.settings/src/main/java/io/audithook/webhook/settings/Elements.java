/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The values of a configuration as texts, in whatever type a tool wrote them: a text, a number, a truth value, a
 * character, or an array or a collection of these.
 */
final class Elements {

    private Elements() {}

    static List<String> of(Map<String, ?> configuration, String key) {
        return of(configuration.get(key));
    }

    static List<String> of(Object value) {
        if (value == null) {
            return List.of();
        }
        List<String> elements = new ArrayList<>();
        if (value instanceof Collection<?> collection) {
            collection.forEach(element -> add(element, elements));
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                add(Array.get(value, i), elements);
            }
        } else {
            add(value, elements);
        }
        return elements;
    }

    private static void add(Object element, List<String> elements) {
        if (element != null) {
            elements.add(text(element));
        }
    }

    /** Some tools write every number with a fraction, and then those of ten million and more with an exponent. */
    private static String text(Object element) {
        boolean isFraction = element instanceof Double || element instanceof Float;
        return isFraction && Double.isFinite(((Number) element).doubleValue())
                ? new BigDecimal(element.toString()).stripTrailingZeros().toPlainString()
                : element.toString();
    }
}
