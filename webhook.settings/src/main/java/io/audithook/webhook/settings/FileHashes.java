/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What is in some files, as hashes, so that a file that was only touched, or is reached by another link, counts as the
 * same. Reads a file only if its time, size or place on the disk has changed. Not safe for use by several threads.
 */
public final class FileHashes {

    private static final int LIMIT_BYTES = 64 << 20;

    private final Map<Path, Seen> seen = new HashMap<>();

    /** The hash of each file, or why it cannot be read. */
    public Map<Path, String> of(Set<Path> files) {
        seen.keySet().retainAll(files);
        Map<Path, String> hashes = new HashMap<>();
        files.forEach(file -> hashes.put(file, hash(file)));
        return hashes;
    }

    private String hash(Path file) {
        try {
            // follows links: that is how secrets are replaced in containers
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Seen before = seen.get(file);
            if (before == null || !before.isStill(now)) {
                String hash = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(SmallFile.read(file, LIMIT_BYTES)));
                before = new Seen(now.lastModifiedTime(), now.size(), now.fileKey(), hash);
                seen.put(file, before);
            }
            return before.hash();
        } catch (IOException | UnreadableFileException e) {
            // whoever reads it is told; here it counts only that this is another state than a readable one
            seen.remove(file);
            return e.getClass().getSimpleName() + " " + e.getMessage();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private record Seen(FileTime modified, long size, Object place, String hash) {

        boolean isStill(BasicFileAttributes now) {
            return modified.equals(now.lastModifiedTime())
                    && size == now.size()
                    && Objects.equals(place, now.fileKey());
        }
    }
}
