/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * The bearer token that requests must show (RFC 6750), by value or by reference to a file ({@code file:PATH}) or an
 * environment variable ({@code env:NAME}). A reference is resolved for each request, so that a token can be
 * changed without a restart; one that cannot be resolved lets nobody in.
 */
final class Token {

    private static final String BEARER = "bearer ";
    private static final String FILE = "file:";
    private static final String ENV = "env:";

    private final String spec;

    /** @param spec empty if no token is needed */
    Token(String spec) {
        this.spec = spec;
    }

    /**
     * Whether this header shows the token. Takes the same time wherever they differ.
     *
     * @param authorization the value of the header, or null
     * @throws IOException if the token itself cannot be read; the message names the reference
     */
    boolean admits(String authorization) throws IOException {
        if (spec.isEmpty()) {
            return true;
        }
        byte[] token = resolve().getBytes(StandardCharsets.UTF_8);
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return false;
        }
        byte[] shown = authorization.substring(BEARER.length()).trim().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token, shown);
    }

    private String resolve() throws IOException {
        String value = spec;
        if (spec.startsWith(FILE)) {
            try {
                value = Files.readString(Path.of(spec.substring(FILE.length())));
            } catch (IOException | InvalidPathException e) {
                throw new IOException(IntakeConfig.PID + ": token=\"" + spec + "\" cannot be read: " + e, e);
            }
        } else if (spec.startsWith(ENV)) {
            value = System.getenv(spec.substring(ENV.length()));
        }
        if (value == null || value.isBlank()) {
            throw new IOException(IntakeConfig.PID + ": token=\"" + spec + "\" is missing or empty");
        }
        return value.trim();
    }

    @Override
    public String toString() {
        return "Token";
    }
}
