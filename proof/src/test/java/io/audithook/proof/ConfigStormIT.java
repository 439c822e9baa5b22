/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L2: endpoints are created, changed, broken and deleted as fast as Config Admin takes it. Promises P2, P3, P7. */
class ConfigStormIT {

    private static final int SECONDS = Proof.size(5, 60);
    private static final int CHANGES_PER_SECOND = 1_000;
    private static final int NAMES = 50;

    /** The keys of the events that ask who is there; the producer's are lower. */
    private static final int PROBES = 1_000;

    private static final int MARKER = 1_001;

    @TempDir
    Path folder;

    /** The path that each endpoint has in the end; none for those that are broken or gone. */
    private final Map<String, String> paths = new TreeMap<>();

    /** The paths that each endpoint had since it was made: one that is broken may go on with the last that was seen. */
    private final Map<String, Set<String>> earlier = new HashMap<>();

    @Test
    void endpoints_inAStorm_endUpAsConfiguredAndDisturbNobody() throws Exception {
        Proof proof = new Proof("L2");
        SplittableRandom random = new SplittableRandom(proof.seed());
        Ledger ledger = new Ledger();
        try (Receiver receiver = new Receiver();
                Container container = new Container(folder)) {
            Inbox healthy = receiver.inbox("healthy");
            container.endpoint("healthy", settings(receiver.uri("healthy")));
            try (Producer producer = new Producer(container, ledger, 0, 50, random.nextLong())) {
                producer.start(Duration.ofMillis(5));
                Proof.eventually("it delivers", () -> healthy.delivered() > 100);
                int before = healthy.delivered();
                long start = System.nanoTime();
                int changes = 0;
                for (; System.nanoTime() - start < SECONDS * 1_000_000_000L; changes++) {
                    change(container, receiver, "e" + random.nextInt(NAMES), changes, random.nextInt(10));
                    if (changes % 100 == 0) {
                        long ahead = changes * 1_000_000_000L / CHANGES_PER_SECOND - (System.nanoTime() - start);
                        Proof.goOn(Duration.ofNanos(Math.max(0, ahead)));
                    }
                }
                double seconds = Proof.seconds(System.nanoTime() - start);
                int during = healthy.delivered() - before;
                producer.finish();
                proof.say("%d changes in %.1f s, meanwhile %d deliveries of the healthy one", changes, seconds, during);
                assertThat(during).as("deliveries of the healthy endpoint").isPositive();
            }
            Proof.arrival(ledger, healthy);
            // Config Admin tells of changes in their order: where the last one is at work, all are
            container.endpoint("last", settings(receiver.uri("last")));
            paths.put("last", "last");
            Set<String> settled = new HashSet<>();
            for (int i = 1; settled.size() < paths.size(); i++) {
                Event probe = new Event(PROBES, i);
                container.accept(probe);
                Proof.eventually(probe + " arrives", () -> healthy.has(probe));
                paths.values().stream()
                        .filter(path -> receiver.inbox(path).has(probe))
                        .forEach(settled::add);
                assertThat(i).as("probes until each endpoint is as configured").isLessThan(10_000);
            }
            Event marker = new Event(MARKER, 1);
            container.accept(marker);
            Proof.eventually(
                    marker + " arrives at all that are there",
                    () -> healthy.has(marker)
                            && paths.values().stream()
                                    .allMatch(path -> receiver.inbox(path).has(marker)));
            List<String> wrong = new ArrayList<>();
            receiver.inboxes().forEach((path, inbox) -> {
                String name = path.substring(1);
                if (!name.equals("healthy") && !isExpected(name) && inbox.has(marker)) {
                    wrong.add(name);
                }
            });
            Verdict verdict = new Checker().check(ledger.all(), healthy.receipts());
            proof.say("%d endpoints at the end; healthy: %s", paths.size() + 1, verdict);
            verdict.assertClean();
            assertThat(wrong)
                    .as("endpoints that are gone or changed, and still get events")
                    .isEmpty();
        }
    }

    /** Whether an endpoint is there, or has a mistake and goes on as it was. */
    private boolean isExpected(String path) {
        String name = path.substring(0, Math.max(0, path.indexOf('/')));
        return paths.containsValue(path)
                || (!paths.containsKey(name)
                        && earlier.getOrDefault(name, Set.of()).contains(path));
    }

    private void change(Container container, Receiver receiver, String name, int change, int kind) throws IOException {
        switch (kind) {
            case 0, 1 -> {
                container.removeEndpoint(name);
                paths.remove(name);
                earlier.remove(name);
            }
            case 2 -> {
                container.endpoint(name, Map.of("url", "no URL", "concurrency", "many"));
                paths.remove(name);
            }
            default -> {
                String path = name + "/" + change;
                container.endpoint(name, settings(receiver.uri(path)));
                paths.put(name, path);
                earlier.computeIfAbsent(name, n -> new HashSet<>()).add(path);
            }
        }
    }

    private static Map<String, Object> settings(URI url) {
        return Map.of(
                "url", url.toString(), "start", "earliest", "retry.schedule", "100 ms", "retry.giveUpAfter", "3 d");
    }
}
