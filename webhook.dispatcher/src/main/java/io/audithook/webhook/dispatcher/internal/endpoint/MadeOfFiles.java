/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Tells what File Install does not: that an endpoint is made of two files, or of one that is not there any more. */
final class MadeOfFiles {

    /** Where it notes the file. */
    private static final String FILE = "felix.fileinstall.filename";

    /** Where the reader of HOCON files notes the same. */
    private static final String HOCON = "audithook.hocon.file";

    /**
     * What is odd about the file that an endpoint comes from, for people; empty if nothing is.
     *
     * @param before what was written before; empty if nothing is known of that
     */
    Optional<String> judge(String name, Optional<Map<String, Object>> before, Map<String, Object> now) {
        Optional<Path> file = file(now);
        Optional<Path> other = before.flatMap(MadeOfFiles::file).filter(path -> !file.equals(Optional.of(path)));
        if (file.isPresent() && other.filter(Files::exists).isPresent()) {
            return Optional.of("endpoint=" + name + " is made of two files, " + other.get() + " and " + file.get()
                    + ": the one that was changed last counts, and it goes with either of them; remove one");
        }
        return before.isEmpty()
                ? file.filter(path -> !Files.exists(path))
                        .map(path -> "endpoint=" + name + " comes from " + path
                                + ", which is not there any more; delete the configuration if that is meant")
                : Optional.empty();
    }

    /**
     * The HOCON file that an endpoint comes from, if it is not there: what reads these files may then have switched it off, which
     * nobody has written.
     */
    static Optional<String> missingHocon(Map<String, Object> configuration) {
        try {
            return Optional.ofNullable(configuration.get(HOCON))
                    .map(Object::toString)
                    .filter(file -> !Files.exists(Path.of(file)));
        } catch (InvalidPathException e) {
            // it was written by somebody else
            return Optional.empty();
        }
    }

    private static Optional<Path> file(Map<String, Object> configuration) {
        Object written = configuration.get(FILE);
        if (written == null) {
            return Optional.empty();
        }
        String text = written.toString();
        try {
            return Optional.of(text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            // it is not ours to say what is wrong with it
            return Optional.empty();
        }
    }
}
