/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.Objects;
import java.util.Optional;

/**
 * A proxy that is asked to connect on our behalf.
 *
 * @param type how it is spoken to
 * @param host its name or address
 * @param port its port, 1 to 65535
 * @param credentials what it is told unasked, if anything
 */
public record ProxyServer(Type type, String host, int port, Optional<Credentials> credentials) {

    public ProxyServer {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(credentials, "credentials");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " must be 1 to 65535");
        }
    }

    /** How a proxy is spoken to. */
    public enum Type {
        /** In the clear: absolute URIs for http, CONNECT for https. */
        HTTP,
        /** The same under TLS. */
        HTTPS,
        /** SOCKS 4A: the proxy looks up the host; without credentials. */
        SOCKS4,
        /** SOCKS 5: the proxy looks up the host; user name and password, if any (RFC 1929). */
        SOCKS5
    }

    /**
     * A user name and a password.
     *
     * @param user the user name
     * @param password the password
     */
    public record Credentials(String user, String password) {

        public Credentials {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }
}
