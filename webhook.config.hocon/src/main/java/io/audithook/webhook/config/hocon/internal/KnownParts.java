/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which files there were when a file was applied last, also over a restart: one of them that is gone then gave something, and that
 * must not be taken back. Safe for use by many threads.
 */
final class KnownParts {

    private static final Logger LOG = LoggerFactory.getLogger(KnownParts.class);

    private final Path folder;
    private final Map<Path, Set<Path>> known = new ConcurrentHashMap<>();

    /** @param folder where that is written down; need not be there */
    KnownParts(Path folder) {
        this.folder = folder;
    }

    /** The files that a file was made of, itself too; none if that is not known. */
    Set<Path> of(Path file) {
        return known.computeIfAbsent(file, this::read);
    }

    /** A file is made of these now. */
    void set(Path file, Set<Path> parts) {
        if (!parts.equals(of(file))) {
            known.put(file, Set.copyOf(parts));
            write(file, parts);
        }
    }

    private Set<Path> read(Path file) {
        Path note = note(file);
        if (!Files.exists(note)) {
            return Set.of();
        }
        try {
            return Files.readAllLines(note, StandardCharsets.UTF_8).stream()
                    .map(Path::of)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException | InvalidPathException e) {
            LOG.warn("What {} was made of is not known any more: {} cannot be read", file, note, e);
            return Set.of();
        }
    }

    private void write(Path file, Set<Path> parts) {
        Path note = note(file);
        try {
            Files.createDirectories(folder);
            Path whole = Files.write(
                    note.resolveSibling(note.getFileName() + ".new"),
                    new TreeSet<>(parts).stream().map(Path::toString).toList(),
                    StandardCharsets.UTF_8);
            Files.move(whole, note, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("What {} is made of is not known after the next start: {} cannot be written", file, note, e);
        }
    }

    private Path note(Path file) {
        return folder.resolve(Fingerprint.of(file.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
