/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.auth;

import io.audithook.webhook.dispatcher.internal.auth.TokenSource.Token;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends each request with a token, which may have to be fetched first. When the receiver answers with status 401, it is
 * sent once more with a new one; a request that was refused that way has not been taken. Safe for use by many threads.
 */
public final class TokenTransport implements Transport {

    private static final int UNAUTHORIZED = 401;

    private final Transport next;
    private final TokenSource source;
    private final Supplier<ClientCredentials> credentials;

    /**
     * @param next sends
     * @param source has the token
     * @param credentials those of this endpoint, as they are at the moment
     */
    public TokenTransport(Transport next, TokenSource source, Supplier<ClientCredentials> credentials) {
        this.next = Objects.requireNonNull(next, "next");
        this.source = Objects.requireNonNull(source, "source");
        this.credentials = Objects.requireNonNull(credentials, "credentials");
    }

    @Override
    public void send(WebhookRequest request, Consumer<Outcome> done) {
        withToken(
                done,
                token -> HeaderTransport.send(next, request, token.header(), outcome -> {
                    if (outcome.status() == UNAUTHORIZED && source.refused(token)) {
                        withToken(done, other -> HeaderTransport.send(next, request, other.header(), done));
                    } else {
                        done.accept(outcome);
                    }
                }));
    }

    private void withToken(Consumer<Outcome> done, Consumer<Token> sender) {
        source.token(credentials, result -> {
            if (result.failure() != null) {
                done.accept(result.failure());
            } else {
                sender.accept(result.token());
            }
        });
    }
}
