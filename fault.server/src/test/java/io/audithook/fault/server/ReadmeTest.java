/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of README.md, as it is there. */
class ReadmeTest {

    @Test
    void example_runs() throws Exception {
        Script script = Script.accept()
                .readRequest()
                .sleep(Duration.ofMillis(20))
                .write("HTTP/1.1 200 OK\r\nContent-Le")
                .reset();
        try (FaultServer server = FaultServer.seeded(42)
                .first(script)
                .path("/busy", Answers.retryAfter(503, "120"))
                .randomly(Answers.ok(), Faults.neverAnswers(), Faults.keepAliveRace())
                .start()) {
            callWhatIsTested(server.uri("/hook"));
            List<RecordedRequest> requests = server.awaitRequests(1, Duration.ofSeconds(5));
            assertEquals("hello", requests.get(0).bodyText());
            server.awaitOpen(0, Duration.ofSeconds(5));
            assertEquals(RecordedConnection.End.RESET, server.connection(1).end());
        }
        assertThat(script)
                .hasToString("accept; read-request; sleep 20ms; write \"HTTP/1.1 200 OK\\r\\nContent-Le\"; reset");
    }

    private static void callWhatIsTested(URI uri) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString("hello"))
                .build();
        try {
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            throw new AssertionError("The answer should have been cut off");
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }
}
