/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.HeaderRules;
import io.audithook.webhook.dispatcher.internal.auth.AuthHeader;
import io.audithook.webhook.dispatcher.internal.auth.ClientCredentials;
import io.audithook.webhook.dispatcher.internal.auth.TokenSettings;
import io.audithook.webhook.settings.Rotating;
import io.audithook.webhook.settings.Secret;
import io.audithook.webhook.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private static final String SCHEME = "auth.scheme";
    private static final String BEARER = "Bearer";

    /** The one type that a key is for: those that a type requires, and what nobody sets without meaning it. */
    private static final Map<String, Type> BY_KEY = byKey();

    AuthSettings {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(tokens, "tokens");
    }

    /** Reads them, and the files they name. */
    static AuthSettings from(Settings settings) {
        Type type = type(settings);
        if (type == Type.NONE
                && settings.text(TYPE).filter(text -> !isNone(text)).isPresent()) {
            // what it is for cannot be told, and that the type is wrong has been
            return NONE;
        }
        // whoever writes one of these wants it to count; without a type nothing would be told to the receiver
        BY_KEY.forEach((key, meant) -> {
            if (!isMeant(settings, key)) {
                return;
            }
            if (!settings.has(TYPE)) {
                settings.problem(key, "has no effect without " + TYPE + "; set " + TYPE + "=" + name(meant));
            } else if (meant != type) {
                settings.warn(key + " has no effect with " + TYPE + "=" + name(type));
            }
        });
        // those that are there are looked at all the same, so that all is said at once
        required(type).stream()
                .filter(key -> !settings.has(key))
                .forEach(key -> settings.problem(key, "is required with " + TYPE + "=" + name(type)));
        return switch (type) {
            case NONE -> NONE;
            case BASIC -> basic(settings);
            case BEARER -> {
                String scheme = settings.value(SCHEME, AuthSettings::scheme).orElse(BEARER);
                yield header(settings, "auth.token", text -> AuthHeader.token(scheme, text));
            }
            case HEADER -> {
                Optional<String> name = headerName(settings);
                // a value is right or wrong in whatever header
                AuthSettings found =
                        header(settings, "auth.value", text -> AuthHeader.of(name.orElse(AUTHORIZATION), text));
                yield name.isEmpty() ? NONE : found;
            }
            case OAUTH2 -> new AuthSettings(Optional.empty(), tokens(settings));
        };
    }

    /** The headers that are not for others to set. */
    static Set<String> headerNames(Settings settings) {
        return switch (type(settings)) {
            case NONE -> Set.of();
            case HEADER ->
                Stream.concat(settings.text("auth.header").stream(), Stream.of(AUTHORIZATION))
                        .collect(Collectors.toUnmodifiableSet());
            case BASIC, BEARER, OAUTH2 -> Set.of(AUTHORIZATION);
        };
    }

    /** What may change while it is used. */
    Stream<Rotating<?>> rotating() {
        return Stream.concat(header.stream(), tokens.map(Tokens::credentials).stream());
    }

    private static AuthSettings basic(Settings settings) {
        Optional<Secret> user =
                settings.secret("auth.user").filter(found -> settings.inspect(found, AuthHeader::checkUser));
        Optional<Secret> password =
                settings.secret("auth.password").filter(found -> settings.inspect(found, AuthHeader::checkPassword));
        return user.isEmpty() || password.isEmpty()
                ? NONE
                : new AuthSettings(
                        settings.rotating(
                                "auth.user and auth.password",
                                List.of(user.get(), password.get()),
                                texts -> AuthHeader.basic(texts.get(0), texts.get(1))),
                        Optional.empty());
    }

    private static AuthSettings header(Settings settings, String key, Function<String, AuthHeader> maker) {
        List<Secret> secret = settings.secret(key).stream().toList();
        return new AuthSettings(settings.rotating(key, secret, texts -> maker.apply(texts.get(0))), Optional.empty());
    }

    private static Optional<Tokens> tokens(Settings settings) {
        Optional<URI> url = EndpointSettings.url(settings, "auth.tokenUrl");
        Optional<Secret> id = settings.secret("auth.clientId");
        Optional<Secret> secret = settings.secret("auth.clientSecret");
        TokenSettings.Method method = settings.constant("auth.tokenMethod", TokenSettings.Method.BASIC);
        String scope = EndpointSettings.visible(settings, "auth.scope", "");
        long unread = Stream.of(id, secret)
                .flatMap(Optional::stream)
                .filter(one -> !settings.inspect(one, text -> {}))
                .count();
        if (url.isEmpty() || id.isEmpty() || secret.isEmpty() || unread > 0) {
            return Optional.empty();
        }
        return settings.rotating(
                        "auth.clientId and auth.clientSecret",
                        List.of(id.get(), secret.get()),
                        texts -> new ClientCredentials(texts.get(0), texts.get(1)))
                .map(credentials -> new Tokens(
                        new TokenSettings(
                                url.get(),
                                EndpointSettings.display(url.get()),
                                id.get(),
                                secret.get(),
                                method,
                                scope,
                                EndpointSettings.userAgent(settings)),
                        credentials));
    }

    private static Map<String, Type> byKey() {
        Map<String, Type> types = new TreeMap<>(Map.of("auth.scope", Type.OAUTH2, SCHEME, Type.BEARER));
        for (Type type : Type.values()) {
            required(type).forEach(key -> types.put(key, type));
        }
        return types;
    }

    /** Whether somebody has written it; forms write the defaults of all keys. */
    private static boolean isMeant(Settings settings, String key) {
        return settings.has(key) && !EndpointSettings.FORM.isDefault(key, settings.text(key, ""));
    }

    private static String scheme(String text) {
        if (!HeaderRules.isName(text)) {
            throw new IllegalArgumentException("must be one word, such as Bearer");
        }
        return text;
    }

    private static boolean isNone(String type) {
        return type.equalsIgnoreCase(Type.NONE.name());
    }

    private static String name(Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static Type type(Settings settings) {
        return settings.constant(TYPE, Type.NONE);
    }

    private static Optional<String> headerName(Settings settings) {
        Optional<String> name = settings.text("auth.header");
        Optional<String> objection = name.flatMap(AuthSettings::objection);
        // somebody may have written the whole header
        objection.ifPresent(rule -> settings.problem("auth.header", name.get().replaceFirst("(?s):.*", ":..."), rule));
        return objection.isEmpty() ? name : Optional.empty();
    }

    private static Optional<String> objection(String headerName) {
        if (!HeaderRules.isName(headerName)) {
            return Optional.of("must be the name of a header: letters, digits and hyphens");
        }
        return CustomHeaders.isReserved(headerName)
                ? Optional.of("is reserved: it is set by other keys, or by the client")
                : Optional.empty();
    }

    private static List<String> required(Type type) {
        return switch (type) {
            case NONE -> List.of();
            case BASIC -> List.of("auth.user", "auth.password");
            case BEARER -> List.of("auth.token");
            case HEADER -> List.of("auth.header", "auth.value");
            case OAUTH2 -> List.of("auth.tokenUrl", "auth.clientId", "auth.clientSecret");
        };
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
