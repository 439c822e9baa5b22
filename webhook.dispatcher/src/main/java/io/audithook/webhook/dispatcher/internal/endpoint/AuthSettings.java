/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.dispatcher.internal.auth.AuthHeader;
import io.audithook.webhook.dispatcher.internal.auth.ClientCredentials;
import io.audithook.webhook.dispatcher.internal.auth.TokenSettings;
import io.audithook.webhook.dispatcher.internal.http.HeaderRules;
import io.audithook.webhook.dispatcher.internal.secret.Rotating;
import io.audithook.webhook.dispatcher.internal.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How an endpoint tells its receiver who sends: by a header, by tokens of OAuth 2.0, or not at all.
 *
 * @param header the header
 * @param tokens where tokens come from
 */
record AuthSettings(Optional<Rotating<AuthHeader>> header, Optional<Tokens> tokens) {

    private static final AuthSettings NONE = new AuthSettings(Optional.empty(), Optional.empty());
    private static final String TYPE = "auth.type";
    private static final String AUTHORIZATION = "Authorization";

    AuthSettings {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(tokens, "tokens");
    }

    /**
     * Reads them, and the files they name.
     *
     * @throws IllegalArgumentException with key and rule
     */
    static AuthSettings from(Properties properties) {
        Type type = type(properties);
        return switch (type) {
            case NONE -> NONE;
            case BASIC ->
                header(
                        List.of(required(properties, type, "auth.user"), required(properties, type, "auth.password")),
                        texts -> AuthHeader.basic(texts.get(0), texts.get(1)));
            case BEARER -> {
                String scheme = EndpointSettings.visible("auth.scheme", properties.text("auth.scheme", "Bearer"));
                yield header(
                        List.of(required(properties, type, "auth.token")),
                        texts -> AuthHeader.token(scheme, texts.get(0)));
            }
            case HEADER -> {
                String name = headerName(properties);
                yield header(
                        List.of(required(properties, type, "auth.value")), texts -> AuthHeader.of(name, texts.get(0)));
            }
            case OAUTH2 -> new AuthSettings(Optional.empty(), Optional.of(tokens(properties, type)));
        };
    }

    /** The headers that are not for others to set. */
    static Set<String> headerNames(Properties properties) {
        return switch (type(properties)) {
            case NONE -> Set.of();
            case HEADER -> Set.of(headerName(properties), AUTHORIZATION);
            case BASIC, BEARER, OAUTH2 -> Set.of(AUTHORIZATION);
        };
    }

    /** What may change while it is used. */
    Stream<Rotating<?>> rotating() {
        return Stream.concat(header.stream(), tokens.map(Tokens::credentials).stream());
    }

    private static AuthSettings header(List<Secret> secrets, Function<List<String>, AuthHeader> maker) {
        String name = String.join(" and ", secrets.stream().map(Secret::key).toList());
        return new AuthSettings(Optional.of(new Rotating<>(name, secrets, maker)), Optional.empty());
    }

    private static Tokens tokens(Properties properties, Type type) {
        String key = "auth.tokenUrl";
        if (!properties.has(key)) {
            throw isRequired(key, type);
        }
        URI url = EndpointSettings.url(properties, key);
        Secret id = required(properties, type, "auth.clientId");
        Secret secret = required(properties, type, "auth.clientSecret");
        return new Tokens(
                new TokenSettings(
                        url,
                        EndpointSettings.display(url),
                        id,
                        secret,
                        properties.constant("auth.tokenMethod", TokenSettings.Method.BASIC, TokenSettings.Method.class),
                        EndpointSettings.visible("auth.scope", properties.text("auth.scope", "")),
                        EndpointSettings.userAgent(properties)),
                new Rotating<>(
                        "auth.clientId and auth.clientSecret",
                        List.of(id, secret),
                        texts -> new ClientCredentials(texts.get(0), texts.get(1))));
    }

    private static Type type(Properties properties) {
        return properties.constant(TYPE, Type.NONE, Type.class);
    }

    private static Secret required(Properties properties, Type type, String key) {
        return properties.secret(key).orElseThrow(() -> isRequired(key, type));
    }

    private static IllegalArgumentException isRequired(String key, Type type) {
        return new IllegalArgumentException(
                key + " is required with " + TYPE + "=" + type.name().toLowerCase(Locale.ROOT));
    }

    private static String headerName(Properties properties) {
        String key = "auth.header";
        String name = properties.text(key, "");
        if (name.isEmpty()) {
            throw isRequired(key, Type.HEADER);
        }
        if (!HeaderRules.isName(name)) {
            throw new IllegalArgumentException(key + " must be the name of a header: letters, digits and hyphens");
        }
        if (CustomHeaders.isReserved(name)) {
            throw Properties.bad(key, name, "is reserved: it is set by other keys, or by the client");
        }
        return name;
    }

    private enum Type {
        NONE,
        BASIC,
        BEARER,
        HEADER,
        OAUTH2
    }

    /**
     * Tokens of OAuth 2.0.
     *
     * @param settings where they come from
     * @param credentials for whom, as they are at the moment
     */
    record Tokens(TokenSettings settings, Rotating<ClientCredentials> credentials) {}
}
