/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import java.util.List;
import java.util.Locale;

/** Metrics as text, in one of the formats that Prometheus reads. */
enum Exposition {
    /** The text format of Prometheus, 0.0.4. */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics 1.0.0. */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private static final String TOTAL = "_total";
    private static final List<String> UNITS = List.of("seconds", "bytes");

    /** Beyond it not every whole number has a double of its own. */
    private static final double WHOLE = 1L << 53;

    private final String contentType;

    Exposition(String contentType) {
        this.contentType = contentType;
    }

    /** The value of the header. */
    String contentType() {
        return contentType;
    }

    /** Writes the families in their order. */
    String write(List<MetricFamily> families) {
        StringBuilder text = new StringBuilder(1 << 12);
        families.forEach(family -> write(family, text));
        if (this == OPENMETRICS) {
            text.append("# EOF\n");
        }
        return text.toString();
    }

    private void write(MetricFamily family, StringBuilder text) {
        String base = family.type() == MetricFamily.Type.COUNTER
                ? family.name().substring(0, family.name().length() - TOTAL.length())
                : family.name();
        String name = this == OPENMETRICS ? base : family.name();
        text.append("# HELP ").append(name).append(' ');
        escape(family.help(), this == OPENMETRICS, text);
        text.append("\n# TYPE ")
                .append(name)
                .append(' ')
                .append(family.type().name().toLowerCase(Locale.ROOT))
                .append('\n');
        if (this == OPENMETRICS) {
            UNITS.stream()
                    .filter(unit -> base.endsWith("_" + unit))
                    .forEach(unit -> text.append("# UNIT ")
                            .append(name)
                            .append(' ')
                            .append(unit)
                            .append('\n'));
        }
        for (MetricSample sample : family.samples()) {
            if (family.type() == MetricFamily.Type.HISTOGRAM) {
                histogram(family, sample, text);
            } else {
                sample(family, "", sample, "", text)
                        .append(number(sample.value()))
                        .append('\n');
            }
        }
    }

    private static void histogram(MetricFamily family, MetricSample sample, StringBuilder text) {
        for (MetricSample.Bucket bucket : sample.buckets()) {
            sample(family, "_bucket", sample, bound(bucket.upTo()), text)
                    .append(bucket.count())
                    .append('\n');
        }
        sample(family, "_sum", sample, "", text).append(number(sample.value())).append('\n');
        sample(family, "_count", sample, "", text).append(sample.count()).append('\n');
    }

    private static StringBuilder sample(
            MetricFamily family, String suffix, MetricSample sample, String bound, StringBuilder text) {
        text.append(family.name()).append(suffix);
        char before = '{';
        for (int i = 0; i < sample.labels().size(); i++) {
            text.append(before).append(family.labels().get(i)).append("=\"");
            escape(sample.labels().get(i), true, text);
            text.append('"');
            before = ',';
        }
        if (!bound.isEmpty()) {
            text.append(before).append("le=\"").append(bound).append('"');
            before = ',';
        }
        return text.append(before == ',' ? "} " : " ");
    }

    private static void escape(String value, boolean quotes, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\n') {
                text.append("\\n");
            } else if (c == '\\' || (quotes && c == '"')) {
                text.append('\\').append(c);
            } else {
                text.append(c);
            }
        }
    }

    /** Always with a point, as OpenMetrics wants it. */
    private static String bound(double value) {
        return value == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(value);
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) <= WHOLE
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
