/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.EndpointActions;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.dispatcher.internal.http.AnswerReader;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import io.audithook.webhook.dispatcher.internal.lane.Preparation.PreparationException;
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

    /** What a receiver needs to tell events of a batch from those it has; Standard Webhooks knows no batches. */
    private static final String EVENT_IDS = "audithook-event-ids";

    private static final String REPLAY = "audithook-replay";

    private final URI url;
    private final String displayUrl;
    private final Map<String, String> headers;
    private final Duration timeout;
    private final DeliverySettings settings;
    private final Preparation preparation;
    private final Transport transport;
    private final long generation;

    /**
     * @param url where to POST
     * @param displayUrl the same without what may be secret
     * @param headers the headers that are the same in all requests
     * @param timeout the time for one whole attempt
     * @param settings how to deliver
     * @param preparation what becomes of an event before it is sent
     * @param transport sends
     * @param generation which of the endpoint's configurations this is, from 1
     */
    public Target(
            URI url,
            String displayUrl,
            Map<String, String> headers,
            Duration timeout,
            DeliverySettings settings,
            Preparation preparation,
            Transport transport,
            long generation) {
        this.url = Objects.requireNonNull(url, "url");
        this.displayUrl = Objects.requireNonNull(displayUrl, "displayUrl");
        this.headers = new LinkedHashMap<>(headers);
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.preparation = Objects.requireNonNull(preparation, "preparation");
        this.transport = Objects.requireNonNull(transport, "transport");
        this.generation = generation;
        settings.handshake().ifPresent(asks -> this.headers.put(Handshake.ORIGIN, asks.origin()));
    }

    String displayUrl() {
        return displayUrl;
    }

    Duration timeout() {
        return timeout;
    }

    DeliverySettings settings() {
        return settings;
    }

    Preparation preparation() {
        return preparation;
    }

    Transport transport() {
        return transport;
    }

    long generation() {
        return generation;
    }

    /**
     * The request for one attempt; id and time go where Standard Webhooks 1.0.0 wants them.
     *
     * @throws PreparationException if the format puts several events together and fails
     */
    WebhookRequest request(Parcel parcel, Instant now) throws PreparationException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        String id;
        Payload payload;
        if (settings.batchSize() == 1) {
            id = parcel.first().entry().id();
            payload = parcel.first().payload();
        } else {
            Batch batch = new Batch(parcel.deliveries());
            id = batch.id();
            payload = preparation.join(batch.payloads());
            all.put(EVENT_IDS, batch.eventIds());
        }
        parcel.lane().lane().replay().ifPresent(replay -> all.put(REPLAY, replay));
        return request(all, id, payload, now);
    }

    /**
     * The request that carries an event of our own alone, marked as such.
     *
     * @throws PreparationException if the format puts several events together and fails
     */
    WebhookRequest test(String id, Payload made, Instant now) throws PreparationException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(EndpointActions.TEST_HEADER, "true");
        if (settings.batchSize() == 1) {
            return request(all, id, made, now);
        }
        all.put(EVENT_IDS, id);
        return request(all, id, preparation.join(List.of(made)), now);
    }

    private WebhookRequest request(Map<String, String> all, String id, Payload payload, Instant now) {
        all.putAll(payload.headers());
        all.put(WebhookRequest.ID, id);
        all.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        return new WebhookRequest(url, all, payload.contentType(), payload.body(), timeout);
    }

    /** The request that asks for the receiver's consent. */
    WebhookRequest request(Handshake handshake, AnswerReader answer) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (handshake.ratePerMinute() > 0) {
            all.put(Handshake.RATE, Integer.toString(handshake.ratePerMinute()));
        }
        return WebhookRequest.options(url, all, timeout, answer);
    }
}
