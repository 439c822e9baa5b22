/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Holds every attempt until the test says how it ends. */
final class RecordingTransport implements Transport {

    static final Outcome OK = new Outcome(Outcome.Kind.DELIVERED, 200, "");
    static final Outcome UNAVAILABLE = new Outcome(Outcome.Kind.STATUS, 503, "HTTP 503");

    final List<String> sent = new ArrayList<>();
    final Map<String, WebhookRequest> requests = new LinkedHashMap<>();
    private final Map<String, Consumer<Outcome>> open = new LinkedHashMap<>();

    @Override
    public void send(WebhookRequest request, Consumer<Outcome> done) {
        String id = request.headers().get("webhook-id");
        sent.add(id);
        requests.put(id, request);
        open.put(id, done);
    }

    List<String> inFlight() {
        return List.copyOf(open.keySet());
    }

    void end(String id, Outcome outcome) {
        open.remove(id).accept(outcome);
    }

    void endAll(Outcome outcome) {
        for (String id : inFlight()) {
            end(id, outcome);
        }
    }
}
