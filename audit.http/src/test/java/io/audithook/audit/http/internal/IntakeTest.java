/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.audit.api.Receipt;
import io.audithook.webhook.settings.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servlet in a real server. */
class IntakeTest {

    private static final String EVENT =
            "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"%s\",\"startDate\":1}";

    private final FakeTrail trail = new FakeTrail();
    private final IntakeServlet servlet = new IntakeServlet();
    private Optional<AuditTrail> there = Optional.of(trail);
    private final HttpClient client = HttpClient.newHttpClient();
    private Server server;

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private URI start(Map<String, Object> configuration) throws Exception {
        server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler("/");
        servlet.use(Optional.of(
                new Intake(() -> there, IntakeSettings.from(new Settings(IntakeConfig.PID, configuration)))));
        context.addServlet(new ServletHolder(servlet), "/audit/events");
        server.setHandler(context);
        server.start();
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return URI.create("http://127.0.0.1:" + port + "/audit/events");
    }

    private CompletableFuture<HttpResponse<String>> send(URI to, String type, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(to).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String event(int number) {
        return EVENT.formatted(number);
    }

    @Test
    void answer_always_comesAfterTheEventIsDurable() throws Exception {
        trail.hold();
        CompletableFuture<HttpResponse<String>> response =
                send(start(Map.of()), "application/json; charset=utf-8", event(1), "webhook-id", "mine");
        await().until(() -> trail.held.size() == 1);
        assertThat(response).isNotDone();
        trail.release();
        assertThat(response.get().statusCode()).isEqualTo(202);
        assertThat(response.get().body()).isEqualTo("{\"id\":\"mine\",\"acceptedAt\":\"1970-01-01T00:00:00Z\"}\n");
        assertThat(trail.texts()).containsExactly(event(1));
    }

    @Test
    void lines_many_areRecordedInGroupsInOrder() throws Exception {
        String body = IntStream.range(0, 1000).mapToObj(IntakeTest::event).collect(Collectors.joining("\n"));
        HttpResponse<String> response =
                send(start(Map.of()), "application/x-ndjson", body).get();
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).startsWith("{\"accepted\":1000,\"ids\":[");
        assertThat(trail.texts())
                .containsExactlyElementsOf(
                        IntStream.range(0, 1000).mapToObj(IntakeTest::event).toList());
        assertThat(trail.calls).isEqualTo(4);
    }

