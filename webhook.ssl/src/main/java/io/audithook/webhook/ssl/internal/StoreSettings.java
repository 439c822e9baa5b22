/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where one store of certificates or keys comes from.
 *
 * @param key the key of the configuration it stands under, for messages
 * @param type the type of the store
 * @param path its file, absolute
 * @param data its PEM text, if there is no file
 * @param password what opens it and its keys; empty if nothing
 */
record StoreSettings(String key, Type type, Optional<Path> path, String data, String password) {

    /** The types of stores. */
    enum Type {
        /** Java's own. */
        JKS,
        /** PKCS #12. */
        PKCS12,
        /** Text: certificates, and for a key store an unencrypted PKCS #8 key. */
        PEM
    }

    /** Reads the store under a prefix such as {@code trust.} or {@code key.2.}; empty if there is none. */
    static Optional<StoreSettings> from(Configuration configuration, String prefix) {
        String path = configuration.text(prefix + "path", "");
        String data = configuration.text(prefix + "data", "");
        String type = configuration.text(prefix + "type", "");
        if (path.isEmpty() && data.isEmpty()) {
            if (!type.isEmpty()) {
                throw configuration.bad(prefix + "path or " + prefix + "data is required with " + prefix + "type");
            }
            return Optional.empty();
        }
        Type kind = type(configuration, prefix + "type", type.isEmpty() ? (path.isEmpty() ? "PEM" : "PKCS12") : type);
        if (path.isEmpty() && kind != Type.PEM) {
            throw configuration.bad(prefix + "path is required with " + prefix + "type=" + kind);
        }
        return Optional.of(new StoreSettings(
                path.isEmpty() ? prefix + "data" : prefix + "path",
                kind,
                path.isEmpty() ? Optional.empty() : Optional.of(absolute(configuration, prefix + "path", path)),
                data,
                configuration.secret(prefix + "password")));
    }

    /** What it is, for messages; without the password. */
    String describe() {
        return key + path.map(file -> "=" + file).orElse("") + " (" + type + ")";
    }

    @Override
    public String toString() {
        return describe();
    }

    private static Type type(Configuration configuration, String key, String text) {
        try {
            return Type.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw configuration.bad(key, text, "must be JKS, PKCS12 or PEM");
        }
    }

    private static Path absolute(Configuration configuration, String key, String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw configuration.bad(key, text, "is no path: " + e.getReason());
        }
    }
}
