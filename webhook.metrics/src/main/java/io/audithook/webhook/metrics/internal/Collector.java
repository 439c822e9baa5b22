/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks all sources. Safe for use by many threads. */
final class Collector {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final Supplier<Collection<MetricSource>> sources;

    /** Those that failed the last time. */
    private final Set<MetricSource> failing = ConcurrentHashMap.newKeySet();

    /** @param sources those there are at the moment */
    Collector(Supplier<Collection<MetricSource>> sources) {
        this.sources = sources;
    }

    /**
     * The families of all sources, by name, each name once. A source that fails is left out, so that the others are still
     * seen.
     */
    List<MetricFamily> collect() {
        Map<String, MetricFamily> families = new TreeMap<>();
        List<MetricSource> now = List.copyOf(sources.get());
        failing.retainAll(now);
        for (MetricSource source : now) {
            for (MetricFamily family : families(source)) {
                families.putIfAbsent(family.name(), family);
            }
        }
        return new ArrayList<>(families.values());
    }

    private List<MetricFamily> families(MetricSource source) {
        try {
            List<MetricFamily> families = source.collect();
            failing.remove(source);
            return families;
        } catch (RuntimeException e) {
            if (failing.add(source)) {
                LOG.warn("The metrics of {} are left out", source.getClass().getName(), e);
            }
            return List.of();
        }
    }
}
