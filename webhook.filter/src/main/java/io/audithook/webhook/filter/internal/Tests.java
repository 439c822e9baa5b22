/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * What the operators ask of a value. Each is made once of a canonical value; a value of another type than is asked for is
 * none that fits. They throw {@link IllegalArgumentException} with the rule for what cannot be compared with.
 */
final class Tests {

    private Tests() {}

    /** The same, as JSON: numbers by their value, arrays element by element, objects in any order. */
    static Predicate<Object> is(Object wanted) {
        return wanted instanceof String ? wanted::equals : value -> Objects.equals(wanted, Values.canonical(value));
    }

    /** One of these; of an array, one of its elements. */
    static Predicate<Object> in(Object wanted) {
        if (!(wanted instanceof List<?> list)
                || list.isEmpty()
                || list.stream().anyMatch(value -> value instanceof List || value instanceof Map)) {
            throw new IllegalArgumentException("must have an array of texts, numbers, true, false or null as _values");
        }
        Set<Object> set = new HashSet<>(list);
        return value -> value instanceof List<?> elements
                ? elements.stream().anyMatch(element -> set.contains(Values.canonical(element)))
                : set.contains(Values.canonical(value));
    }

    /** A number that stands to this one like that. */
    static Predicate<Object> compare(IntPredicate wanted, Object with) {
        requireNumber(with);
        return value -> Values.isNumber(value) && wanted.test(Values.compare(Values.canonical(value), with));
    }

    /** A number from the one on, and below the other. */
    static Predicate<Object> between(Object from, Object to) {
        requireNumber(from);
        requireNumber(to);
        if (Values.compare(from, to) >= 0) {
            throw new IllegalArgumentException("must have a _from that is less than its _to");
        }
        return compare(sign -> sign >= 0, from).and(compare(sign -> sign < 0, to));
    }

    /** A text with this one in it, or an array with this element. */
    static Predicate<Object> contains(Object wanted) {
        Predicate<Object> same = is(wanted);
        return value -> value instanceof List<?> elements
                ? elements.stream().anyMatch(same)
                : wanted instanceof String part && value instanceof String text && text.contains(part);
    }

    static Predicate<Object> startsWith(String beginning) {
        return value -> value instanceof String text && text.startsWith(beginning);
    }

    static Predicate<Object> endsWith(String end) {
        return value -> value instanceof String text && text.endsWith(end);
    }

    /** A text that has this form. */
    static Predicate<Object> like(String pattern) {
        Wildcard wildcard = Wildcard.of(pattern);
        return value -> value instanceof String text && wildcard.matches(text);
    }

    /** {@code null}, and a text, an array or an object with nothing in it. */
    static boolean isEmpty(Object value) {
        return value == null
                || value.equals("")
                || (value instanceof List<?> elements && elements.isEmpty())
                || (value instanceof Map<?, ?> members && members.isEmpty());
    }

    private static void requireNumber(Object value) {
        if (!Values.isNumber(value)) {
            throw new IllegalArgumentException("must have a number to compare with");
        }
    }
}