    @Test
    void lines_refusedInTheMiddle_sayHowFarTheyAreStored() throws Exception {
        trail.failAfterCalls(2, new AuditTrailFullException("disk", null));
        String body = IntStream.range(0, 1000).mapToObj(IntakeTest::event).collect(Collectors.joining("\n"));
        HttpResponse<String> response =
                send(start(Map.of()), "application/x-ndjson", body).get();
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.body()).contains("\"stored\":512", "\"lastStoredLine\":512");
    }

    @Test
    void lines_afterARefusedGroup_areNotStored() throws Exception {
        trail.failOnlyCall(1, new AuditTrailFullException("disk", null));
        String body = IntStream.range(0, 1000).mapToObj(IntakeTest::event).collect(Collectors.joining("\n"));
        HttpResponse<String> response =
                send(start(Map.of()), "application/x-ndjson", body).get();
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.body()).contains("\"stored\":256", "\"lastStoredLine\":256");
        assertThat(trail.texts()).hasSize(256);
    }

    @Test
    void line_tooLong_isNamedAndThoseBeforeAreStored() throws Exception {
        String body = event(1) + "\n" + "x".repeat(2000) + "\n" + event(2);
        HttpResponse<String> response = send(start(Map.of("event.maxBytes", 1024)), "application/x-ndjson", body)
                .get();
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("\"line\":2", "\"stored\":1");
        assertThat(trail.texts()).containsExactly(event(1));
    }

    @Test
    void refusals_ofTheTrail_haveTheirStatus() throws Exception {
        URI uri = start(Map.of());
        trail.failAfterCalls(0, new AuditTrailFullException("The outbox is full", null));
        HttpResponse<String> full = send(uri, "application/json", event(1)).get();
        assertThat(full.statusCode()).isEqualTo(429);
        assertThat(full.headers().firstValue("Retry-After")).contains("5");
        trail.failAfterCalls(0, new AuditTrailUnavailableException("closed", null));
        assertThat(send(uri, "application/json", event(1)).get().statusCode()).isEqualTo(503);
    }

    @Test
    void disk_tooSlow_isUnavailableInTheEnd() throws Exception {
        trail.hold();
        HttpResponse<String> response = send(start(Map.of("timeoutMillis", 100)), "application/json", event(1))
                .get();
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("not on disk within 100 ms");
    }

    @Test
    void token_configured_isNeeded(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("token"), "s3cret\n");
        URI uri = start(Map.of("token", "file:" + file));
        HttpResponse<String> without = send(uri, "application/json", event(1)).get();
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"audithook\"");
        assertThat(send(uri, "application/json", event(1), "Authorization", "Bearer wrong")
                        .get()
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(uri, "application/json", event(1), "Authorization", "Bearer s3cret")
                        .get()
                        .statusCode())
                .isEqualTo(202);
        Files.delete(file);
        assertThat(send(uri, "application/json", event(1), "Authorization", "Bearer s3cret")
                        .get()
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void requests_ofAnotherKind_areRefusedByName() throws Exception {
        URI uri = start(Map.of());
        assertThat(send(uri, "text/plain", event(1)).get().statusCode()).isEqualTo(415);
        assertThat(send(uri, "application/json; charset=latin1", event(1)).get().statusCode())
                .isEqualTo(415);
        assertThat(send(uri, "application/json", event(1), "Content-Encoding", "gzip")
                        .get()
                        .statusCode())
                .isEqualTo(415);
        HttpResponse<String> get =
                client.send(HttpRequest.newBuilder(uri).GET().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        HttpResponse<String> badId = send(uri, "application/json", event(1), "Idempotency-Key", "a.b")
                .get();
        assertThat(badId.statusCode()).isEqualTo(400);
        assertThat(trail.texts()).isEmpty();
    }

    @Test
    void refusal_beforeALargeBodyIsRead_reachesTheSender() throws Exception {
        URI uri = start(Map.of("event.maxBytes", 1024));
        String large = "x".repeat(3_000_000);
        for (int i = 0; i < 10; i++) {
            assertThat(send(uri, "text/plain", large).get().statusCode()).isEqualTo(415);
            assertThat(send(uri, "application/json", large).get().statusCode()).isEqualTo(413);
            assertThat(send(uri, "application/x-ndjson", large).get().statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void trail_gone_isUnavailableForThoseWhoMayAsk() throws Exception {
        URI uri = start(Map.of("token", "right"));
        there = Optional.empty();
        assertThat(send(uri, "application/json", event(1)).get().statusCode()).isEqualTo(401);
        HttpResponse<String> response = send(uri, "application/json", event(1), "Authorization", "Bearer right")
                .get();
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(response.body()).contains("The outbox is unavailable");
        there = Optional.of(trail);
        assertThat(send(uri, "application/json", event(1), "Authorization", "Bearer right")
                        .get()
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void configuration_withAMistake_isUnavailable() throws Exception {
        URI uri = start(Map.of());
        servlet.use(Optional.empty());
        HttpResponse<String> response = send(uri, "application/json", event(1)).get();
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("The configuration of this service has a mistake");
        assertThat(trail.texts()).isEmpty();
    }

    @Test
    void settings_againstARule_areRefusedByName() throws Exception {
        start(Map.of());
        Map<String, Object> configuration = new HashMap<>(Map.of("event.maxBytes", 5));
        assertThat(catchThrowable(() -> IntakeSettings.from(new Settings(IntakeConfig.PID, configuration))))
                .hasMessage("io.audithook.http: event.maxBytes=\"5\" must be a whole number from 1024 to 16777216");
    }

    /** A trail in memory that can hold and refuse. */
    private static final class FakeTrail implements AuditTrail {

        final List<Runnable> held = new CopyOnWriteArrayList<>();
        private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
        private boolean holding;
        private int firstFailure = Integer.MAX_VALUE;
        private int lastFailure = Integer.MAX_VALUE;
        private RuntimeException failure;
        private int calls;

        void hold() {
            holding = true;
        }

        void release() {
            held.forEach(Runnable::run);
        }

        void failAfterCalls(int number, RuntimeException with) {
            firstFailure = number;
            lastFailure = Integer.MAX_VALUE;
            failure = with;
            calls = 0;
        }

        void failOnlyCall(int number, RuntimeException with) {
            failAfterCalls(number, with);
            lastFailure = number;
        }

        List<String> texts() {
            return events.stream()
                    .map(event -> new String(event.json().orElseThrow(), StandardCharsets.UTF_8))
                    .toList();
        }

        @Override
        public synchronized CompletionStage<List<Receipt>> record(List<AuditEvent> batch) {
            int call = calls++;
            if (call >= firstFailure && call <= lastFailure) {
                return CompletableFuture.failedFuture(failure);
            }
            CompletableFuture<List<Receipt>> done = new CompletableFuture<>();
            Runnable durable = () -> {
                events.addAll(batch);
                done.complete(batch.stream()
                        .map(event -> new Receipt(event.eventId().orElse("made"), Instant.EPOCH))
                        .toList());
            };
            if (holding) {
                held.add(durable);
            } else {
                durable.run();
            }
            return done;
        }

        @Override
        public Receipt recordAndWait(AuditEvent event) {
            throw new UnsupportedOperationException();
        }
    }
}
