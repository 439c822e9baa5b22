/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.auth;

/**
 * How we are known to a token endpoint. Shows no secret.
 *
 * @param id the client's id; not empty
 * @param secret the client's secret; not empty
 */
public record ClientCredentials(String id, String secret) {

    /** @throws IllegalArgumentException with key and rule */
    public ClientCredentials {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("auth.clientId must not be empty");
        }
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("auth.clientSecret must not be empty");
        }
    }

    @Override
    public String toString() {
        return "ClientCredentials";
    }
}
