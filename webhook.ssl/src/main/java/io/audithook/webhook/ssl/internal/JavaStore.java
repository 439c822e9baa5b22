/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;

/** Opens key stores of the types of the JVM. */
final class JavaStore {

    private JavaStore() {}

    static KeyStore open(StoreSettings settings) throws MaterialException {
        byte[] bytes = settings.bytes();
        try {
            KeyStore store = KeyStore.getInstance(settings.type());
            store.load(
                    new ByteArrayInputStream(bytes),
                    settings.password().map(String::toCharArray).orElse(null));
            return store;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw settings.invalid(
                        "cannot be opened: " + settings.prefix() + ".password is wrong, or the file was damaged", e);
            }
            throw damaged(settings, bytes, e);
        } catch (GeneralSecurityException | RuntimeException e) {
            // parsers of damaged files throw all sorts
            throw damaged(settings, bytes, e);
        }
    }

    /** What to add when nothing was found: without a password PKCS12 hides what is encrypted. */
    static String hint(StoreSettings settings) {
        return settings.password().isPresent() ? "" : " that is readable without " + settings.prefix() + ".password";
    }

    private static MaterialException damaged(StoreSettings settings, byte[] bytes, Exception cause) {
        String hint = new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN ")
                ? " (it looks like PEM: set " + settings.prefix() + ".type=PEM)"
                : "";
        return settings.invalid(
                "is no readable " + settings.type() + " store" + hint + ": " + cause.getMessage(), cause);
    }
}
