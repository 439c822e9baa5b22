/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.service.cm.Configuration;

/**
 * Who made a configuration.
 *
 * @param mark the file it comes from, if it carries our mark
 * @param description who it is otherwise, for people
 */
record Owner(Optional<String> mark, String description) {

    /** The mark: the file that a configuration comes from. */
    static final String MARK = "audithook.hocon.file";

    /** Where File Install notes the same. */
    private static final String FILE_INSTALL = "felix.fileinstall.filename";

    Owner {
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(description, "description");
    }

    static Owner of(Configuration configuration) {
        return of(configuration.getProperties());
    }

    /** @param properties those of the configuration; null if it has none yet */
    static Owner of(Dictionary<String, Object> properties) {
        Object mark = properties == null ? null : properties.get(MARK);
        Object installed = properties == null ? null : properties.get(FILE_INSTALL);
        return new Owner(
                Optional.ofNullable(mark).map(Object::toString),
                mark != null ? mark.toString() : Objects.toString(installed, "someone else"));
    }

    /** Whether it is this file. */
    boolean is(Path file) {
        return mark.filter(file.toString()::equals).isPresent();
    }

    /**
     * Whether it is a file that was there once: who moves the file, or its folder, keeps what came from it. Not one that is still
     * watched: that may come back, and it is configured what becomes of its endpoints until then.
     *
     * @param watched whether a file is
     */
    boolean isGone(Predicate<Path> watched) {
        try {
            Optional<Path> maker = mark.map(Path::of);
            return maker.filter(path -> !watched.test(path) && !Files.exists(path))
                    .isPresent();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return description;
    }
}
