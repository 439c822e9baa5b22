/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Which files to keep Config Admin in step with.
 *
 * @param files absolute paths, each once
 * @param whenDeleted what becomes of the endpoints of a file that is deleted
 */
record HoconSettings(List<Path> files, WhenDeleted whenDeleted) {

    /** The framework property with the files. */
    static final String PROPERTY = "audithook.config";

    HoconSettings {
        files = List.copyOf(files);
        Objects.requireNonNull(whenDeleted, "whenDeleted");
    }

    /**
     * Reads a configuration.
     *
     * @param configured the files of the configuration, which go first; may be blank
     * @param property the value of the framework property, or null
     * @throws IllegalArgumentException with key, value and rule
     */
    static HoconSettings from(String[] configured, String property, WhenDeleted whenDeleted) {
        List<Path> files = paths(HoconConfig.PID + ": file", configured);
        if (files.isEmpty() && property != null) {
            boolean isOne = new File(property.strip()).exists();
            files = paths(
                    "framework property " + PROPERTY,
                    isOne ? new String[] {property} : property.split(File.pathSeparator, -1));
        }
        return new HoconSettings(files, whenDeleted);
    }

    private static List<Path> paths(String key, String[] values) {
        return Arrays.stream(values)
                .filter(value -> !value.isBlank())
                .map(value -> path(key, value))
                .distinct()
                .toList();
    }

    private static Path path(String key, String value) {
        try {
            return Path.of(value.strip()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(key + "=" + value + " must be a path: " + e.getReason(), e);
        }
    }
}
