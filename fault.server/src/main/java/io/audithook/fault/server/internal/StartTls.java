/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import java.io.IOException;
import javax.net.ssl.SSLContext;

/** The server's side of a TLS handshake; what follows is inside. */
final class StartTls implements Step {

    private final TlsSettings settings;
    private final SSLContext context;

    StartTls(TlsSettings settings) {
        this.settings = settings;
        this.context = settings.context();
    }

    @Override
    public Action begin() {
        return new Action() {

            private boolean begun;

            @Override
            public Progress advance(Connection connection) throws IOException {
                if (!begun) {
                    begun = true;
                    connection.secure(settings.engine(context), settings.cutBytes());
                }
                return connection.handshake();
            }
        };
    }

    @Override
    public boolean beginsTls() {
        return true;
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
