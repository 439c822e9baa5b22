/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.dispatcher.internal.format.AuditFormat;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random histories of an endpoint: events, answers of all kinds, changed settings, pauses, a store that refuses, restarts.
 * Whatever happens, the receiver sees each event, each key in order, and nothing again that it has taken.
 */
class CourierModelTest {

    private static final List<Outcome> FAILURES = List.of(
            RecordingTransport.UNAVAILABLE,
            RecordingTransport.REJECTED,
            RecordingTransport.THROTTLED,
            RecordingTransport.TIMEOUT,
            RecordingTransport.REFUSED,
            RecordingTransport.PROXY,
            RecordingTransport.retryAfter(503, Duration.ofSeconds(7)));

    private static final int STEPS = 4000;

    @ParameterizedTest
    @CsvSource({"KEY,1", "KEY,5", "STRICT,1", "STRICT,4", "NONE,1", "NONE,3"})
    void everyEvent_arrivesInOrder_andOnce(Ordering ordering, int batch) {
        for (long seed = 1; seed <= 20; seed++) {
            new History(seed, ordering, batch).run();
        }
    }

    private static final class History {

        private final SplittableRandom random;
        private final String name;
        private final Ordering ordering;
        private final int batch;
        private final FakeLane outbox = new FakeLane();
        private final RecordingTransport transport = new RecordingTransport();
        private final ManualTimekeeper time = new ManualTimekeeper();
        private final Set<String> taken = new HashSet<>();
        private final Map<String, Integer> latestOfKey = new HashMap<>();
        private Courier courier;
        private double failing = 0.1;

        History(long seed, Ordering ordering, int batch) {
            this.random = new SplittableRandom(seed);
            this.name = ordering + ", batches of " + batch + ", seed " + seed;
            this.ordering = ordering;
            this.batch = batch;
        }

        void run() {
            start();
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            // from now on all is well
            failing = 0;
            outbox.storeFailure = null;
            courier.resume();
            for (int i = 0; i < 20_000 && outbox.pending() > 0; i++) {
                answer();
                if (transport.inFlight().isEmpty()) {
                    time.advance(Duration.ofSeconds(1));
                }
            }
            assertThat(outbox.pending()).as(name).isZero();
            assertThat(taken.size() + outbox.buried.size()).as(name).isEqualTo(outbox.entries.size());
        }

        private void start() {
            courier = new Courier("e", Runnable::run, time, new StallWatch(time), new FilterWatch(time, held -> {}));
            courier.assigned(outbox);
            retarget();
        }

        /** What is under way ends with the process, and nobody knows how. */
        @SuppressWarnings("FutureReturnValueIgnored") // it is never idle
        private void restart() {
            courier.revoked(outbox);
            courier.close();
            transport.forget();
            start();
        }

        private void step() {
            int dice = random.nextInt(100);
            if (dice < 40) {
                outbox.add("k" + random.nextInt(10));
                courier.signal();
            } else if (dice < 85) {
                answer();
            } else if (dice < 93) {
                time.advance(Duration.ofMillis(random.nextInt(1500)));
            } else if (dice < 95) {
                retarget();
            } else if (dice < 96) {
                courier.pause();
            } else if (dice < 98) {
                courier.resume();
            } else if (dice < 99) {
                failing = random.nextBoolean() ? 0.1 : 0.9;
                outbox.storeFailure = random.nextInt(4) == 0 ? new IllegalStateException("disk") : null;
            } else if (random.nextInt(4) == 0) {
                restart();
            }
        }

        private void answer() {
            List<String> open = transport.inFlight();
            if (open.isEmpty()) {
                return;
            }
            String id = open.get(random.nextInt(open.size()));
            if (random.nextDouble() < failing) {
                transport.end(id, FAILURES.get(random.nextInt(FAILURES.size())));
                return;
            }
            String ids = transport.requests.get(id).headers().getOrDefault("audithook-event-ids", id);
            for (String event : ids.split(",", -1)) {
                take(event);
            }
            transport.end(id, Outcome.delivered(200));
        }

        private void take(String id) {
            int position = Integer.parseInt(id.substring(2));
            assertThat(taken.add(id)).as("%s: %s comes again", name, id).isTrue();
            Entry entry = outbox.entries.get(position - 1);
            String key = switch (ordering) {
                case KEY -> entry.key();
                case STRICT -> "";
                case NONE -> id;
            };
            Integer before = latestOfKey.put(key, position);
            assertThat(before == null || before < position)
                    .as("%s: %s of key %s comes after %s", name, id, key, before)
                    .isTrue();
        }

        private void retarget() {
            RetryPolicy retry = new RetryPolicy(
                    new Delays(List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(5)), 0.2),
                    new Delays(List.of(Duration.ofSeconds(2)), 0.2),
                    Set.of(422),
                    Optional.empty());
            DeliverySettings settings = new DeliverySettings(
                    ordering,
                    1,
                    1 + random.nextInt(8),
                    0,
                    batch,
                    retry,
                    1 + random.nextInt(6),
                    new Delays(List.of(Duration.ofSeconds(1), Duration.ofSeconds(4)), 0.2),
                    random.nextInt(3) == 0 ? 3 : 1000,
                    Optional.empty());
            courier.retarget(new Target(
                    URI.create("http://localhost/"),
                    "http://localhost/",
                    Map.of(),
                    Duration.ofSeconds(30),
                    settings,
                    new Preparation(
                            List.of(),
                            new EventViews(new AuditEventJson(JsonLimits.DEFAULT)),
                            "audit",
                            new AuditFormat()),
                    transport,
                    1));
        }
    }
}
