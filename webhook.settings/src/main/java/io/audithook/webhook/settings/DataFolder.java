/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.io.File;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Where a bundle keeps what must last longer than its own storage area, which goes with an uninstalled bundle. */
public final class DataFolder {

    /** The framework property that names the folder of all of them. */
    private static final String PROPERTY = "audithook.data";

    private DataFolder() {}

    /**
     * A folder below that of the property; without the property, in the bundle's own storage area.
     *
     * @param name of the folder
     * @param properties gives framework properties, or null
     * @param own gives files of the storage area
     */
    public static Path of(String name, UnaryOperator<String> properties, Function<String, File> own) {
        String data = properties.apply(PROPERTY);
        return data != null ? Path.of(data, name) : own.apply(name).toPath();
    }
}
