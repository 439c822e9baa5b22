/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.auth;

import io.audithook.webhook.dispatcher.internal.http.Mask;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Adds one header to each request, as it is at that moment. Safe for use by many threads. */
public final class HeaderTransport implements Transport {

    private final Transport next;
    private final Supplier<AuthHeader> header;

    /**
     * @param next sends
     * @param header what to add; asked for each request
     */
    public HeaderTransport(Transport next, Supplier<AuthHeader> header) {
        this.next = Objects.requireNonNull(next, "next");
        this.header = Objects.requireNonNull(header, "header");
    }

    @Override
    public void send(WebhookRequest request, Consumer<Outcome> done) {
        send(next, request, header.get(), done);
    }

    static void send(Transport next, WebhookRequest request, AuthHeader added, Consumer<Outcome> done) {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put(added.name(), added.value());
        next.send(request.withHeaders(headers), outcome -> done.accept(Mask.over(outcome, added.secrets())));
    }
}
