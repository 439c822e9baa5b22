/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.TlsProfile;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A TLS profile to be looked at; no connection can be made with it. */
record ShownProfile(String name, List<String> loose, List<TlsCertificate> certificates) implements TlsProfile {

    @Override
    public SSLContext context() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> protocols() {
        return List.of();
    }

    @Override
    public List<String> cipherSuites() {
        return List.of();
    }

    @Override
    public boolean verifyHostName() {
        return true;
    }
}
