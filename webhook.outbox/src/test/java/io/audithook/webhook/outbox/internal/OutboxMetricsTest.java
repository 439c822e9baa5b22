/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.OutboxStats;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OutboxMetricsTest {

    private static Map<String, Double> values(long appended, OutboxStats stats) {
        return OutboxMetrics.of(appended, Optional.of(stats)).stream()
                .collect(Collectors.toMap(
                        family -> family.name(),
                        family -> family.samples().get(0).value()));
    }

    @Test
    void families_haveTheValuesOfTheStats() {
        assertThat(values(9, new OutboxStats(5, 600, 7000, Optional.empty(), 2, "")))
                .containsOnly(
                        Map.entry("audithook_outbox_appended_entries_total", 9.0),
                        Map.entry("audithook_outbox_entries", 5.0),
                        Map.entry("audithook_outbox_size_bytes", 600.0),
                        Map.entry("audithook_outbox_size_limit_bytes", 7000.0),
                        Map.entry("audithook_outbox_quarantined_entries", 2.0),
                        Map.entry("audithook_outbox_trouble", 0.0));
    }

    @Test
    void trouble_whateverItIs_isOne() {
        assertThat(values(0, new OutboxStats(0, 0, 1, Optional.empty(), 0, "the disk is full")))
                .containsEntry("audithook_outbox_trouble", 1.0);
    }

    @Test
    void outbox_thatCannotBeRead_isTroubleAndHasAllFamilies() {
        List<MetricFamily> families = OutboxMetrics.of(9, Optional.empty());
        assertThat(families)
                .hasSize(6)
                .filteredOn(family -> !family.samples().isEmpty())
                .extracting(
                        MetricFamily::name, family -> family.samples().get(0).value())
                .containsExactly(
                        tuple("audithook_outbox_appended_entries_total", 9.0), tuple("audithook_outbox_trouble", 1.0));
    }

    @Test
    void families_haveNoLabels() {
        assertThat(OutboxMetrics.of(0, Optional.of(new OutboxStats(0, 0, 1, Optional.empty(), 0, ""))))
                .allMatch(family -> family.labels().equals(List.of()));
    }
}
