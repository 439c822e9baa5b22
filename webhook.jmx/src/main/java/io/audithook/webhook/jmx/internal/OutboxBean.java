/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import io.audithook.webhook.api.OutboxStats;
import java.time.Instant;
import java.util.function.Supplier;

/** The outbox, in terms that every JMX client has. */
final class OutboxBean implements OutboxMXBean {

    private final Supplier<OutboxStats> stats;

    OutboxBean(Supplier<OutboxStats> stats) {
        this.stats = stats;
    }

    @Override
    public long getEntries() {
        return stats.get().entries();
    }

    @Override
    public long getBytes() {
        return stats.get().bytes();
    }

    @Override
    public long getLimitBytes() {
        return stats.get().limitBytes();
    }

    @Override
    public String getOldest() {
        return stats.get().oldest().map(Instant::toString).orElse("");
    }

    @Override
    public long getQuarantined() {
        return stats.get().quarantined();
    }

    @Override
    public String getTrouble() {
        return stats.get().trouble();
    }
}
