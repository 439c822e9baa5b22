/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads one store of keys or certificates. */
final class StoreReader {

    private static final String TYPE = "type";
    private static final String PATH = "path";
    private static final String DATA = "data";
    private static final String PASSWORD = "password";
    private static final String CLASSPATH = "classpath";

    private static final Set<String> NOT_YET = Set.of("alias", "keyPassword");

    private final Values values;
    private final Problems problems;

    StoreReader(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /**
     * The keys of a TLS profile.
     *
     * @param prefix what they begin with
     * @param where for messages about the whole of it
     */
    Map<String, Object> read(String prefix, ConfigObject store, Setting where) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, Setting> settings = Leaves.of(store, where.path(), problems);
        settings.values().removeIf(setting -> setting.value().valueType() == ConfigValueType.NULL);
        if (!settings.containsKey(PATH) && !settings.containsKey(DATA)) {
            problems.error(where, "expected a path or data, found neither");
        }
        settings.forEach((key, setting) -> read(key, setting).ifPresent(value -> properties.put(prefix + key, value)));
        return properties;
    }

    private Optional<String> read(String key, Setting setting) {
        return switch (key) {
            case TYPE -> values.filled(setting);
            case PATH -> values.path(setting);
            case DATA, PASSWORD -> values.secret(setting);
            case CLASSPATH -> {
                if (values.flag(setting).orElse(false)) {
                    problems.error(setting, "expected false, found true: a container has many class paths");
                }
                yield Optional.empty();
            }
            default -> {
                problems.warn(
                        setting,
                        NOT_YET.contains(key)
                                ? "has no effect: not supported yet"
                                : "is not known and has no effect" + Spelling.suggestion(key, known()));
                yield Optional.empty();
            }
        };
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(NOT_YET);
        known.addAll(Set.of(TYPE, PATH, DATA, PASSWORD, CLASSPATH));
        return known;
    }
}
