/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import io.audithook.audit.api.AuditTrail;
import io.audithook.bench.Main.Measure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the cost of an event grows with endpoints whose filters let one of a hundred events pass. */
@SuppressWarnings("try") // closing may be interrupted, and then the run is over
final class FilteredDelivery {

    private static final int[] ENDPOINTS = {100, 1000};
    private static final int FILTERS = 100;

    /** A multiple of the pool, so that each filter lets the same number of them pass. */
    private static final int EVENTS = 5 * Main.POOL.length;

    private FilteredDelivery() {}

    static void run(Path bundles) throws Exception {
        List<BenchContainer> containers = new ArrayList<>();
        try (ReceiverProcess receiver = new ReceiverProcess()) {
            List<Side> sides = new ArrayList<>();
            for (int endpoints : ENDPOINTS) {
                BenchContainer container = new BenchContainer(bundles);
                containers.add(container);
                configure(container, endpoints, receiver);
                sides.add(new Side(endpoints, container.trail()));
            }
            System.out.println(Main.EVENT_BYTES + "-byte events, " + EVENTS + " a round; each endpoint gets one of "
                    + FILTERS + "; CPU microseconds of this process for an event, and for an event and endpoint:");
            compare(sides, receiver);
        } finally {
            for (BenchContainer container : containers) {
                container.close();
            }
        }
    }

    private static void compare(List<Side> sides, ReceiverProcess receiver) throws Exception {
        Map<Side, List<Measure>> measures = new HashMap<>();
        for (int number = 1 - Main.WARM_UPS; number <= Main.ROUNDS; number++) {
            for (Side side : sides) {
                Measure measure = side.measure(receiver);
                System.out.printf(
                        "%s %,d endpoints: %,.0f events per second   CPU %,.1f   %.2f%n",
                        number <= 0 ? "warm-up" : "round " + number,
                        side.endpoints,
                        measure.perSecond(),
                        measure.cpuMicros(),
                        measure.cpuMicros() / side.endpoints);
                if (number > 0) {
                    measures.computeIfAbsent(side, any -> new ArrayList<>()).add(measure);
                }
            }
        }
        double few = Main.median(measures.get(sides.get(0)), Measure::cpuMicros);
        double many = Main.median(measures.get(sides.get(1)), Measure::cpuMicros);
        System.out.printf(
                "median: CPU %,.1f and %,.1f for an event   ratio %.1f for %d times as many endpoints%n",
                few, many, many / few, sides.get(1).endpoints / sides.get(0).endpoints);
    }

    private static void configure(BenchContainer container, int endpoints, ReceiverProcess receiver) throws Exception {
        for (int filter = 0; filter < FILTERS; filter++) {
            container.configure("io.audithook.filter~f" + filter, Map.of("expression", oneOf(filter)));
        }
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
            container.configure(
                    "io.audithook.endpoint~e" + endpoint,
                    Map.of(
                            "url",
                            receiver.uri().toString(),
                            "start",
                            "earliest",
                            "concurrency",
                            1,
                            "filters.target",
                            "(filter.name=f" + endpoint % FILTERS + ")",
                            "filters.cardinality.minimum",
                            1));
        }
    }

    /** The numbers that leave this rest, of those that the events have. */
    private static String oneOf(int rest) {
        return IntStream.range(0, Main.POOL.length / FILTERS)
                .mapToObj(hundred -> "\"" + (hundred * FILTERS + rest) + "\"")
                .collect(Collectors.joining(",", "{\"_in\": {\"_field\": \"objectId\", \"_values\": [", "]}}"));
    }

    /** One container. */
    private record Side(int endpoints, AuditTrail trail) {

        Measure measure(ReceiverProcess receiver) throws Exception {
            int share = endpoints / FILTERS;
            return Main.measure(
                    receiver,
                    EVENTS,
                    EVENTS * share,
                    // no more than a thousand events ahead of the slowest
                    () -> Main.publish(trail, EVENTS, left -> receiver.awaitLeft((left + 1000L) * share)));
        }
    }
}
