/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import io.audithook.webhook.api.MetricSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the attempts of endpoints among all numbers. */
final class AttemptCounts {

    private static final String FAMILY = "audithook_delivery_attempts_total";
    private static final List<String> LABELS = List.of("endpoint", "outcome");

    private AttemptCounts() {}

    /** For each endpoint that has any, their number by outcome. */
    static Map<String, Map<String, Long>> of(List<MetricSource> sources) {
        Map<String, Map<String, Long>> attempts = new HashMap<>();
        for (MetricSource source : sources) {
            for (MetricFamily family : source.collect()) {
                if (family.name().equals(FAMILY) && family.labels().equals(LABELS)) {
                    family.samples().forEach(sample -> add(sample, attempts));
                }
            }
        }
        return attempts;
    }

    private static void add(MetricSample sample, Map<String, Map<String, Long>> attempts) {
        attempts.computeIfAbsent(sample.labels().get(0), name -> new TreeMap<>())
                .putIfAbsent(sample.labels().get(1), (long) sample.value());
    }
}
