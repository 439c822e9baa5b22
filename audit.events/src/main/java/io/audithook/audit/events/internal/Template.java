/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A text in which {@code {NAME}} stands for a value, and {@code {NAME|OTHER}} for the first one that is there.
 *
 * @param parts what it is made of, in order
 */
record Template(List<Part> parts) {

    Template {
        parts = List.copyOf(parts);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with nothing but the rule as its message
     */
    static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            String literal = text.substring(at, open < 0 ? text.length() : open);
            if (literal.indexOf('}') >= 0) {
                throw new IllegalArgumentException("must have a { before each }");
            }
            if (!literal.isEmpty()) {
                parts.add(new Part(literal, List.of()));
            }
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("must have a } behind each {");
            }
            parts.add(new Part("", names(text.substring(open + 1, close))));
            at = close + 1;
        }
        return new Template(parts);
    }

    private static List<String> names(String text) {
        List<String> names =
                Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
        if (names.stream().anyMatch(name -> name.isEmpty() || name.indexOf('{') >= 0)) {
            throw new IllegalArgumentException("must have the name of a property between { and }");
        }
        return names;
    }

    /** The names it has, in all its parts. */
    Set<String> names() {
        return parts.stream().flatMap(part -> part.names().stream()).collect(Collectors.toSet());
    }

    /** Whether it is one value and nothing else. */
    boolean isOneValue() {
        return parts.size() == 1 && !parts.get(0).names().isEmpty();
    }

    /** If it is one value and nothing else, the name that is there. */
    Optional<String> sole(Function<String, Optional<?>> values) {
        return isOneValue()
                ? parts.get(0).names().stream()
                        .filter(name -> values.apply(name).isPresent())
                        .findFirst()
                : Optional.empty();
    }

    /** The text with the values in it; empty if one is missing. */
    Optional<String> fill(Function<String, Optional<String>> values) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            Optional<String> text = part.names().isEmpty()
                    ? Optional.of(part.literal())
                    : part.names().stream()
                            .map(values)
                            .flatMap(Optional::stream)
                            .findFirst();
            if (text.isEmpty()) {
                return Optional.empty();
            }
            filled.append(text.get());
        }
        return Optional.of(filled.toString()).filter(text -> !text.isBlank());
    }

    /**
     * One part.
     *
     * @param literal the text itself
     * @param names what stands for one, if there are any
     */
    record Part(String literal, List<String> names) {}
}
