/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A secret by value, or by reference to a file ({@code file:PATH}) or an environment variable
 * ({@code env:NAME}). Resolved when used; not shown by {@link #toString()}.
 */
final class Secret {

    private static final String FILE = "file:";
    private static final String ENV = "env:";

    private final String key;
    private final String spec;

    /** @param key the key of the configuration, for messages */
    Secret(String key, String spec) {
        this.key = key;
        this.spec = Objects.requireNonNull(spec, "spec");
    }

    /**
     * The secret itself, without white space around it.
     *
     * @throws IllegalArgumentException naming the file or variable that is missing or empty
     */
    String resolve() {
        String value;
        if (spec.startsWith(FILE)) {
            value = read(spec.substring(FILE.length()));
        } else if (spec.startsWith(ENV)) {
            value = System.getenv(spec.substring(ENV.length()));
        } else {
            return spec;
        }
        if (value == null || value.isBlank()) {
            throw Properties.bad(key, spec, "is missing or empty");
        }
        return value.trim();
    }

    private String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(key + "=\"" + spec + "\" cannot be read: " + e, e);
        }
    }

    @Override
    public String toString() {
        return "Secret[" + key + "]";
    }
}
