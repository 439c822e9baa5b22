/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.HANDSHAKE;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.OK;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.REFUSED;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.audit.api.EventFilter;
import io.audithook.audit.api.Verdict;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.dispatcher.internal.format.AuditFormat;
import io.audithook.webhook.dispatcher.internal.http.WebhookRequest;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TrialTest {

    private static final String JSON =
            "{\"operation\":\"Creation\",\"objectType\":\"webhookTest\",\"objectId\":\"e\",\"startDate\":1}";

    private static final Entry EVENT = new Entry(0, "test_1", Instant.ofEpochSecond(1), "e", JSON.getBytes(UTF_8));
    private static final Handshake HANDSHAKES = new Handshake("audit.example.com", 0, Duration.ofHours(1));

    private final ManualTimekeeper time = new ManualTimekeeper();
    private final FilterWatch filters = new FilterWatch(time, held -> {});
    private final RecordingTransport transport = new RecordingTransport();

    private Target target(int batchSize, Optional<Handshake> handshake, NamedFilter... filters) {
        return new Target(
                URI.create("http://localhost/hook"),
                "http://localhost/hook",
                Map.of("X-Mine", "1"),
                Duration.ofSeconds(7),
                new DeliverySettings(
                        Ordering.STRICT,
                        1,
                        1,
                        0,
                        batchSize,
                        RetryPolicy.STANDARD,
                        1,
                        new Delays(List.of(Duration.ofSeconds(10)), 0),
                        100,
                        handshake),
                new Preparation(
                        List.of(filters),
                        new EventViews(new AuditEventJson(JsonLimits.DEFAULT)),
                        "audit",
                        new AuditFormat().encoder(Map.of())),
                transport,
                3);
    }

    private CompletableFuture<Attempt> start(Target target) {
        return new Trial(target, EVENT, Runnable::run, time, () -> filters.visit("t", new FilterCounts()))
                .start()
                .toCompletableFuture();
    }

    private static NamedFilter filter(EventFilter filter) {
        return new NamedFilter("mine", filter);
    }

    @Test
    void event_isSentAsOthersAndMarked() {
        CompletableFuture<Attempt> ended = start(target(1, Optional.empty()));
        WebhookRequest request = transport.requests.get("test_1");
        assertThat(request.headers())
                .containsEntry("X-Mine", "1")
                .containsEntry("webhook-id", "test_1")
                .containsEntry("audithook-test", "true")
                .containsKey("webhook-timestamp");
        assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(new String(request.body(), UTF_8)).isEqualTo(JSON);
        assertThat(ended).isNotDone();
        time.advance(Duration.ofMillis(42));
        transport.end("test_1", OK);
        assertThat(ended)
                .isCompletedWithValue(
                        new Attempt(ended.join().at(), "test_1", 1, "delivered", 200, "body", 42, false, 3, ""));
    }

    @Test
    void event_toOneThatTakesBatches_isABatchOfOne() {
        assertThat(start(target(10, Optional.empty()))).isNotDone();
        WebhookRequest request = transport.requests.get("test_1");
        assertThat(request.headers()).containsEntry("audithook-event-ids", "test_1");
        assertThat(new String(request.body(), UTF_8)).isEqualTo("[" + JSON + "]");
    }

    @Test
    void failure_isTriedOnce() {
        CompletableFuture<Attempt> ended = start(target(1, Optional.empty()));
        transport.end("test_1", UNAVAILABLE);
        assertThat(ended.join())
                .extracting(Attempt::outcome, Attempt::status, Attempt::detail)
                .containsExactly("unavailable", 503, "HTTP 503");
        assertThat(transport.sent).containsExactly("test_1");
        assertThat(time.isIdle()).isTrue();
    }

    @Test
    void filter_thatDropsIt_isSaidAndNothingIsSent() {
        Attempt ended = start(target(1, Optional.empty(), filter(event -> Verdict.drop("no tests"))))
                .join();
        assertThat(ended)
                .extracting(Attempt::outcome, Attempt::status, Attempt::phase, Attempt::detail)
                .containsExactly("filtered", 0, "filter", "a filter drops this event; nothing was sent");
        assertThat(transport.sent).isEmpty();
    }

    @Test
    void filter_thatFails_isNamedAndNothingIsSent() {
        Attempt ended = start(target(1, Optional.empty(), filter(event -> {
                    throw new IllegalStateException("broken");
                })))
                .join();
        assertThat(ended)
                .extracting(Attempt::outcome, Attempt::detail)
                .containsExactly("local", "filter mine failed: java.lang.IllegalStateException: broken");
        assertThat(transport.sent).isEmpty();
    }

    @Test
    void consent_given_isAskedForFirst() {
        CompletableFuture<Attempt> ended = start(target(1, Optional.of(HANDSHAKES)));
        assertThat(transport.sent).containsExactly(HANDSHAKE);
        transport.answer(OK, Map.of("WebHook-Allowed-Origin", "*"));
        transport.end("test_1", OK);
        assertThat(ended.join().outcome()).isEqualTo("delivered");
    }

    @Test
    void consent_refused_sendsNothing() {
        Target target = target(1, Optional.of(HANDSHAKES));
        CompletableFuture<Attempt> ended = start(target);
        transport.answer(OK, Map.of());
        assertThat(ended.join())
                .extracting(Attempt::outcome, Attempt::detail)
                .containsExactly("handshake-refused", "the answer has no WebHook-Allowed-Origin");
        CompletableFuture<Attempt> unreachable = start(target);
        transport.answer(REFUSED, Map.of());
        assertThat(unreachable.join())
                .extracting(Attempt::outcome, Attempt::detail)
                .containsExactly("connect-refused", "nobody listens, at the handshake");
        assertThat(transport.sent).containsExactly(HANDSHAKE, HANDSHAKE);
    }

    @Test
    void pool_thatTakesNoMore_failsTheStage() {
        Executor closed = task -> {
            throw new RejectedExecutionException("closed");
        };
        CompletableFuture<Attempt> ended = new Trial(
                        target(1, Optional.empty()), EVENT, closed, time, () -> filters.visit("t", new FilterCounts()))
                .start()
                .toCompletableFuture();
        assertThatThrownBy(ended::join)
                .hasRootCauseMessage("closed")
                .hasMessageContaining("the dispatcher is stopping");
    }
}
