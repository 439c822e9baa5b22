/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which file to keep Config Admin in step with.
 *
 * @param file an absolute path; empty for none
 */
record HoconSettings(Optional<Path> file) {

    /** The framework property with the file. */
    static final String PROPERTY = "audithook.config";

    HoconSettings {
        Objects.requireNonNull(file, "file");
    }

    /**
     * Reads a configuration.
     *
     * @param configured the value of the configuration, which goes first; may be blank
     * @param property the value of the framework property, or null
     * @throws IllegalArgumentException with key, value and rule
     */
    static HoconSettings from(String configured, String property) {
        if (!configured.isBlank()) {
            return new HoconSettings(Optional.of(path(HoconConfig.PID + ": file", configured)));
        }
        if (property != null && !property.isBlank()) {
            return new HoconSettings(Optional.of(path("framework property " + PROPERTY, property)));
        }
        return new HoconSettings(Optional.empty());
    }

    private static Path path(String key, String value) {
        try {
            return Path.of(value.strip()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(key + "=" + value + " must be a path: " + e.getReason(), e);
        }
    }
}
