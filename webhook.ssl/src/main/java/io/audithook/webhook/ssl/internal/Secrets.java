/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Turns the value of a secret key into the secret: the value itself, or what {@code file:PATH} or {@code env:NAME} refer to. */
final class Secrets {

    private static final String FILE = "file:";
    private static final String ENVIRONMENT = "env:";
    private static final int LIMIT_BYTES = 1 << 20;

    private final UnaryOperator<String> environment;
    private final Function<String, Path> paths;

    /**
     * @param environment gives the value of an environment variable, or null
     * @param paths makes a path absolute
     */
    Secrets(UnaryOperator<String> environment, Function<String, Path> paths) {
        this.environment = Objects.requireNonNull(environment, "environment");
        this.paths = Objects.requireNonNull(paths, "paths");
    }

    /** The secret, never empty. The message of the exception continues one that ends with the key. */
    String resolve(String value) throws MaterialException {
        if (value.startsWith(FILE)) {
            return fromFile(paths.apply(value.substring(FILE.length())));
        }
        if (value.startsWith(ENVIRONMENT)) {
            return fromEnvironment(value.substring(ENVIRONMENT.length()));
        }
        return value;
    }

    private static String fromFile(Path file) throws MaterialException {
        try {
            // editors and echo end the last line, which is no part of the secret
            String secret = new String(MaterialFile.read(file, LIMIT_BYTES), StandardCharsets.UTF_8)
                    .replaceFirst("\\r?\\n\\z", "");
            if (secret.isEmpty()) {
                throw new MaterialException("is empty");
            }
            return secret;
        } catch (MaterialException e) {
            throw new MaterialException("=" + FILE + file + " " + e.getMessage(), e);
        }
    }

    private String fromEnvironment(String variable) throws MaterialException {
        String secret = environment.apply(variable);
        if (secret == null || secret.isEmpty()) {
            throw new MaterialException("=" + ENVIRONMENT + variable + " is not set in the environment");
        }
        return secret;
    }
}
