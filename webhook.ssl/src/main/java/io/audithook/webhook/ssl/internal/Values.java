/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The values of one configuration, in whatever type a tool wrote them. A blank value counts as absent, because
 * forms write one for each field that was left alone. Every complaint names PID, key and rule, and the value
 * unless it is a secret.
 */
final class Values {

    /** Where relative paths begin; the working directory unless configured. */
    static final String BASE_DIR = "base.dir";

    private static final String PID = "service.pid";
    private static final Pattern PLACEHOLDER = Pattern.compile("^\\$\\[|\\$\\[(secret|env|prop|conf):");

    private final Map<String, Object> map;
    private final String pid;
    private final Secrets secrets;
    private final Consumer<String> warnings;
    private final Set<Path> files = new LinkedHashSet<>();

    /**
     * @param map the configuration, with its PID under {@code service.pid}
     * @param environment gives the value of an environment variable, or null
     * @param warnings is told what the user should know
     */
    Values(Map<String, ?> map, UnaryOperator<String> environment, Consumer<String> warnings) {
        this.map = new HashMap<>(map);
        this.pid = elements(map.get(PID)).stream().findFirst().orElse("(no PID)");
        this.secrets = new Secrets(environment, this::absolute);
        this.warnings = Objects.requireNonNull(warnings, "warnings");
    }

    String pid() {
        return pid;
    }

    Set<String> keys() {
        return Set.copyOf(map.keySet());
    }

    boolean has(String key) {
        return elements(map.get(key)).stream().anyMatch(element -> !element.isBlank());
    }

    /** The value without the blanks around it. */
    Optional<String> text(String key) {
        return single(key).map(String::strip).map(value -> resolved(key, value));
    }

    /** The values of an array, a collection, or a text with commas; none of them blank. */
    List<String> list(String key) {
        return elements(map.get(key)).stream()
                .flatMap(element -> Pattern.compile(",").splitAsStream(element))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .map(element -> resolved(key, element))
                .toList();
    }

    boolean flag(String key, boolean otherwise) {
        return text(key)
                .map(value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on" -> true;
                    case "false", "no", "off" -> false;
                    default -> throw invalid(key, value, "must be true or false");
                })
                .orElse(otherwise);
    }

    int integer(String key, int otherwise, int min, int max) {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        String rule = "must be a whole number from " + min + " to " + max;
        try {
            int number = new BigDecimal(value.get()).intValueExact();
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw (IllegalArgumentException) invalid(key, value.get(), rule).initCause(e);
        }
        throw invalid(key, value.get(), rule);
    }

    /** An absolute path. */
    Optional<Path> path(String key) {
        return text(key).map(value -> toPath(key, value));
    }

    /** Absolute paths, in the order in which they are written. */
    List<Path> paths(String key) {
        return list(key).stream().map(value -> toPath(key, value)).toList();
    }

    /** The files that paths and secrets have led to so far. */
    Set<Path> files() {
        return Set.copyOf(files);
    }

    /** The value as it is, or what a reference in it leads to. */
    Optional<String> secret(String key) {
        return single(key).map(value -> {
            if (PLACEHOLDER.matcher(value).find()) {
                throw invalid(key, "holds a placeholder $[...] that nothing has resolved");
            }
            try {
                return secrets.resolve(value);
            } catch (MaterialException e) {
                throw new UnusableMaterialException(pid + ": " + key + e.getMessage(), e);
            } catch (InvalidPathException e) {
                throw (IllegalArgumentException)
                        invalid(key, "must refer to a path: " + e.getReason()).initCause(e);
            }
        });
    }

    /** Tells the user about something that is no mistake. */
    void warn(String message) {
        warnings.accept(pid + ": " + message);
    }

    IllegalArgumentException invalid(String key, Object value, String rule) {
        return new IllegalArgumentException(pid + ": " + key + "=" + value + " " + rule);
    }

    /** For a key whose value is a secret or missing. */
    IllegalArgumentException invalid(String key, String rule) {
        return new IllegalArgumentException(pid + ": " + key + " " + rule);
    }

    private Optional<String> single(String key) {
        List<String> elements = elements(map.get(key));
        if (elements.size() > 1) {
            throw invalid(key, "must be one value, not " + elements.size());
        }
        return elements.stream().filter(element -> !element.isBlank()).findFirst();
    }

    private String resolved(String key, String value) {
        if (PLACEHOLDER.matcher(value).find()) {
            throw invalid(key, value, "is a placeholder that nothing has resolved");
        }
        return value;
    }

    private Path toPath(String key, String value) {
        try {
            return absolute(value);
        } catch (InvalidPathException e) {
            throw (IllegalArgumentException)
                    invalid(key, value, "must be a path: " + e.getReason()).initCause(e);
        }
    }

    private Path absolute(String value) {
        Path base = Path.of(text(BASE_DIR).orElse("")).toAbsolutePath();
        Path file = base.resolve(value).normalize();
        files.add(file);
        return file;
    }

    private static List<String> elements(Object value) {
        if (value == null) {
            return List.of();
        }
        List<String> elements = new ArrayList<>();
        if (value instanceof Collection<?> collection) {
            collection.forEach(element -> elements.add(String.valueOf(element)));
        } else if (value instanceof Object[] array) {
            for (Object element : array) {
                elements.add(String.valueOf(element));
            }
        } else {
            elements.add(String.valueOf(value));
        }
        return elements;
    }
}
