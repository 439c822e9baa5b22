/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.Receipt;
import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointActions;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Verification;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditedActionsTest {

    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
    private static final LaneStats STATS = new LaneStats(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());
    private static final ReplayRange RANGE = new ReplayRange(NOW.minusSeconds(60), NOW, Set.of("k2", "k1"));

    private final List<AuditEvent> recorded = new ArrayList<>();

    /** What every action gives. */
    private Object result = CompletableFuture.completedFuture(null);

    private CompletionStage<List<Receipt>> receipt = CompletableFuture.completedFuture(List.of());

    private final EndpointActions actions = new AuditedActions(
            (EndpointActions) Proxy.newProxyInstance(
                    EndpointActions.class.getClassLoader(),
                    new Class<?>[] {EndpointActions.class},
                    (proxy, method, arguments) -> result instanceof RuntimeException failure ? fail(failure) : result),
            new AuditTrail() {
                @Override
                public CompletionStage<List<Receipt>> record(List<AuditEvent> events) {
                    recorded.addAll(events);
                    return receipt;
                }

                @Override
                public Receipt recordAndWait(AuditEvent event) {
                    throw new UnsupportedOperationException();
                }
            },
            () -> NOW,
            () -> List.of(new Replay("r1", "e", RANGE, STATS)),
            "ada");

    private static Object fail(RuntimeException failure) {
        throw failure;
    }

    private AuditEvent only() {
        assertThat(recorded).hasSize(1);
        return recorded.get(0);
    }

    private void assertRecorded(String endpoint, Map<String, Object> details) {
        AuditEvent event = only();
        assertThat(event.operation()).isEqualTo("Update");
        assertThat(event.objectType()).isEqualTo("webhookEndpoint");
        assertThat(event.objectId()).isEqualTo(endpoint);
        assertThat(event.startDate()).isEqualTo(NOW);
        assertThat(event.details()).isEqualTo(details);
    }

    private static Map<String, Object> done(String action, Map<String, Object> parameters) {
        return Map.of("action", action, "parameters", parameters, "outcome", "done", "operator", "ada");
    }

    private static Map<String, Object> done(String action, Map<String, Object> parameters, Map<String, Object> result) {
        return Map.of(
                "action", action, "parameters", parameters, "outcome", "done", "result", result, "operator", "ada");
    }

    @Test
    void pause_andResume_areRecordedOnceTheyAreDone() {
        CompletableFuture<Void> pausing = new CompletableFuture<>();
        result = pausing;
        CompletionStage<Void> paused = actions.pause("e");
        assertThat(recorded).isEmpty();
        pausing.complete(null);
        assertThat(paused.toCompletableFuture()).isCompleted();
        assertRecorded("e", done("pause", Map.of()));
        recorded.clear();
        actions.resume("e");
        assertRecorded("e", done("resume", Map.of()));
    }

    @Test
    void test_isRecordedWithoutWhatTheReceiverSays() {
        result = CompletableFuture.completedFuture(
                new Attempt(NOW, "test_1", 1, "rejected", 422, "body", 12, false, 1, "HTTP 422: SECRET"));
        actions.test("e");
        assertRecorded(
                "e",
                done("test", Map.of(), Map.of("outcome", "rejected", "status", 422, "phase", "body", "millis", 12L)));
    }

    @Test
    void redrive_andPurge_areRecordedWithTheirSelection() {
        result = CompletableFuture.completedFuture(2);
        actions.redrive("e", Selection.ids(Set.of("b", "a")));
        assertRecorded("e", done("redrive", Map.of("ids", List.of("a", "b")), Map.of("count", 2)));
        recorded.clear();
        actions.purge("e", new Selection(Set.of(), NOW, NOW.plusSeconds(1)));
        assertRecorded(
                "e",
                done(
                        "purge",
                        Map.of("from", "2026-01-31T08:00:00Z", "to", "2026-01-31T08:00:01Z"),
                        Map.of("count", 2)));
    }

    @Test
    void manyIds_areCounted() {
        result = CompletableFuture.completedFuture(0);
        actions.redrive(
                "e",
                Selection.ids(IntStream.range(0, 101).mapToObj(i -> "id" + i).collect(Collectors.toSet())));
        assertRecorded("e", done("redrive", Map.of("ids", 101), Map.of("count", 0)));
    }

    @Test
    void replay_andItsEnd_areRecordedAtItsEndpoint() {
        result = CompletableFuture.completedFuture("r1");
        actions.replay("e", RANGE);
        assertRecorded(
                "e",
                done(
                        "replay",
                        Map.of(
                                "from",
                                "2026-01-31T07:59:00Z",
                                "to",
                                "2026-01-31T08:00:00Z",
                                "keys",
                                List.of("k1", "k2")),
                        Map.of("replay", "r1")));
        recorded.clear();
        result = CompletableFuture.completedFuture(null);
        actions.cancelReplay("r1");
        assertRecorded("e", done("cancel", Map.of("replay", "r1")));
        recorded.clear();
        actions.cancelReplay("other");
        assertRecorded("*", done("cancel", Map.of("replay", "other")));
    }

    @Test
    void verify_isRecordedForAllEndpoints() {
        result = new Verification(7, Map.of(), List.of("one is missing"));
        actions.verify();
        assertRecorded("*", done("verify", Map.of(), Map.of("sound", false, "entries", 7L)));
    }

    @Test
    void action_thatFails_isRecordedAndFails() {
        result = CompletableFuture.supplyAsync(() -> fail(new IllegalArgumentException("There is no endpoint \"e\"")));
        CompletableFuture<Void> paused = actions.pause("e").toCompletableFuture();
        assertThatThrownBy(paused::join).hasRootCauseMessage("There is no endpoint \"e\"");
        assertRecorded(
                "e",
                Map.of(
                        "action",
                        "pause",
                        "parameters",
                        Map.of(),
                        "outcome",
                        "failed",
                        "reason",
                        "There is no endpoint \"e\"",
                        "operator",
                        "ada"));
        recorded.clear();
        result = new IllegalStateException("closed");
        assertThat(actions.resume("e").toCompletableFuture()).isCompletedExceptionally();
        assertThat(only().details()).containsEntry("outcome", "failed").containsEntry("reason", "closed");
        recorded.clear();
        assertThatThrownBy(actions::verify).hasMessage("closed");
        assertThat(only().details()).containsEntry("outcome", "failed").containsEntry("reason", "closed");
    }

    @Test
    void trail_thatIsFull_failsNoAction() {
        receipt = CompletableFuture.failedFuture(new AuditTrailFullException("full", null));
        assertThat(actions.pause("e").toCompletableFuture()).isCompleted();
        assertThat(recorded).hasSize(1);
    }

    @Test
    void trail_thatWaitsForRoom_holdsNoAction() {
        receipt = new CompletableFuture<>();
        assertThat(actions.pause("e").toCompletableFuture()).isCompleted();
    }

    @Test
    void trail_thatThrows_failsNoAction() {
        receipt = null;
        assertThat(actions.pause("e").toCompletableFuture()).isCompleted();
        assertThat(recorded).hasSize(1);
    }
}
