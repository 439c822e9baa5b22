/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The values of an object by their dotted path: {@code a.b = 1}, {@code a { b = 1 }} and {@code "a.b" = 1} are one
 * and the same. Lists are values, and so are nulls, which remove what would be inherited.
 */
final class Leaves {

    private Leaves() {}

    /** All values below an object. */
    static Map<String, Setting> of(ConfigObject object, String path, Problems problems) {
        Map<String, Setting> leaves = new TreeMap<>();
        walk(object, "", path, leaves, problems);
        return leaves;
    }

    /** Those under other names, where several may be spellings of one. */
    static Map<String, Setting> renamed(
            Map<String, Setting> leaves, UnaryOperator<String> renaming, Problems problems) {
        Map<String, Setting> renamed = new TreeMap<>();
        leaves.forEach((key, setting) -> put(renamed, renaming.apply(key), setting, problems));
        return renamed;
    }

    /** Those that begin with {@code prefix}, without it. */
    static Map<String, Setting> below(Map<String, Setting> leaves, String prefix) {
        Map<String, Setting> below = new LinkedHashMap<>();
        leaves.forEach((key, setting) -> {
            if (key.startsWith(prefix)) {
                below.put(key.substring(prefix.length()), setting);
            }
        });
        return below;
    }

    /** Both, where {@code nearer} wins key by key, and a null of it leaves nothing. */
    static Map<String, Setting> merged(Map<String, Setting> farther, Map<String, Setting> nearer) {
        Map<String, Setting> merged = new TreeMap<>(farther);
        nearer.forEach((key, setting) -> {
            merged.keySet().removeIf(other -> other.equals(key) || other.startsWith(key + "."));
            if (setting.value().valueType() != ConfigValueType.NULL) {
                merged.put(key, setting);
            }
        });
        return merged;
    }

    private static void walk(
            ConfigObject object, String prefix, String path, Map<String, Setting> leaves, Problems problems) {
        for (Map.Entry<String, ConfigValue> entry : Children.of(object).entrySet()) {
            String key = prefix + entry.getKey();
            if (entry.getValue() instanceof ConfigObject child) {
                walk(child, key + ".", path, leaves, problems);
            } else {
                put(leaves, key, new Setting(path + "." + key, entry.getValue()), problems);
            }
        }
    }

    private static void put(Map<String, Setting> leaves, String key, Setting setting, Problems problems) {
        Setting other = leaves.put(key, setting);
        if (other != null) {
            problems.error(setting, "expected once, found also as " + other.path());
        }
    }
}
