/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import io.audithook.webhook.api.MetricSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectorTest {

    private static MetricFamily family(String name, long value) {
        return new MetricFamily(
                name, MetricFamily.Type.GAUGE, "h", List.of(), List.of(new MetricSample(List.of(), (double) value)));
    }

    private static MetricSource source(MetricFamily... families) {
        return () -> Arrays.asList(families);
    }

    @Test
    void families_ofAllSources_areSortedAndOnceEach() {
        Collector collector = new Collector(
                () -> List.of(source(family("c", 1), family("a", 1)), source(family("b", 1), family("a", 2))));
        assertThat(collector.collect()).containsExactly(family("a", 1), family("b", 1), family("c", 1));
    }

    @Test
    void source_thatFails_doesNotHideTheOthers() {
        MetricSource bad = () -> {
            throw new IllegalStateException("closed");
        };
        assertThat(new Collector(() -> List.of(bad, source(family("a", 1)))).collect())
                .containsExactly(family("a", 1));
    }
}
