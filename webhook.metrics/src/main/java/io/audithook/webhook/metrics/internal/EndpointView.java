/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All endpoints at one moment.
 *
 * @param endpoints how each is doing, by name
 * @param attempts for each that has any, their number by outcome
 */
record EndpointView(Map<String, EndpointStatus> endpoints, Map<String, Map<String, Long>> attempts) {

    private static final String ATTEMPTS = "audithook_delivery_attempts_total";
    private static final List<String> LABELS = List.of("endpoint", "outcome");

    static EndpointView of(Endpoints endpoints, Collector collector) {
        Map<String, EndpointStatus> statuses = new LinkedHashMap<>();
        endpoints.list().forEach(status -> statuses.put(status.name(), status));
        Map<String, Map<String, Long>> attempts = new HashMap<>();
        for (MetricFamily family : collector.collect()) {
            if (family.name().equals(ATTEMPTS) && family.labels().equals(LABELS)) {
                for (MetricSample sample : family.samples()) {
                    attempts.computeIfAbsent(sample.labels().get(0), name -> new TreeMap<>())
                            .put(sample.labels().get(1), (long) sample.value());
                }
            }
        }
        return new EndpointView(statuses, attempts);
    }
}
