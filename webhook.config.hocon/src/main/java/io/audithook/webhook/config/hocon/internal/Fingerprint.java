/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether a file is as it was. */
final class Fingerprint {

    static final String ABSENT = "absent";

    /** Larger files are refused anyway, so they are not read. Here is room for 10,000 endpoints, and more. */
    static final int MAX_BYTES = 8 << 20;

    private Fingerprint() {}

    /** By content: dates and inodes miss a change, or see one where there is none. */
    static String of(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return Files.exists(file) ? "not a file" : ABSENT;
            }
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                return size + " bytes of " + Files.getLastModifiedTime(file);
            }
            return of(Files.readAllBytes(file));
        } catch (IOException e) {
            return "unreadable: " + e;
        }
    }

    /** The same of what was read. */
    static String of(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
