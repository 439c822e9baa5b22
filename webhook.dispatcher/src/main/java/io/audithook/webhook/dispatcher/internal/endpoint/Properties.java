/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.dispatcher.internal.secret.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the properties of a configuration in every type a tool may have written them: File Install knows
 * only text, Web Console and the Configurator know more. Errors name the key, the value and the rule.
 */
final class Properties {

    static final String PLACEHOLDER = "$[";

    private static final Pattern STATUS = Pattern.compile("[3-5][0-9]{2}");

    private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([a-zA-Z]*)");

    private static final Map<String, Double> MILLIS_PER_UNIT = Map.ofEntries(
            Map.entry("", 1.0),
            Map.entry("ms", 1.0),
            Map.entry("millis", 1.0),
            Map.entry("milliseconds", 1.0),
            Map.entry("s", 1e3),
            Map.entry("second", 1e3),
            Map.entry("seconds", 1e3),
            Map.entry("m", 6e4),
            Map.entry("min", 6e4),
            Map.entry("minute", 6e4),
            Map.entry("minutes", 6e4),
            Map.entry("h", 3.6e6),
            Map.entry("hour", 3.6e6),
            Map.entry("hours", 3.6e6),
            Map.entry("d", 8.64e7),
            Map.entry("day", 8.64e7),
            Map.entry("days", 8.64e7));

    /** Far above any sensible setting, far below what overflows. */
    private static final double MAX_MILLIS = 3650 * 8.64e7;

    private final Map<String, Object> properties;

    Properties(Map<String, Object> properties) {
        this.properties = properties;
    }

    /** The text under this key, trimmed, or the default if there is none or it is blank. */
    String text(String key, String otherwise) {
        Object value = properties.get(key);
        if (value instanceof Object[] array && array.length == 1) {
            value = array[0];
        } else if (value instanceof Collection<?> list && list.size() == 1) {
            value = list.iterator().next();
        }
        return value == null ? otherwise : resolved(key, value.toString(), otherwise);
    }

    /** The texts under this key, whether they came as a list or between commas; empty ones are left out. */
    private List<String> texts(String key) {
        return parts(key, ",").stream()
                .map(part -> resolved(key, part, ""))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Headers, as a list or in one text; there a comma parts two only if a name and a colon follow. */
    List<String> headers(String key) {
        return parts(key, ",(?=\\s*[^\\s:,]+:)").stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private List<String> parts(String key, String separator) {
        Object value = properties.get(key);
        Collection<?> parts = value instanceof Object[] array
                ? Arrays.asList(array)
                : value instanceof Collection<?> list
                        ? list
                        : value == null ? List.of() : List.of(value.toString().split(separator));
        return parts.stream().map(String::valueOf).toList();
    }

    /** The secret under this key, or the reference to it; no message shows it. */
    Optional<Secret> secret(String key) {
        List<Secret> all = secrets(key, "(?!)");
        if (all.size() > 1) {
            throw new IllegalArgumentException(key + " must be one, found " + all.size());
        }
        return all.stream().findFirst();
    }

    /** The secrets under this key, or the references to them, as a list or between commas; no message shows them. */
    List<Secret> secrets(String key) {
        return secrets(key, ",");
    }

    private List<Secret> secrets(String key, String separator) {
        return parts(key, separator).stream()
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .map(text -> {
                    if (text.startsWith(PLACEHOLDER)) {
                        throw new IllegalArgumentException(key + " is a placeholder that was not resolved");
                    }
                    return new Secret(key, text);
                })
                .toList();
    }

    private static String resolved(String key, String value, String otherwise) {
        String text = value.trim();
        if (text.startsWith(PLACEHOLDER)) {
            throw bad(key, text, "is a placeholder that was not resolved");
        }
        return text.isEmpty() ? otherwise : text;
    }

    /** The texts under all keys that begin so, without that beginning; lists with commas between, blank ones left out. */
    Map<String, String> below(String prefix) {
        Map<String, String> found = new TreeMap<>();
        for (String key : properties.keySet()) {
            String text = key.startsWith(prefix) ? String.join(",", texts(key)) : "";
            if (!text.isEmpty()) {
                found.put(key.substring(prefix.length()), text);
            }
        }
        return found;
    }

    /** Whether there is anything under this key. */
    boolean has(String key) {
        return !text(key, "").isEmpty();
    }

    boolean bool(String key, boolean otherwise) {
        String text = text(key, Boolean.toString(otherwise)).toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(key, text, "must be true or false");
        };
    }

    int integer(String key, int otherwise, int min, int max) {
        return number(key, otherwise, min, max, "a whole number from " + min + " to " + max, Integer::parseInt);
    }

    double decimal(String key, double otherwise, double min, double max) {
        return number(key, otherwise, min, max, "a number from " + min + " to " + max, Double::parseDouble);
    }

    /** A duration: a number of milliseconds, or a number with a unit from ms to days. */
    Duration duration(String key, Duration otherwise) {
        String text = text(key, "");
        return text.isEmpty() ? otherwise : duration(key, text);
    }

    /** Durations, as a list or between commas. */
    List<Duration> durations(String key, List<Duration> otherwise) {
        List<String> texts = texts(key);
        return texts.isEmpty()
                ? otherwise
                : texts.stream().map(text -> duration(key, text)).toList();
    }

    /** HTTP statuses, as a list or between commas. */
    Set<Integer> statuses(String key, Set<Integer> otherwise) {
        List<String> texts = texts(key);
        if (texts.isEmpty()) {
            return otherwise;
        }
        return texts.stream()
                .map(text -> {
                    if (!STATUS.matcher(text).matches()) {
                        throw bad(key, text, "must be HTTP statuses from 300 to 599, such as 400, 422");
                    }
                    return Integer.valueOf(text);
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Duration duration(String key, String text) {
        Matcher matcher = DURATION.matcher(text);
        Double unit = matcher.matches() ? MILLIS_PER_UNIT.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw bad(key, text, "must be a duration such as 500 ms, 30 s, 5 min, 2 h or 3 d");
        }
        double millis = Double.parseDouble(matcher.group(1)) * unit;
        if (millis < 1 || millis > MAX_MILLIS) {
            throw bad(key, text, "must be from 1 ms to 3650 d");
        }
        return Duration.ofMillis((long) millis);
    }

    /** One of the constants, named in lower case. */
    <E extends Enum<E>> E constant(String key, E otherwise, Class<E> type) {
        String text = text(key, otherwise.name()).toLowerCase(Locale.ROOT);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        String names = List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT);
        throw bad(key, text, "must be one of " + names);
    }

    static IllegalArgumentException bad(String key, String value, String rule) {
        // it goes into a log, where it must stay in its line
        String shown = value.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
        return new IllegalArgumentException(key + "=\"" + shown + "\" " + rule);
    }

    private <N extends Number & Comparable<N>> N number(
            String key, N otherwise, N min, N max, String rule, Function<String, N> parser) {
        String text = text(key, otherwise.toString());
        N value;
        try {
            value = parser.apply(text);
        } catch (NumberFormatException e) {
            throw bad(key, text, "must be " + rule);
        }
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw bad(key, text, "must be " + rule);
        }
        return value;
    }
}
