/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RecorderTest {

    private static final AuditEvent EVENT = AuditEvent.builder()
            .operation("Update")
            .objectType("t")
            .objectId("o")
            .startDate(Instant.EPOCH)
            .build();

    private final Trail trail = new Trail();
    private Optional<AuditTrail> current = Optional.of(trail);
    private Instant now = Instant.EPOCH;
    private final Recorder recorder =
            new Recorder("io.audithook.events~t", () -> current, new PendingLimits(3, 100), () -> now);

    @Test
    void trail_thatNeverAcknowledges_takesSoManyAndTheRestIsCounted() {
        for (int i = 0; i < 10; i++) {
            recorder.record(EVENT, 1);
        }
        assertThat(trail.stages).hasSize(3);
        assertThat(recorder.lost()).isEqualTo(7);
        trail.stages.forEach(stage -> stage.complete(List.of(new Receipt("i", Instant.EPOCH))));
        recorder.record(EVENT, 1);
        assertThat(trail.stages).hasSize(4);
        assertThat(recorder.recorded()).isEqualTo(3);
    }

    @Test
    void pending_beyondItsSize_isLostButNotAlone() {
        recorder.record(EVENT, 1000);
        recorder.record(EVENT, 1);
        assertThat(trail.stages).hasSize(1);
        assertThat(recorder.lost()).isEqualTo(1);
    }

    @Test
    void trail_absentRefusingOrFailing_countsTheEvent() {
        current = Optional.empty();
        recorder.record(EVENT, 1);
        current = Optional.of(trail);
        recorder.record(EVENT, 1);
        trail.stages.get(0).completeExceptionally(new AuditTrailFullException("full", null));
        trail.fails = true;
        recorder.record(EVENT, 1);
        assertThat(recorder.lost()).isEqualTo(3);
    }

    @Test
    void trail_replaced_isNotBurdenedByTheOldOne() {
        for (int i = 0; i < 3; i++) {
            recorder.record(EVENT, 1);
        }
        Trail next = new Trail();
        current = Optional.of(next);
        recorder.record(EVENT, 1);
        assertThat(next.stages).hasSize(1);
        assertThat(recorder.lost()).isZero();
    }

    @Test
    void losses_thatEnd_areOverOnlyAfterAQuietWhile() {
        current = Optional.empty();
        recorder.record(EVENT, 1);
        current = Optional.of(trail);
        recorder.record(EVENT, 1);
        now = now.plusSeconds(9);
        acknowledge(0);
        assertThat(recorder.isLosing()).isTrue();
        recorder.record(EVENT, 1);
        now = now.plusSeconds(1);
        acknowledge(1);
        assertThat(recorder.isLosing()).isFalse();
        current = Optional.empty();
        recorder.record(EVENT, 1);
        assertThat(recorder.isLosing()).isTrue();
    }

    private void acknowledge(int index) {
        trail.stages.get(index).complete(List.of(new Receipt("i", Instant.EPOCH)));
    }

    /** Acknowledges when it is told to. */
    private static final class Trail implements AuditTrail {

        private final List<CompletableFuture<List<Receipt>>> stages = new ArrayList<>();
        private boolean fails;

        @Override
        public CompletionStage<List<Receipt>> record(List<AuditEvent> events) {
            if (fails) {
                throw new IllegalStateException("fails");
            }
            CompletableFuture<List<Receipt>> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        }

        @Override
        public Receipt recordAndWait(AuditEvent event) {
            throw new AssertionError("nobody may wait in a handler");
        }
    }
}
