/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.format;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * How an endpoint wants its CloudEvents.
 *
 * @param mode where the attributes are
 * @param source the attribute {@code source}
 * @param type makes the attribute {@code type}
 * @param schema the attribute {@code dataschema}
 */
record CloudEventSettings(Mode mode, String source, TypeTemplate type, Optional<String> schema) {

    private static final String MODE = "mode";
    private static final String SOURCE = "source";
    private static final String TYPE = "type";
    private static final String DATA_SCHEMA = "dataschema";
    private static final Set<String> KEYS = new TreeSet<>(Set.of(MODE, SOURCE, TYPE, DATA_SCHEMA));

    private static final String DEFAULT_SOURCE = "/audithook";
    private static final int MAX_URI_LENGTH = 1024;

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with key, value and rule of all that is wrong, a line for each
     */
    static CloudEventSettings of(Map<String, String> settings) {
        List<String> problems = new ArrayList<>();
        for (String key : new TreeSet<>(settings.keySet())) {
            if (!KEYS.contains(key)) {
                problems.add(key + " is not known; must be one of " + KEYS);
            }
        }
        Optional<Mode> mode = attempt(problems, () -> mode(settings.getOrDefault(MODE, "structured")));
        Optional<String> source =
                attempt(problems, () -> uri(SOURCE, settings.getOrDefault(SOURCE, DEFAULT_SOURCE), false));
        Optional<TypeTemplate> type =
                attempt(problems, () -> TypeTemplate.parse(TYPE, settings.getOrDefault(TYPE, TypeTemplate.DEFAULT)));
        Optional<String> schema = Optional.ofNullable(settings.get(DATA_SCHEMA))
                .flatMap(text -> attempt(problems, () -> uri(DATA_SCHEMA, text, true)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return new CloudEventSettings(mode.orElseThrow(), source.orElseThrow(), type.orElseThrow(), schema);
    }

    private static <T> Optional<T> attempt(List<String> problems, Supplier<T> code) {
        try {
            return Optional.of(code.get());
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    private static Mode mode(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "structured" -> Mode.STRUCTURED;
            case "binary" -> Mode.BINARY;
            default -> throw bad(MODE, text, "must be structured or binary");
        };
    }

    private static String uri(String key, String text, boolean absolute) {
        if (text.length() > MAX_URI_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw bad(
                    key,
                    text.replaceAll("[^ -~]", "?"),
                    "must be at most " + MAX_URI_LENGTH + " visible ASCII characters");
        }
        try {
            if (new URI(text).isAbsolute() || !absolute) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw bad(key, text, "is not a URI: " + e.getReason() + " at index " + e.getIndex());
        }
        throw bad(key, text, "must be an absolute URI, such as https://example.com/schema");
    }

    static IllegalArgumentException bad(String key, String text, String rule) {
        return new IllegalArgumentException(key + "=\"" + text + "\" " + rule);
    }

    /** Where the attributes are. */
    enum Mode {
        /** In a JSON object around the event. */
        STRUCTURED,
        /** In headers. */
        BINARY
    }
}
