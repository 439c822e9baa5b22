/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** {@code GET /metrics} as Prometheus does it; the home needs a configuration {@code io.audithook.metrics}. */
final class Scrape {

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;

    /** @param launcher where it listens */
    Scrape(URI launcher) {
        request = HttpRequest.newBuilder(launcher.resolve("/metrics")).build();
    }

    /** Whether the endpoint is in the state, which is named in small letters. */
    boolean isIn(String state, String endpoint) throws IOException, InterruptedException {
        return text().contains("audithook_endpoint_state{endpoint=\"" + endpoint + "\",state=\"" + state + "\"} 1");
    }

    private String text() throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
