/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * L1: the bundles are stopped, started, updated and refreshed under load; one run, looked at from several sides. Promises
 * P2, P4, P5, P6, P7.
 */
class LifecycleIT {

    private static final int CYCLES = Proof.size(10, 500);
    private static final int CONCURRENCY = 8;
    private static final List<String> BUNDLES =
            List.of("io.audithook.webhook.dispatcher", "io.audithook.webhook.outbox");

    /** Files that the JVM opens when it likes, such as those of classes. */
    private static final int SLACK = 4;

    /** Of former revisions. */
    private static final List<WeakReference<ClassLoader>> LOADERS = new ArrayList<>();

    private static Verdict verdict;
    private static long slowestStop;
    private static Use before;
    private static Use after;

    @BeforeAll
    static void restartUnderLoad(@TempDir Path folder) throws Exception {
        Proof proof = new Proof("L1");
        SplittableRandom random = new SplittableRandom(proof.seed());
        Ledger ledger = new Ledger();
        List<Fault> faults = new ArrayList<>();
        try (Receiver receiver = new Receiver();
                Container container = new Container(folder)) {
            Inbox inbox = receiver.inbox("a");
            container.endpoint(
                    "a",
                    Map.of(
                            "url", receiver.uri("a").toString(),
                            "start", "earliest",
                            "retry.schedule", "50 ms, 200 ms",
                            "retry.giveUpAfter", "3 d",
                            "concurrency", CONCURRENCY));
            container.accept(new Event(1000, 1));
            Proof.eventually("it delivers", () -> inbox.delivered() > 0);
            before = atRest(container);
            try (Producer producer = new Producer(container, ledger, 0, 100, random.nextLong())) {
                producer.start(Duration.ofMillis(2));
                Proof.eventually("it delivers", () -> inbox.delivered() > 200);
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    Bundle bundle = container.bundle(BUNDLES.get(cycle % BUNDLES.size()));
                    long begin = System.nanoTime();
                    slowestStop = Math.max(slowestStop, disturb(container, bundle, cycle / BUNDLES.size() % 3));
                    faults.add(Fault.since(begin));
                    int soFar = inbox.delivered();
                    Proof.eventually("it delivers again", () -> inbox.delivered() > soFar + 20);
                    Proof.goOn(Duration.ofMillis(random.nextInt(300)));
                }
                producer.finish();
            }
            Proof.arrival(ledger, inbox);
            after = atRest(container);
            verdict = new Checker(faults).check(ledger.all(), inbox.receipts());
            proof.say("%d cycles, %s; slowest stop %.2f s", CYCLES, verdict, Proof.seconds(slowestStop));
            proof.say("at rest before: %s; and after: %s", before, after);
            Proof.collection(LOADERS);
        }
    }

    @Test
    void accepted_arrivesUnchangedAndInOrder() {
        verdict.assertClean();
    }

    @Test
    void duplicates_afterARestart_areAtMostWhatWasInFlight() {
        verdict.assertDuplicates(CONCURRENCY);
    }

    @Test
    void stop_comesToAnEnd() {
        assertThat(Duration.ofNanos(slowestStop)).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void bundles_stopped_leaveNothingBehind() {
        assertThat(after.services()).as("services").isEqualTo(before.services());
        assertThat(after.threads()).as("our threads").isEqualTo(before.threads());
        assertThat(after.files()).as("open files").isLessThanOrEqualTo(before.files() + SLACK);
    }

    @Test
    void classLoaders_ofFormerRevisions_areCollected() {
        assertThat(LOADERS).allSatisfy(loader -> assertThat(loader.get()).isNull());
    }

    /** What is still in use while our bundles are stopped; they are started again. */
    private static Use atRest(Container container) throws Exception {
        for (String name : BUNDLES) {
            container.bundle(name).stop();
        }
        Proof.goOn(Duration.ofMillis(500));
        Use use = Use.now(container);
        for (String name : BUNDLES) {
            container.bundle(name).start();
        }
        return use;
    }

    /** Returns how long stopping took. */
    private static long disturb(Container container, Bundle bundle, int kind) throws Exception {
        long start = System.nanoTime();
        switch (kind) {
            case 0 -> {
                bundle.stop();
                long took = System.nanoTime() - start;
                bundle.start();
                return took;
            }
            case 1 -> {
                remember(bundle);
                try (InputStream jar = URI.create(bundle.getLocation()).toURL().openStream()) {
                    bundle.update(jar);
                }
                container.refresh(bundle);
            }
            default -> {
                remember(bundle);
                container.refresh(bundle);
            }
        }
        return System.nanoTime() - start;
    }

    private static void remember(Bundle bundle) {
        LOADERS.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
    }

    /**
     * What is in use.
     *
     * @param services of all bundles
     * @param threads with our names
     * @param files open ones of this process, sockets among them
     */
    private record Use(int services, int threads, int files) {

        static Use now(Container container) throws IOException {
            int threads = (int) Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("audithook-"))
                    .count();
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Use(container.services(), threads, (int) open.count());
            }
        }
    }
}
