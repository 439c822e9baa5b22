/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
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

    static final Form FORM = Form.of(HoconConfig.class).neverBare().single();

    /** The framework property with the files. */
    static final String PROPERTY = "audithook.config";

    static final HoconSettings NOTHING = new HoconSettings(List.of(), WhenDeleted.PAUSE);

    HoconSettings {
        files = List.copyOf(files);
        Objects.requireNonNull(whenDeleted, "whenDeleted");
    }

    /**
     * Reads a configuration.
     *
     * @throws InvalidSettingsException with all that is wrong
     */
    static HoconSettings from(Settings values) {
        values.checkKeys(FORM);
        List<Path> files = values.paths("file").stream().distinct().toList();
        WhenDeleted whenDeleted = values.constant("whenDeleted", WhenDeleted.PAUSE);
        return values.complete(() -> new HoconSettings(files, whenDeleted));
    }

    /**
     * The same; where no file is configured, with those of the framework property.
     *
     * @param property its value, or null
     * @throws IllegalArgumentException with value and rule
     */
    HoconSettings orFrom(String property) {
        if (!files.isEmpty() || property == null) {
            return this;
        }
        boolean isOne = new File(property.strip()).exists();
        String[] paths = isOne ? new String[] {property} : property.split(File.pathSeparator, -1);
        return new HoconSettings(
                Arrays.stream(paths)
                        .filter(path -> !path.isBlank())
                        .map(HoconSettings::path)
                        .distinct()
                        .toList(),
                whenDeleted);
    }

    private static Path path(String value) {
        try {
            return Path.of(value.strip()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "framework property " + PROPERTY + "=" + value + " must be a path: " + e.getReason(), e);
        }
    }
}
