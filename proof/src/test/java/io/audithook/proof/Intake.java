/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** {@code POST /audit/events} as a publisher outside the process does it. */
final class Intake implements Sink {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");
    private static final Pattern IDS = Pattern.compile("\"ids\":\\[([^\\]]*)\\]");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Supplier<Optional<URI>> address;

    /** @param address where it is at the moment, empty while it is nowhere */
    Intake(Supplier<Optional<URI>> address) {
        this.address = address;
    }

    Intake(URI address) {
        this(() -> Optional.of(address));
    }

    /** Whether it takes requests, seen from one that is no event. */
    boolean isThere() throws InterruptedException {
        try {
            return post(request("application/json", new byte[] {'{', '}'})).statusCode() == 400;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String accept(Event event) throws IOException, InterruptedException {
        HttpResponse<String> response =
                post(request("application/json", event.body()).header("webhook-id", event.id()));
        return ID.matcher(accepted(response))
                .results()
                .findFirst()
                .orElseThrow(() -> new IOException("no id in " + response.body()))
                .group(1);
    }

    /**
     * Hands over many at once, under ids that the other side gives.
     *
     * @param stored gets those that are known to be accepted, also if others were refused
     */
    void acceptLines(List<Event> events, Ledger stored) throws IOException, InterruptedException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Event event : events) {
            lines.writeBytes(event.body());
            lines.write('\n');
        }
        long sent = System.nanoTime();
        HttpResponse<String> response = post(request("application/x-ndjson", lines.toByteArray()));
        List<String> ids = IDS.matcher(response.body())
                .results()
                .findFirst()
                .map(match -> List.of(match.group(1).replace("\"", "").split(",", 0)))
                .orElse(List.of());
        List<Accepted> accepted = new ArrayList<>();
        for (int i = 0; i < ids.size() && !ids.get(i).isEmpty(); i++) {
            accepted.add(new Accepted(events.get(i), ids.get(i), sent));
        }
        stored.addAll(accepted);
        accepted(response);
    }

    private HttpRequest.Builder request(String type, byte[] body) throws IOException {
        return HttpRequest.newBuilder(address.get().orElseThrow(() -> new IOException("not there")))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private HttpResponse<String> post(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String accepted(HttpResponse<String> response) throws RefusedException {
        if (response.statusCode() != 202) {
            throw new RefusedException(response.statusCode(), response.body());
        }
        return response.body();
    }
}
