/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A secret by value, or by reference to a file ({@code file:PATH}) or an environment variable ({@code env:NAME}).
 * Resolved when used. Neither {@link #toString()} nor a message shows a value; references are shown.
 *
 * @param key the key of the configuration, for messages
 * @param spec the value or the reference
 */
public record Secret(String key, String spec) {

    private static final String FILE = "file:";
    private static final String ENV = "env:";

    /** Far above any key, far below what would hurt. */
    private static final int MAX_BYTES = 64 * 1024;

    public Secret {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(spec, "spec");
    }

    /** Whether it may change while the process runs. */
    boolean isFile() {
        return spec.startsWith(FILE);
    }

    /**
     * The secret itself, without white space around it.
     *
     * @throws IllegalArgumentException naming the file or variable that is missing or empty
     */
    public String resolve() {
        String value;
        if (isFile()) {
            value = read(spec.substring(FILE.length()));
        } else if (spec.startsWith(ENV)) {
            value = System.getenv(spec.substring(ENV.length()));
        } else {
            return spec.trim();
        }
        if (value == null || value.isBlank()) {
            throw bad("is missing or empty");
        }
        return value.trim();
    }

    /** Changes when the file changes; the same for what is in no file. */
    Object stamp() {
        if (!isFile()) {
            return "";
        }
        try {
            BasicFileAttributes file =
                    Files.readAttributes(Path.of(spec.substring(FILE.length()).trim()), BasicFileAttributes.class);
            return Arrays.asList(file.lastModifiedTime(), file.size(), file.fileKey());
        } catch (IOException | InvalidPathException e) {
            return List.of();
        }
    }

    private String read(String path) {
        try {
            Path file = Path.of(path.trim());
            // a pipe could hold us for ever
            if (!Files.isRegularFile(file)) {
                throw bad(Files.exists(file) ? "is not a file" : "does not exist");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw bad("is larger than " + MAX_BYTES + " bytes");
                }
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            }
        } catch (CharacterCodingException e) {
            throw bad("is not text in UTF-8");
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(key + "=\"" + spec + "\" cannot be read: " + e, e);
        }
    }

    private IllegalArgumentException bad(String rule) {
        return new IllegalArgumentException(key + "=\"" + spec + "\" " + rule);
    }

    @Override
    public String toString() {
        return "Secret[" + key + "]";
    }
}
