/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Map;

/** Names all substitutions that found nothing; the library names the first. */
final class Unresolved {

    private Unresolved() {}

    /** @param config resolved as far as that is possible */
    static void name(ConfigObject config, Problems problems) {
        walk("", config, problems);
    }

    private static void walk(String path, ConfigValue value, Problems problems) {
        try {
            if (value instanceof ConfigObject object) {
                for (Map.Entry<String, ConfigValue> child : Children.of(object).entrySet()) {
                    String name = ConfigUtil.joinPath(child.getKey());
                    walk(path.isEmpty() ? name : path + "." + name, child.getValue(), problems);
                }
            } else if (value instanceof ConfigList list) {
                for (int i = 0; i < list.size(); i++) {
                    walk(path + "[" + i + "]", list.get(i), problems);
                }
            } else {
                value.unwrapped();
            }
        } catch (ConfigException.NotResolved e) {
            for (Rendered element : Rendered.elements(value)) {
                element.references()
                        .forEach(reference -> problems.error(
                                new Setting(path, value), "expected a value for ${" + reference + "}, found none"));
            }
        }
    }
}
