/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.auth;

import io.audithook.webhook.settings.Secret;
import java.net.URI;
import java.util.Objects;

/**
 * Where tokens come from and for whom: endpoints that agree in all of it share a token.
 *
 * @param url the token endpoint
 * @param displayUrl the same without what may be secret
 * @param clientId the id, or the reference to it
 * @param clientSecret the secret, or the reference to it
 * @param method how the two are sent
 * @param scope what is asked for; empty for what the server gives unasked
 * @param userAgent how we name ourselves
 */
public record TokenSettings(
        URI url,
        String displayUrl,
        Secret clientId,
        Secret clientSecret,
        Method method,
        String scope,
        String userAgent) {

    public TokenSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(displayUrl, "displayUrl");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(userAgent, "userAgent");
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "TokenSettings[" + displayUrl + "]";
    }

    /** How a client proves itself to a token endpoint: RFC 6749, 2.3.1. */
    public enum Method {
        /** In an Authorization header. */
        BASIC,
        /** In the form. */
        POST
    }
}
