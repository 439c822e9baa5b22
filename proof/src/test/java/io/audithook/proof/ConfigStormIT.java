/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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

    private static final double RATIO = 1.5;
    private static final double NOISE_MILLIS = 50;
    private static final double NOISE_PERCENT = 25;

    /** So long after the storm everything is as before. */
    private static final Duration CALM = Duration.ofSeconds(5);

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
                Proof.eventually("it delivers", () -> healthy.delivered() > 1_000);
                Phase before = Phase.begin(ledger);
                Proof.goOn(Duration.ofSeconds(SECONDS));
                before.end();
                Phase storm = Phase.begin(ledger);
                int changes = storm(container, receiver, random);
                storm.end();
                Phase calm = Phase.begin(ledger);
                Proof.goOn(CALM);
                calm.end();
                Phase after = Phase.begin(ledger);
                Proof.goOn(Duration.ofSeconds(SECONDS));
                after.end();
                producer.finish();
                Proof.arrival(ledger, healthy);
                double baseline = Math.max(before.p99Millis(healthy), after.p99Millis(healthy));
                proof.say(
                        "%d changes in %.1f s; p99 of the healthy one %.1f ms, without them %.1f ms before and %.1f ms after; %.0f %% of a"
                                + " core, %.0f %% in the %d s after it, %.0f %% before and %.0f %% later",
                        changes,
                        storm.seconds(),
                        storm.p99Millis(healthy),
                        before.p99Millis(healthy),
                        after.p99Millis(healthy),
                        storm.cpuPercent(),
                        calm.cpuPercent(),
                        CALM.toSeconds(),
                        before.cpuPercent(),
                        after.cpuPercent());
                assertThat(storm.p99Millis(healthy))
                        .as("p99 of the healthy endpoint in the storm, in ms")
                        .isLessThanOrEqualTo(Math.max(baseline * RATIO, baseline + NOISE_MILLIS));
                assertThat(after.cpuPercent())
                        .as("what the storm has left to do, in percent of a core")
                        .isLessThanOrEqualTo(
                                Math.max(before.cpuPercent() * RATIO, before.cpuPercent() + NOISE_PERCENT));
            }
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

    /** Returns how many changes there were. */
    private int storm(Container container, Receiver receiver, SplittableRandom random) throws IOException {
        long start = System.nanoTime();
        int changes = 0;
        for (; System.nanoTime() - start < SECONDS * 1_000_000_000L; changes++) {
            change(container, receiver, "e" + random.nextInt(NAMES), changes, random.nextInt(10));
            if (changes % 100 == 0) {
                long ahead = changes * 1_000_000_000L / CHANGES_PER_SECOND - (System.nanoTime() - start);
                Proof.goOn(Duration.ofNanos(Math.max(0, ahead)));
            }
        }
        return changes;
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

    /** A part of the time, and what was accepted in it. */
    private static final class Phase {

        private static final OperatingSystemMXBean SYSTEM =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

        private final Ledger ledger;
        private final int first;
        private final long start = System.nanoTime();
        private final long cpuBefore = SYSTEM.getProcessCpuTime();
        private List<Accepted> accepted = List.of();
        private long nanos;
        private long cpu;

        private Phase(Ledger ledger) {
            this.ledger = ledger;
            this.first = ledger.size();
        }

        static Phase begin(Ledger ledger) {
            return new Phase(ledger);
        }

        void end() {
            nanos = System.nanoTime() - start;
            cpu = SYSTEM.getProcessCpuTime() - cpuBefore;
            List<Accepted> all = ledger.all();
            accepted = all.subList(first, all.size());
        }

        double seconds() {
            return Proof.seconds(nanos);
        }

        double cpuPercent() {
            return 100.0 * cpu / nanos;
        }

        double p99Millis(Inbox inbox) {
            return Latencies.p99Millis(accepted, List.of(inbox));
        }
    }
}
