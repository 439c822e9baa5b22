/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointActions;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Verification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records each action of an operator in the audit trail, once its outcome is known. The action comes first: one that the
 * trail does not take is in the log instead, and what delivers the event is no action, so nothing goes in circles.
 */
final class AuditedActions implements EndpointActions {

    private static final Logger LOG = LoggerFactory.getLogger(AuditedActions.class);

    /** In place of a name, for what is about all endpoints. */
    private static final String ALL = "*";

    /** More ids of events or keys are counted, not named. */
    private static final int NAMED = 100;

    private final EndpointActions actions;
    private final AuditTrail trail;
    private final InstantSource clock;
    private final Supplier<List<Replay>> replays;
    private final String operator;

    /**
     * @param actions does it
     * @param replays those that go on, to know whose one is
     * @param operator who does it
     */
    AuditedActions(
            EndpointActions actions,
            AuditTrail trail,
            InstantSource clock,
            Supplier<List<Replay>> replays,
            String operator) {
        this.actions = actions;
        this.trail = trail;
        this.clock = clock;
        this.replays = replays;
        this.operator = Objects.requireNonNull(operator, "operator");
    }

    @Override
    public CompletionStage<Attempt> test(String endpoint) {
        return audited("test", endpoint, Map.of(), () -> actions.test(endpoint), AuditedActions::told);
    }

    @Override
    public CompletionStage<Void> pause(String endpoint) {
        return audited("pause", endpoint, Map.of(), () -> actions.pause(endpoint), nothing -> Map.of());
    }

    @Override
    public CompletionStage<Void> resume(String endpoint) {
        return audited("resume", endpoint, Map.of(), () -> actions.resume(endpoint), nothing -> Map.of());
    }

    @Override
    public CompletionStage<Integer> redrive(String endpoint, Selection selection) {
        return counted("redrive", endpoint, selection, actions::redrive);
    }

    @Override
    public CompletionStage<Integer> purge(String endpoint, Selection selection) {
        return counted("purge", endpoint, selection, actions::purge);
    }

    @Override
    public CompletionStage<String> replay(String endpoint, ReplayRange range) {
        return audited(
                "replay", endpoint, told(range), () -> actions.replay(endpoint, range), id -> Map.of("replay", id));
    }

    @Override
    public CompletionStage<Void> cancelReplay(String id) {
        String endpoint = replays.get().stream()
                .filter(replay -> replay.id().equals(id))
                .map(Replay::endpoint)
                .findFirst()
                .orElse(ALL);
        return audited("cancel", endpoint, Map.of("replay", id), () -> actions.cancelReplay(id), nothing -> Map.of());
    }

    @Override
    public Verification verify() {
        try {
            Verification found = actions.verify();
            record("verify", ALL, Map.of(), Map.of("sound", found.isSound(), "entries", found.entries()), null);
            return found;
        } catch (RuntimeException e) {
            record("verify", ALL, Map.of(), Map.of(), e);
            throw e;
        }
    }

    private CompletionStage<Integer> counted(
            String action,
            String endpoint,
            Selection selection,
            BiFunction<String, Selection, CompletionStage<Integer>> doing) {
        return audited(
                action,
                endpoint,
                told(selection),
                () -> doing.apply(endpoint, selection),
                count -> Map.of("count", count));
    }

    private <T> CompletionStage<T> audited(
            String action,
            String endpoint,
            Map<String, Object> parameters,
            Supplier<CompletionStage<T>> doing,
            Function<T, Map<String, Object>> result) {
        return begin(doing)
                .whenComplete((done, failure) ->
                        record(action, endpoint, parameters, failure == null ? result.apply(done) : Map.of(), failure));
    }

    private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> doing) {
        try {
            return doing.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Does not wait: a full trail may take the event later, or not at all. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failure is logged
    private void record(
            String action,
            String endpoint,
            Map<String, Object> parameters,
            Map<String, Object> result,
            Throwable failure) {
        try {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("action", action);
            details.put("parameters", parameters);
            details.put("outcome", failure == null ? "done" : "failed");
            if (failure != null) {
                details.put("reason", reason(failure));
            } else if (!result.isEmpty()) {
                details.put("result", result);
            }
            details.put("operator", operator);
            AuditEvent event = AuditEvent.builder()
                    .operation("Update")
                    .objectType(OBJECT_TYPE)
                    .objectId(endpoint)
                    .startDate(clock.instant())
                    .details(details)
                    .build();
            trail.record(event).whenComplete((receipt, refusal) -> {
                if (refusal != null) {
                    notRecorded(action, endpoint, refusal);
                }
            });
        } catch (RuntimeException e) {
            notRecorded(action, endpoint, e);
        }
    }

    private void notRecorded(String action, String endpoint, Throwable refusal) {
        LOG.warn(
                "endpoint={} action={} by operator={} is not in the audit trail: {}",
                endpoint,
                action,
                operator,
                reason(refusal));
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return Objects.toString(cause.getMessage(), cause.toString());
    }

    /** Without the detail, which may quote what the receiver says. */
    private static Map<String, Object> told(Attempt attempt) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("outcome", attempt.outcome());
        told.put("status", attempt.status());
        told.put("phase", attempt.phase());
        told.put("millis", attempt.millis());
        return told;
    }

    private static Map<String, Object> told(Selection selection) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (!selection.ids().isEmpty()) {
            told.put("ids", named(selection.ids()));
        }
        if (!selection.from().equals(Instant.MIN)) {
            told.put("from", selection.from().toString());
        }
        if (!selection.to().equals(Instant.MAX)) {
            told.put("to", selection.to().toString());
        }
        return told;
    }

    private static Map<String, Object> told(ReplayRange range) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("from", range.from().toString());
        told.put("to", range.to().toString());
        if (!range.keys().isEmpty()) {
            told.put("keys", named(range.keys()));
        }
        return told;
    }

    private static Object named(Collection<String> texts) {
        return texts.size() <= NAMED ? texts.stream().sorted().toList() : texts.size();
    }
}
