/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.Phase;
import io.audithook.webhook.dispatcher.internal.http.Transport;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Holds every attempt until the test says how it ends. */
final class RecordingTransport implements Transport {

    static final Outcome OK = Outcome.delivered(200);
    static final Outcome UNAVAILABLE = status(Outcome.Kind.UNAVAILABLE, 503);
    static final Outcome REJECTED = status(Outcome.Kind.REJECTED, 422);
    static final Outcome GONE = status(Outcome.Kind.GONE, 410);
    static final Outcome THROTTLED = status(Outcome.Kind.THROTTLED, 429);
    static final Outcome REFUSED = new Outcome(Outcome.Kind.CONNECT, 0, Phase.CONNECT, "nobody listens");
    static final Outcome PROXY = new Outcome(Outcome.Kind.PROXY_REFUSED, 0, Phase.CONNECT, "no");
    static final Outcome TIMEOUT = new Outcome(Outcome.Kind.TIMEOUT_HEADERS, 0, Phase.HEADERS, "late");

    /** The id of a handshake, which has none. */
    static final String HANDSHAKE = "OPTIONS";

    static Outcome status(Outcome.Kind kind, int status) {
        return new Outcome(kind, status, Phase.BODY, "HTTP " + status);
    }

    static Outcome retryAfter(int status, Duration wish) {
        return new Outcome(Outcome.Kind.UNAVAILABLE, status, Phase.BODY, "HTTP " + status, "", Optional.of(wish));
    }

    final List<String> sent = new ArrayList<>();
    final Map<String, WebhookRequest> requests = new LinkedHashMap<>();
    private final Map<String, Consumer<Outcome>> open = new LinkedHashMap<>();

    @Override
    public void send(WebhookRequest request, Consumer<Outcome> done) {
        String id = request.method() == WebhookRequest.Method.OPTIONS
                ? HANDSHAKE
                : request.headers().get("webhook-id");
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

    /** Leaves to the test how this one ends, and when. */
    Consumer<Outcome> take(String id) {
        return open.remove(id);
    }

    /** Answers a handshake. */
    void answer(Outcome outcome, Map<String, String> headers) {
        requests.get(HANDSHAKE).reader().orElseThrow().head(headers::get);
        end(HANDSHAKE, outcome);
    }

    void endAll(Outcome outcome) {
        for (String id : inFlight()) {
            end(id, outcome);
        }
    }

    /** Nobody waits for what is under way any more. */
    void forget() {
        open.clear();
    }
}
