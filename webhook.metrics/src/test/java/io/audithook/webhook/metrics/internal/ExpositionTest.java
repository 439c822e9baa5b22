/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import io.audithook.webhook.api.MetricSample.Bucket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExpositionTest {

    private static final String HOSTILE = "a\\b\"c\nd\u00e9{},=#";

    private static final List<MetricFamily> FAMILIES = List.of(
            new MetricFamily(
                    "attempts_total",
                    MetricFamily.Type.COUNTER,
                    "Says \"all\"\\\nof it.",
                    List.of("endpoint", "outcome"),
                    List.of(
                            new MetricSample(List.of(HOSTILE, "delivered"), 3),
                            new MetricSample(List.of("plain", "delivered"), 1e18))),
            new MetricFamily(
                    "duration_seconds",
                    MetricFamily.Type.HISTOGRAM,
                    "How long.",
                    List.of("endpoint"),
                    List.of(new MetricSample(
                            List.of("e"),
                            1.25,
                            List.of(new Bucket(0.005, 1), new Bucket(1, 2), new Bucket(Double.POSITIVE_INFINITY, 4))))),
            new MetricFamily("empty", MetricFamily.Type.GAUGE, "Nothing.", List.of("endpoint"), List.of()),
            new MetricFamily(
                    "size_bytes",
                    MetricFamily.Type.GAUGE,
                    "How much.",
                    List.of(),
                    List.of(new MetricSample(List.of(), -0.5))));

    @TempDir
    Path dir;

    @Test
    void prometheus_isAsItsFormatSays() {
        assertThat(Exposition.PROMETHEUS.write(FAMILIES)).isEqualTo("""
                # HELP attempts_total Says "all"\\\\\\nof it.
                # TYPE attempts_total counter
                attempts_total{endpoint="a\\\\b\\"c\\nd\u00e9{},=#",outcome="delivered"} 3
                attempts_total{endpoint="plain",outcome="delivered"} 1.0E18
                # HELP duration_seconds How long.
                # TYPE duration_seconds histogram
                duration_seconds_bucket{endpoint="e",le="0.005"} 1
                duration_seconds_bucket{endpoint="e",le="1.0"} 2
                duration_seconds_bucket{endpoint="e",le="+Inf"} 4
                duration_seconds_sum{endpoint="e"} 1.25
                duration_seconds_count{endpoint="e"} 4
                # HELP empty Nothing.
                # TYPE empty gauge
                # HELP size_bytes How much.
                # TYPE size_bytes gauge
                size_bytes -0.5
                """);
    }

    @Test
    void openMetrics_namesUnitsAndEnds() {
        String text = Exposition.OPENMETRICS.write(FAMILIES);
        assertThat(text)
                .startsWith("""
                        # HELP attempts Says \\"all\\"\\\\\\nof it.
                        # TYPE attempts counter
                        attempts_total{""")
                .contains("""
                        # TYPE duration_seconds histogram
                        # UNIT duration_seconds seconds
                        duration_seconds_bucket{""", "\n# UNIT size_bytes bytes\n")
                .endsWith("\n# EOF\n");
        assertThat(Exposition.OPENMETRICS.write(List.of())).isEqualTo("# EOF\n");
    }

    @ParameterizedTest
    @EnumSource
    void text_isReadByTheParserOfPrometheus(Exposition format) throws Exception {
        assertThat(ReferenceParser.parse(format, format.write(FAMILIES), dir))
                .containsSubsequence(
                        "family attempts counter 'Says \"all\"\\\\\\nof it.' ",
                        "sample attempts_total [('endpoint', 'a\\\\b\"c\\nd\u00e9{},=#'), ('outcome', 'delivered')] 3.0",
                        "sample attempts_total [('endpoint', 'plain'), ('outcome', 'delivered')] 1e+18")
                .contains(
                        "sample duration_seconds_bucket [('endpoint', 'e'), ('le', '1.0')] 2.0",
                        "sample duration_seconds_bucket [('endpoint', 'e'), ('le', '+Inf')] 4.0",
                        "sample duration_seconds_sum [('endpoint', 'e')] 1.25",
                        "sample duration_seconds_count [('endpoint', 'e')] 4.0",
                        "sample size_bytes [] -0.5")
                .filteredOn(line -> line.startsWith("family"))
                .hasSize(FAMILIES.size());
    }

    @Test
    void family_withANameOrSampleThatDoesNotFit_isRefused() {
        for (String name : List.of("Upper", "two__lines", "a-b", "counter_total", "")) {
            assertThatThrownBy(() -> new MetricFamily(name, MetricFamily.Type.GAUGE, "h", List.of(), List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new MetricFamily(
                        "a", MetricFamily.Type.GAUGE, "h", List.of("b"), List.of(new MetricSample(List.of(), 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MetricFamily(
                        "a", MetricFamily.Type.HISTOGRAM, "h", List.of(), List.of(new MetricSample(List.of(), 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MetricSample(List.of(), 1, List.of(new Bucket(1, 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
