/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a small file whole. The messages continue a sentence that begins with its path. */
final class MaterialFile {

    private MaterialFile() {}

    /** The bytes of the file: at least one, at most {@code limitBytes}. */
    static byte[] read(Path file, int limitBytes) throws MaterialException {
        if (Files.notExists(file)) {
            throw new MaterialException("does not exist");
        }
        // a pipe or a device could keep us waiting for ever
        if (!Files.isRegularFile(file)) {
            throw new MaterialException("must be a file");
        }
        byte[] bytes = readAtMost(file, limitBytes + 1);
        if (bytes.length == 0) {
            throw new MaterialException("is empty");
        }
        if (bytes.length > limitBytes) {
            throw new MaterialException("must not be larger than " + limitBytes + " bytes");
        }
        return bytes;
    }

    private static byte[] readAtMost(Path file, int bytes) throws MaterialException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(bytes);
        } catch (AccessDeniedException e) {
            throw new MaterialException("may not be read by the user this process runs as", e);
        } catch (IOException e) {
            throw new MaterialException("cannot be read: " + e.getMessage(), e);
        }
    }
}
