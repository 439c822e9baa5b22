/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Trouble;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.Test;

class OutboxCheckTest {

    private static Result check(Optional<Trouble> trouble) {
        return new OutboxCheck(Samples.only(Outbox.class, Map.of("trouble", () -> trouble))).execute();
    }

    @Test
    void outbox_thatAccepts_isFine() {
        Result result = check(Optional.empty());
        assertThat(result.getStatus()).isEqualTo(Status.OK);
        assertThat(result.iterator().next().getMessage()).isEqualTo("outbox: events are accepted");
    }

    @Test
    void outbox_thatRefuses_isCritical() {
        Result result = check(Optional.of(new Trouble("The disk of /var/outbox.db is full", Samples.NOW)));
        assertThat(result.getStatus()).isEqualTo(Status.CRITICAL);
        assertThat(result.iterator().next().getMessage())
                .isEqualTo(
                        "outbox: no event is accepted since 2026-01-31T08:00:00Z: The disk of /var/outbox.db is full");
    }

    @Test
    void outbox_notThere_isTemporarilyUnavailable() {
        Result result = new OutboxCheck(null).execute();
        assertThat(result.getStatus()).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
        assertThat(result.iterator().next().getMessage()).contains("io.audithook.outbox");
    }
}
