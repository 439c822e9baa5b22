/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import io.audithook.webhook.api.Trouble;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;

/** How healthy the outbox is. */
final class OutboxHealth {

    private OutboxHealth() {}

    static ResultLog of(Optional<Trouble> trouble) {
        return new ResultLog()
                .add(trouble.map(found -> Lines.entry(
                                Status.CRITICAL,
                                "outbox: no event is accepted since "
                                        + found.since().truncatedTo(ChronoUnit.SECONDS) + ": " + found.reason()))
                        .orElseGet(() -> Lines.entry(Status.OK, "outbox: events are accepted")));
    }
}
