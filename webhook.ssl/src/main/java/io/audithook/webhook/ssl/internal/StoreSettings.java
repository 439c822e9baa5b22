/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.settings.Settings;
import io.audithook.webhook.settings.SmallFile;
import io.audithook.webhook.settings.UnreadableFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Security;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One store of certificates or keys.
 *
 * @param prefix what its keys begin with, such as {@code trust} or {@code trust.2}
 * @param type {@code PEM} or a key store type of the JVM
 * @param path the file; empty for inline data
 * @param data PEM text; looked at only without a path
 * @param password opens the store, and the keys in it unless they have their own
 * @param alias the only entry with a key that counts; empty for all
 * @param keyPassword opens the keys; empty for {@code password}
 */
record StoreSettings(
        String prefix,
        String type,
        Optional<Path> path,
        Optional<String> data,
        Optional<String> password,
        Optional<String> alias,
        Optional<String> keyPassword) {

    private static final String PEM = "PEM";
    private static final int LIMIT_BYTES = 16 << 20;

    static StoreSettings from(Settings values, String prefix) {
        Optional<Path> path = values.path(prefix + ".path");
        Optional<String> data = values.secretText(prefix + ".data");
        if (!values.has(prefix + ".path") && !values.has(prefix + ".data")) {
            values.problem(prefix + ".path", "must be set, or " + prefix + ".data");
        }
        if (path.isPresent() && data.isPresent()) {
            values.warn(prefix + ".data has no effect beside " + prefix + ".path");
        }
        String type = type(values, prefix + ".type", path.isPresent() ? KeyStore.getDefaultType() : PEM);
        if (data.isPresent() && path.isEmpty() && !type.equals(PEM)) {
            values.problem(prefix + ".type", type, "must be PEM for " + prefix + ".data");
        }
        Optional<String> alias = values.text(prefix + ".alias");
        if (alias.isPresent() && type.equals(PEM)) {
            values.warn(prefix + ".alias has no effect, since a PEM store has one key");
        }
        return new StoreSettings(
                prefix,
                type,
                path,
                data,
                values.secretText(prefix + ".password"),
                alias,
                values.secretText(prefix + ".keyPassword"));
    }

    private static String type(Settings values, String key, String otherwise) {
        return values.value(key, text -> {
                    String type = text.toUpperCase(Locale.ROOT);
                    if (type.equals(PEM)) {
                        return type;
                    }
                    try {
                        return KeyStore.getInstance(type).getType();
                    } catch (KeyStoreException e) {
                        throw new IllegalArgumentException(
                                "must be PEM or one of " + new TreeSet<>(Security.getAlgorithms("KeyStore")), e);
                    }
                })
                .orElse(otherwise.toUpperCase(Locale.ROOT));
    }

    /** What opens the keys, and the key that says so. */
    Optional<String> keySecret() {
        return keyPassword.or(this::password);
    }

    String keySecretKey() {
        return prefix + (keyPassword.isPresent() ? ".keyPassword" : ".password");
    }

    boolean isPem() {
        return type.equals(PEM);
    }

    /** The beginning of each message about the content. */
    String origin() {
        // who writes a key itself there must not find it in the log
        return path.map(file -> prefix + ".path=" + (file.toString().contains("-----") ? "***" : file))
                .orElse(prefix + ".data");
    }

    byte[] bytes() throws MaterialException {
        if (path.isEmpty()) {
            return data.orElseThrow().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return SmallFile.read(path.get(), LIMIT_BYTES);
        } catch (UnreadableFileException e) {
            throw invalid(e.getMessage(), e);
        }
    }

    MaterialException invalid(String reason) {
        return new MaterialException(origin() + " " + reason);
    }

    MaterialException invalid(String reason, Throwable cause) {
        return new MaterialException(origin() + " " + reason, cause);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "StoreSettings[" + origin() + ", type=" + type + "]";
    }
}
