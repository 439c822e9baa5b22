/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/** Lists that are written as objects whose keys are numbers, as files of properties have them (HOCON, "Conversion of numerically-indexed objects to arrays"). */
final class NumberedLists {

    /** Here a number may be a name. */
    private static final Set<String> NAMES = Set.of("webhooks", "audithook.filters");

    private NumberedLists() {}

    /** The same with lists in their place. */
    static ConfigObject in(ConfigObject root) {
        return in("", root);
    }

    private static ConfigObject in(String path, ConfigObject object) {
        ConfigObject now = object;
        for (Map.Entry<String, ConfigValue> entry : Children.of(object).entrySet()) {
            if (entry.getValue() instanceof ConfigObject child) {
                String key = entry.getKey();
                String below = path.isEmpty() ? key : path + "." + key;
                ConfigObject inside = in(below, child);
                ConfigValue value = isList(inside) && !NAMES.contains(below) ? list(inside) : inside;
                if (value != child) {
                    now = now.withValue(key, value);
                }
            }
        }
        return now;
    }

    private static boolean isList(ConfigObject object) {
        return !object.isEmpty() && object.keySet().stream().allMatch(NumberedLists::isNumber);
    }

    private static boolean isNumber(String key) {
        return key.length() <= 9 && !key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static ConfigValue list(ConfigObject object) {
        return ConfigValueFactory.fromIterable(Children.of(object).entrySet().stream()
                        .sorted(Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())))
                        .map(Map.Entry::getValue)
                        .toList())
                .withOrigin(object.origin());
    }
}
