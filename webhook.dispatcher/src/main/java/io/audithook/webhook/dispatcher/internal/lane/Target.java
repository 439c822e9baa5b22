/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.audit.model.AuditEventJson;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where and how a lane delivers: one set of settings of one endpoint with the services it was wired to. A
 * changed configuration makes a new target. Immutable; told from another by identity.
 */
public final class Target {

    private final URI url;
    private final Map<String, String> headers;
    private final Duration timeout;
    private final Ordering ordering;
    private final int concurrency;
    private final RetryPolicy retry;
    private final FilterChain filters;
    private final Transport transport;

    /**
     * @param url where to POST
     * @param headers the headers that are the same in all requests
     * @param timeout the time for one whole attempt
     * @param ordering which deliveries wait for one another
     * @param concurrency how many attempts may be under way at once
     * @param retry when to try again
     * @param filters asked in this order
     * @param json makes filters' view of an event
     * @param transport sends
     */
    public Target(
            URI url,
            Map<String, String> headers,
            Duration timeout,
            Ordering ordering,
            int concurrency,
            RetryPolicy retry,
            List<NamedFilter> filters,
            AuditEventJson json,
            Transport transport) {
        this.url = Objects.requireNonNull(url, "url");
        this.headers = Map.copyOf(headers);
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.ordering = Objects.requireNonNull(ordering, "ordering");
        this.concurrency = concurrency;
        this.retry = Objects.requireNonNull(retry, "retry");
        this.filters = new FilterChain(filters, json);
        this.transport = Objects.requireNonNull(transport, "transport");
    }

    Ordering ordering() {
        return ordering;
    }

    int concurrency() {
        return concurrency;
    }

    RetryPolicy retry() {
        return retry;
    }

    FilterChain filters() {
        return filters;
    }

    Transport transport() {
        return transport;
    }

    /** The request for one attempt; id and time go where Standard Webhooks 1.0.0 wants them. */
    WebhookRequest request(Delivery delivery, Instant now) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("webhook-id", delivery.entry().id());
        all.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        return new WebhookRequest(url, all, "application/json", delivery.body(), timeout);
    }
}
