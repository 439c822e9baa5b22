/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.jmx.internal;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.MetricSource;
import io.audithook.webhook.api.Outbox;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.management.ObjectName;

/** Offers an MBean for the outbox and one for each endpoint, and keeps in step with which there are. Safe for use by many threads. */
final class Beans implements AutoCloseable {

    private static final String DOMAIN = "io.audithook:type=";

    private final Endpoints endpoints;
    private final Latest<Map<String, EndpointStatus>> statuses;
    private final Latest<Map<String, Map<String, Long>>> attempts;
    private final Offer offer;
    private final Map<String, Runnable> offered = new HashMap<>();
    private final Runnable offeredOutbox;
    private boolean closed;

    Beans(Endpoints endpoints, Outbox outbox, List<MetricSource> sources, Offer offer, LongSupplier nanoTime) {
        this.endpoints = endpoints;
        this.statuses = new Latest<>(() -> byName(endpoints.list()), nanoTime);
        this.attempts = new Latest<>(() -> AttemptCounts.of(sources), nanoTime);
        this.offer = offer;
        this.offeredOutbox = offer.offer(
                OutboxMXBean.class.getName(), new OutboxBean(new Latest<>(outbox::stats, nanoTime)), DOMAIN + "outbox");
    }

    /** Offers those of endpoints that have come, and takes back those of endpoints that have gone. */
    synchronized void look() {
        if (closed) {
            return;
        }
        // names are all it takes, so no disk is asked
        Set<String> present =
                endpoints.glance().stream().map(EndpointStatus::name).collect(Collectors.toSet());
        for (String name : present) {
            offered.computeIfAbsent(
                    name,
                    key -> offer.offer(
                            EndpointMXBean.class.getName(),
                            new EndpointBean(name, endpoints, statuses, attempts),
                            objectName(name)));
        }
        for (String name : new TreeSet<>(offered.keySet())) {
            if (!present.contains(name)) {
                offered.remove(name).run();
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        offered.values().forEach(Runnable::run);
        offered.clear();
        offeredOutbox.run();
    }

    private static Map<String, EndpointStatus> byName(List<EndpointStatus> all) {
        Map<String, EndpointStatus> found = new LinkedHashMap<>();
        all.forEach(status -> found.put(status.name(), status));
        return found;
    }

    private static String objectName(String endpoint) {
        return DOMAIN + "endpoint,name=" + ObjectName.quote(endpoint);
    }

    /** Where MBeans are offered. */
    @FunctionalInterface
    interface Offer {

        /**
         * Offers an MBean.
         *
         * @param type the name of its interface
         * @return takes it back
         */
        Runnable offer(String type, Object bean, String objectName);
    }
}
