/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files were opened. One that is removed can still be written as long as it is open, and nobody finds again what was
 * written: so the names in the directory must lead to the files that were opened. Safe for use by many threads.
 */
final class StoreFiles {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFiles.class);

    /** Stands for what the file system does not tell, as on Windows; there it counts that there is a file. */
    private static final Object ANY = "any";

    private final Path directory;
    private final List<Path> lasting;
    private final List<Path> passing;
    private volatile Map<Path, Object> opened = Map.of();

    /**
     * @param lasting the files that hold what is stored, or keep others away from it
     * @param passing the files that are there only while the database is open
     */
    StoreFiles(Path directory, List<Path> lasting, List<Path> passing) {
        this.directory = directory;
        this.lasting = List.copyOf(lasting);
        this.passing = List.copyOf(passing);
    }

    /** The database is open: those that are there now are the ones. */
    void opened() throws IOException {
        Map<Path, Object> found = new HashMap<>();
        for (List<Path> some : List.of(lasting, passing)) {
            for (Path file : some) {
                Object key = key(file);
                if (key != null) {
                    found.put(file, key);
                }
            }
        }
        opened = found;
    }

    /** The database is closed: the files that pass may go. */
    void closed() {
        Map<Path, Object> left = new HashMap<>(opened);
        passing.forEach(left::remove);
        opened = left;
    }

    /** What is wrong with the files; empty if they are those that were opened, as far as that can be told. */
    Optional<String> gone() {
        return wrong(lasting)
                .or(() -> wrong(passing))
                .map(what -> "The files of the outbox " + directory
                        + " were taken from under it (" + what
                        + "); no event is accepted, since nobody would find it again; what"
                        + " waits is delivered from what is open, as far as that goes; put the files back, or restart");
    }

    /** Whether only files are wrong that pass: what they hold can be moved into the database. */
    boolean isOnlyPassing() {
        return wrong(lasting).isEmpty() && wrong(passing).isPresent();
    }

    private Optional<String> wrong(List<Path> files) {
        Map<Path, Object> expected = opened;
        for (Path file : files) {
            try {
                Object key = expected.containsKey(file) ? key(file) : null;
                if (expected.containsKey(file) && !expected.get(file).equals(key)) {
                    return Optional.of(file.getFileName() + (key == null ? " is missing" : " is another file now"));
                }
            } catch (IOException e) {
                // whoever writes will learn what is the matter
                LOG.debug("The file {} cannot be looked at: {}", file, e.toString());
            }
        }
        return Optional.empty();
    }

    /** What tells a file from others, or null if there is none. */
    static Object key(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? ANY : key;
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
