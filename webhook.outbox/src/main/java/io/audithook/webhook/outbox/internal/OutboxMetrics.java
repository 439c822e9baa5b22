/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import io.audithook.webhook.api.OutboxStats;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes metrics of what is known of an outbox. */
final class OutboxMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxMetrics.class);

    private OutboxMetrics() {}

    /** While there is no outbox: it is in trouble, and nothing else is known. */
    static List<MetricFamily> ofNone() {
        return List.of(trouble(true));
    }

    static List<MetricFamily> of(SqliteOutbox outbox) {
        Optional<OutboxStats> stats;
        try {
            stats = Optional.of(outbox.stats());
        } catch (AuditTrailUnavailableException e) {
            // whoever shows the numbers has to see this, and not that there are none
            LOG.debug("The outbox cannot be read for its metrics", e);
            stats = Optional.empty();
        }
        return of(outbox.head(), stats);
    }

    /**
     * Makes them.
     *
     * @param appended how many entries were ever stored
     * @param found empty if the outbox cannot be read, which is trouble as well
     */
    static List<MetricFamily> of(long appended, Optional<OutboxStats> found) {
        boolean trouble = found.map(stats -> !stats.trouble().isEmpty()).orElse(true);
        return List.of(
                family(
                        "audithook_outbox_appended_entries_total",
                        MetricFamily.Type.COUNTER,
                        "Entries that were stored since the outbox was made.",
                        Optional.of(appended)),
                family(
                        "audithook_outbox_entries",
                        MetricFamily.Type.GAUGE,
                        "Entries that are stored.",
                        found.map(OutboxStats::entries)),
                family(
                        "audithook_outbox_size_bytes",
                        MetricFamily.Type.GAUGE,
                        "What the entries take.",
                        found.map(OutboxStats::bytes)),
                family(
                        "audithook_outbox_size_limit_bytes",
                        MetricFamily.Type.GAUGE,
                        "What they may take.",
                        found.map(OutboxStats::limitBytes)),
                family(
                        "audithook_outbox_quarantined_entries",
                        MetricFamily.Type.GAUGE,
                        "Damaged entries that were put aside, and those that are gone.",
                        found.map(OutboxStats::quarantined)),
                trouble(trouble));
    }

    private static MetricFamily trouble(boolean is) {
        return family(
                "audithook_outbox_trouble",
                MetricFamily.Type.GAUGE,
                "1 if nothing can be stored or read at the moment, else 0.",
                Optional.of(is ? 1L : 0L));
    }

    private static MetricFamily family(String name, MetricFamily.Type type, String help, Optional<Long> value) {
        List<MetricSample> samples = value.map(known -> new MetricSample(List.of(), (double) known))
                .map(List::of)
                .orElse(List.of());
        return new MetricFamily(name, type, help, List.of(), samples);
    }
}
