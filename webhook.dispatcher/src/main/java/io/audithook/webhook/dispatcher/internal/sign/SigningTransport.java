/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Signs each request as it leaves, over the bytes that are sent, with the keys of that moment. What cannot be signed is
 * not sent. Safe for use by many threads.
 */
public final class SigningTransport implements Transport {

    public static final String SIGNATURE = "webhook-signature";
    public static final String HUB_SIGNATURE = "X-Hub-Signature-256";

    private final Transport next;
    private final Optional<? extends Supplier<SigningKeys>> keys;
    private final Optional<? extends Supplier<HubSecret>> hub;

    /**
     * @param next sends
     * @param keys those of Standard Webhooks
     * @param hub that of GitHub's header
     */
    public SigningTransport(
            Transport next,
            Optional<? extends Supplier<SigningKeys>> keys,
            Optional<? extends Supplier<HubSecret>> hub) {
        this.next = Objects.requireNonNull(next, "next");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.hub = Objects.requireNonNull(hub, "hub");
    }

    @Override
    public void send(WebhookRequest request, Consumer<Outcome> done) {
        if (request.method() != WebhookRequest.Method.POST) {
            // there is nothing in it to sign
            next.send(request, done);
            return;
        }
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        try {
            if (keys.isPresent()) {
                String id = headers.get(WebhookRequest.ID);
                String timestamp = headers.get("webhook-timestamp");
                headers.put(SIGNATURE, keys.get().get().sign(id, timestamp, request.body()));
            }
            if (hub.isPresent()) {
                headers.put(HUB_SIGNATURE, hub.get().get().sign(request.body()));
            }
        } catch (RuntimeException e) {
            // what a provider of cryptography says is nothing to pass on
            done.accept(Outcome.local(
                    "the request cannot be signed: " + e.getClass().getSimpleName()));
            return;
        }
        next.send(request.withHeaders(headers), done);
    }
}
