/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A factory configuration, read in every type a tool may have written. Errors name PID, key, value and rule.
 */
final class Configuration {

    private static final Logger LOG = LoggerFactory.getLogger(Configuration.class);

    private final Map<String, Object> properties;
    private final String pid;

    Configuration(Map<String, Object> properties) {
        this.properties = properties;
        this.pid = String.valueOf(properties.get(Constants.SERVICE_PID));
    }

    String pid() {
        return pid;
    }

    /** The name of the profile: what stands after the factory PID and one more character. */
    String name(String factoryPid) {
        return pid.startsWith(factoryPid) && pid.length() > factoryPid.length() + 1
                ? pid.substring(factoryPid.length() + 1)
                : pid;
    }

    /** The trimmed text under this key, or the default. */
    String text(String key, String otherwise) {
        List<String> values = values(key);
        if (values.size() > 1) {
            throw bad(key, values.toString(), "must be one value");
        }
        return values.isEmpty() ? otherwise : values.get(0);
    }

    /** The texts of a list, or of one text with commas. */
    List<String> list(String key) {
        return values(key).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::trim)
                .filter(Predicate.not(String::isEmpty))
                .toList();
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
        String text = text(key, Integer.toString(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(bad(key, text, rule(min, max)).getMessage(), e);
        }
        throw bad(key, text, rule(min, max));
    }

    /** A secret by value or by reference, resolved now. */
    String secret(String key) {
        return Secrets.resolve(pid, key, text(key, ""));
    }

    /** The numbers that stand after a prefix in the keys: {@code trust.2.path} has 2. */
    Set<Integer> numbers(String prefix) {
        Set<Integer> numbers = new TreeSet<>();
        for (String key : properties.keySet()) {
            if (key.startsWith(prefix)) {
                String rest = key.substring(prefix.length());
                int dot = rest.indexOf('.');
                if (dot > 0 && rest.substring(0, dot).chars().allMatch(c -> c >= '0' && c <= '9') && dot < 5) {
                    numbers.add(Integer.parseInt(rest.substring(0, dot)));
                }
            }
        }
        return numbers;
    }

    /** Says of every key that has no effect that it has none. */
    void warnOfUnknown(Predicate<String> known) {
        for (String key : new LinkedHashMap<>(properties).keySet()) {
            boolean foreign = key.startsWith("service.")
                    || key.startsWith("component.")
                    || key.startsWith("felix.")
                    || key.startsWith("osgi.")
                    || key.startsWith("audithook.")
                    || key.startsWith(".")
                    || key.startsWith(":");
            if (!foreign && !known.test(key)) {
                LOG.warn("{}: the key {} is not known and has no effect", pid, key);
            }
        }
    }

    IllegalArgumentException bad(String key, String value, String rule) {
        return new IllegalArgumentException(pid + ": " + key + "=\"" + value + "\" " + rule);
    }

    IllegalArgumentException bad(String message) {
        return new IllegalArgumentException(pid + ": " + message);
    }

    private List<String> values(String key) {
        Object value = properties.get(key);
        Stream<?> items;
        if (value == null) {
            items = Stream.empty();
        } else if (value instanceof Object[] array) {
            items = Stream.of(array);
        } else if (value instanceof Collection<?> collection) {
            items = collection.stream();
        } else {
            items = Stream.of(value);
        }
        List<String> texts = items.map(item -> item.toString().trim())
                .filter(Predicate.not(String::isEmpty))
                .toList();
        for (String text : texts) {
            if (text.startsWith("$[")) {
                throw bad(key + " is a placeholder that was not resolved");
            }
        }
        return texts;
    }

    private static String rule(int min, int max) {
        return "must be a whole number from " + min + " to " + max;
    }
}
