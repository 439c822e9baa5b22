/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at the values of a file. */
final class Values {

    private Values() {}

    /**
     * The leaves of an object by their dotted path, sorted; {@code a.b}, {@code a { b }} and {@code "a.b"} are one and the same. Lists
     * are leaves.
     */
    static Map<String, ConfigValue> leaves(ConfigObject object) {
        Map<String, ConfigValue> leaves = new TreeMap<>();
        object.toConfig()
                .entrySet()
                .forEach(entry -> leaves.put(String.join(".", ConfigUtil.splitPath(entry.getKey())), entry.getValue()));
        return new LinkedHashMap<>(leaves);
    }

    /** The text of a string, number or boolean; null, with a problem, of anything else. */
    static String text(ConfigValue value, String path, Problems problems) {
        if (value.valueType() == ConfigValueType.LIST || value.valueType() == ConfigValueType.OBJECT) {
            problems.error(
                    value.origin(),
                    path,
                    "expected one value, found "
                            + (value.valueType() == ConfigValueType.LIST ? "a list" : "an object"));
            return null;
        }
        return String.valueOf(value.unwrapped());
    }

    /** The texts of a list, or of one text with commas. */
    static String[] texts(ConfigValue value, String path, Problems problems) {
        List<String> texts = new ArrayList<>();
        if (value.unwrapped() instanceof List<?> items) {
            for (Object item : items) {
                texts.add(String.valueOf(item));
            }
        } else {
            String text = text(value, path, problems);
            if (text != null) {
                for (String part : text.split(",", -1)) {
                    texts.add(part.trim());
                }
            }
        }
        return texts.toArray(String[]::new);
    }
}
