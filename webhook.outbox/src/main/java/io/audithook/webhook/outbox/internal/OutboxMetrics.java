/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import io.audithook.webhook.api.OutboxStats;
import java.util.List;

/** Makes metrics of what is known of an outbox. */
final class OutboxMetrics {

    private OutboxMetrics() {}

    /** @param appended how many entries were ever stored */
    static List<MetricFamily> of(long appended, OutboxStats stats) {
        return List.of(
                family(
                        "audithook_outbox_appended_entries_total",
                        MetricFamily.Type.COUNTER,
                        "Entries that were stored since the outbox was made.",
                        appended),
                family(
                        "audithook_outbox_entries",
                        MetricFamily.Type.GAUGE,
                        "Entries that are stored.",
                        stats.entries()),
                family("audithook_outbox_size_bytes", MetricFamily.Type.GAUGE, "What the entries take.", stats.bytes()),
                family(
                        "audithook_outbox_size_limit_bytes",
                        MetricFamily.Type.GAUGE,
                        "What they may take.",
                        stats.limitBytes()),
                family(
                        "audithook_outbox_quarantined_entries",
                        MetricFamily.Type.GAUGE,
                        "Damaged entries that were put aside.",
                        stats.quarantined()),
                family(
                        "audithook_outbox_trouble",
                        MetricFamily.Type.GAUGE,
                        "1 if nothing can be stored at the moment, else 0.",
                        stats.trouble().isEmpty() ? 0 : 1));
    }

    private static MetricFamily family(String name, MetricFamily.Type type, String help, long value) {
        return new MetricFamily(name, type, help, List.of(), List.of(new MetricSample(List.of(), (double) value)));
    }
}
