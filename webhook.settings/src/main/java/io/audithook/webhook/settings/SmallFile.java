/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a small file whole. */
public final class SmallFile {

    private SmallFile() {}

    /** The bytes of the file: at least one, at most {@code limitBytes}. */
    public static byte[] read(Path file, int limitBytes) throws UnreadableFileException {
        if (Files.notExists(file)) {
            throw new UnreadableFileException("does not exist");
        }
        // a pipe or a device could keep us waiting for ever
        if (!Files.isRegularFile(file)) {
            throw new UnreadableFileException("must be a file");
        }
        byte[] bytes = readAtMost(file, limitBytes + 1);
        if (bytes.length == 0) {
            throw new UnreadableFileException("is empty");
        }
        if (bytes.length > limitBytes) {
            throw new UnreadableFileException("must not be larger than " + limitBytes + " bytes");
        }
        return bytes;
    }

    private static byte[] readAtMost(Path file, int bytes) throws UnreadableFileException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(bytes);
        } catch (AccessDeniedException e) {
            throw new UnreadableFileException("may not be read by the user this process runs as", e);
        } catch (IOException e) {
            throw new UnreadableFileException("cannot be read: " + e.getMessage(), e);
        }
    }
}
