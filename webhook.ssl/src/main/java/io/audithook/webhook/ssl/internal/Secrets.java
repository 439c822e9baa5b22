/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Resolves secrets: by value, {@code file:PATH} or {@code env:NAME}. Messages name the reference, never a secret. */
final class Secrets {

    private static final String FILE = "file:";
    private static final String ENV = "env:";

    private Secrets() {}

    static String resolve(String pid, String key, String spec) {
        String value;
        if (spec.startsWith(FILE)) {
            try {
                value = Files.readString(Path.of(spec.substring(FILE.length())));
            } catch (IOException | InvalidPathException e) {
                throw new IllegalArgumentException(pid + ": " + key + "=\"" + spec + "\" cannot be read: " + e, e);
            }
        } else if (spec.startsWith(ENV)) {
            value = System.getenv(spec.substring(ENV.length()));
        } else {
            return spec;
        }
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(pid + ": " + key + "=\"" + spec + "\" is missing or empty");
        }
        return value.trim();
    }
}
