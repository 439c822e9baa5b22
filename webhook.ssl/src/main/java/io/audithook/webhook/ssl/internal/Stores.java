/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** Makes key stores that never touch a disk. */
final class Stores {

    private Stores() {}

    static KeyStore inMemory() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("A new key store could not be made", e);
        }
        return store;
    }
}
