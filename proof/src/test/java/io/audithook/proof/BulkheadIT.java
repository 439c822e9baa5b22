/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * B1: some endpoints hang, trickle or refuse; the others do not notice. Latency is measured with and without the bad
 * ones in the same run: without, with, without. Promises P3, P6.
 */
class BulkheadIT {

    private static final int HEALTHY = Proof.size(140, 700);
    private static final int HANGING = Proof.size(20, 100);
    private static final int TRICKLING = Proof.size(20, 100);
    private static final int REFUSING = Proof.size(20, 100);
    private static final int BAD = HANGING + TRICKLING + REFUSING;
    private static final int CONCURRENCY = 4;
    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(200);
    private static final Duration PHASE = Duration.ofSeconds(Proof.size(8, 180));
    private static final Duration WARM_UP = PHASE.dividedBy(2);

    /** A machine that is busy with something else at one moment is not our fault; three times in a row is. */
    private static final int ROUNDS = 3;

    private static final double RATIO = 1.25;
    private static final double NOISE_MILLIS = 50;
    private static final int THREADS = 64;

    @TempDir
    Path folder;

    private SplittableRandom random;
    private Home home;
    private int phase;

    @Test
    void endpoints_healthy_doNotNoticeBadOnes() throws Exception {
        Proof proof = new Proof("B1");
        random = new SplittableRandom(proof.seed());
        home = new Home(folder.resolve("home"));
        try (Receiver receiver = new Receiver();
                Receiver nobody = new Receiver()) {
            nobody.refuse();
            endpoints("healthy", HEALTHY, receiver, Answer.OK);
            List<Inbox> healthy = IntStream.range(0, HEALTHY)
                    .mapToObj(i -> receiver.inbox("healthy" + i))
                    .toList();
            try (Launcher launcher = Launcher.start(List.of(), home, "-Xmx512m")) {
                Intake intake = new Intake(launcher.awaitReady());
                Proof.eventually("all endpoints deliver", () -> deliver(intake, healthy));
                measure(intake, healthy, WARM_UP);
                boolean passed = false;
                for (int round = 1; round <= ROUNDS && !passed; round++) {
                    double before = measure(intake, healthy, PHASE);
                    int threads = launcher.threads();
                    int files = launcher.files();
                    addBad(receiver, nobody, round);
                    measure(intake, healthy, WARM_UP);
                    double with = measure(intake, healthy, PHASE);
                    int moreThreads = launcher.threads() - threads;
                    int moreFiles = launcher.files() - files;
                    removeBad(round);
                    measure(intake, healthy, WARM_UP);
                    double after = measure(intake, healthy, PHASE);
                    proof.say(
                            "%d healthy endpoints, p99 %.1f ms; with %d bad ones %.1f ms; without them again %.1f ms; %d"
                                    + " threads and %d files more than %d and %d",
                            HEALTHY, before, BAD, with, after, moreThreads, moreFiles, threads, files);
                    double baseline = Math.max(before, after);
                    passed = with <= Math.max(baseline * RATIO, baseline + NOISE_MILLIS);
                    assertThat(moreThreads).as("threads").isLessThanOrEqualTo(THREADS);
                    assertThat(moreFiles).as("open files").isLessThanOrEqualTo(2 * CONCURRENCY * BAD);
                }
                assertThat(passed)
                        .as("the p99 of the healthy ones is the same with bad ones")
                        .isTrue();
                launcher.assertAlive();
            }
        }
    }

    private void endpoints(String kind, int number, Receiver receiver, Answer answer) throws IOException {
        for (int i = 0; i < number; i++) {
            receiver.inbox(kind + i).behave(Answer.always(answer));
            home.endpoint(
                    kind + i,
                    receiver.uri(kind + i),
                    "timeout.connect = 2 s",
                    "timeout.request = 4 s",
                    "concurrency = " + CONCURRENCY);
        }
    }

    private void addBad(Receiver receiver, Receiver nobody, int round) throws IOException {
        endpoints(round + "hanging", HANGING, receiver, Answer.HANG);
        endpoints(round + "trickling", TRICKLING, receiver, Answer.TRICKLE);
        endpoints(round + "refusing", REFUSING, nobody, Answer.OK);
        Proof.eventually("the hanging endpoints are tried", () -> tried(receiver, round + "hanging", HANGING));
        Proof.eventually("the trickling endpoints are tried", () -> tried(receiver, round + "trickling", TRICKLING));
    }

    private static boolean tried(Receiver receiver, String kind, int number) {
        return IntStream.range(0, number).allMatch(i -> receiver.inbox(kind + i).requests() > 0);
    }

    private void removeBad(int round) throws IOException {
        remove(round + "hanging", HANGING);
        remove(round + "trickling", TRICKLING);
        remove(round + "refusing", REFUSING);
    }

    private void remove(String kind, int number) throws IOException {
        for (int i = 0; i < number; i++) {
            home.removeEndpoint(kind + i);
        }
    }

    /** Whether one event arrives everywhere soon. */
    private boolean deliver(Intake intake, List<Inbox> healthy) throws IOException, InterruptedException {
        Ledger ledger = new Ledger();
        Event event = new Event(1_000_000, ++phase);
        ledger.add(new Accepted(event, intake.accept(event), System.nanoTime()));
        Proof.arrival(ledger, healthy.get(HEALTHY - 1), Duration.ofSeconds(1));
        return healthy.stream().allMatch(inbox -> inbox.has(event));
    }

    private double measure(Intake intake, List<Inbox> healthy, Duration time) throws Exception {
        Ledger ledger = new Ledger();
        try (Producer producer = new Producer(intake, ledger, 1000 * ++phase, 1000, random.nextLong())) {
            producer.start(BETWEEN_EVENTS);
            Proof.goOn(time);
            producer.finish();
        }
        healthy.forEach(inbox -> Proof.arrival(ledger, inbox));
        return Latencies.p99Millis(ledger.all(), healthy);
    }
}
