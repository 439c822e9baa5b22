/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one store of keys or certificates. */
final class StoreReader {

    private static final String TYPE = "type";
    private static final String PATH = "path";
    private static final String DATA = "data";
    private static final String PASSWORD = "password";
    private static final String CLASSPATH = "classpath";

    private static final String ALIAS = "alias";
    private static final String KEY_PASSWORD = "keyPassword";

    private static final Set<String> KNOWN = Set.of(TYPE, PATH, DATA, PASSWORD, CLASSPATH, ALIAS, KEY_PASSWORD);

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
    Draft read(String prefix, ConfigObject store, Setting where) {
        Draft properties = new Draft();
        Map<String, Setting> settings = Leaves.of(store, where.path(), problems);
        settings.values().removeIf(setting -> setting.value().valueType() == ConfigValueType.NULL);
        if (!settings.containsKey(PATH) && !settings.containsKey(DATA)) {
            problems.error(where, "expected a path or data, found neither");
        }
        UnknownKeys unknown = new UnknownKeys(KNOWN, problems);
        settings.forEach((key, setting) ->
                read(prefix, key, setting, unknown).ifPresent(value -> properties.put(prefix + key, value, setting)));
        return properties;
    }

    private Optional<String> read(String prefix, String key, Setting setting, UnknownKeys unknown) {
        boolean ofKeys = prefix.startsWith("key.");
        if (!ofKeys && Set.of(ALIAS, KEY_PASSWORD).contains(key)) {
            problems.warn(setting, "has no effect: all certificates of a trust store count, and none of its keys");
            return Optional.empty();
        }
        return switch (key) {
            case ALIAS -> values.filled(setting);
            case TYPE -> values.filled(setting);
            case PATH -> values.path(setting);
            case DATA, PASSWORD, KEY_PASSWORD -> values.secret(setting);
            case CLASSPATH -> {
                if (values.flag(setting).orElse(false)) {
                    problems.error(setting, "expected false, found true: a container has many class paths");
                }
                yield Optional.empty();
            }
            default -> {
                unknown.name(key, setting);
                yield Optional.empty();
            }
        };
    }
}
