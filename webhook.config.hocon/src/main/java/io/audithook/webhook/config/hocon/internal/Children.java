/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is in an object. To go through the object itself takes long: the library puts its entries into a set first, for which it works out a
 * hash of all that is below each of them, every time.
 */
final class Children {

    private Children() {}

    /** All of them, by name. */
    static Map<String, ConfigValue> of(ConfigObject object) {
        Map<String, ConfigValue> children = new LinkedHashMap<>();
        for (String name : object.keySet()) {
            children.put(name, object.get(name));
        }
        return children;
    }
}
