/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigValue;
import java.util.Objects;

/**
 * A value of a file.
 *
 * @param path where it stands, for messages
 * @param value the value with its origin
 */
record Setting(String path, ConfigValue value) {

    Setting {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(value, "value");
    }

    Setting child(String name, ConfigValue child) {
        return new Setting(path + "." + name, child);
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "Setting[" + path + "]";
    }
}
