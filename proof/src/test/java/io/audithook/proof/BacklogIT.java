/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M1: a long backlog in a small heap. Promises P2, P6. */
class BacklogIT {

    private static final int EVENTS = Proof.size(200_000, 1_000_000);
    private static final int LINES = 5_000;
    private static final int KEYS = 1_000;
    private static final String HEAP = "-Xmx64m";

    @TempDir
    Path folder;

    @Test
    void backlog_longInASmallHeap_isDelivered() throws Exception {
        Proof proof = new Proof("M1");
        Home home = new Home(folder.resolve("home"));
        Ledger ledger = new Ledger();
        try (Receiver receiver = new Receiver()) {
            Inbox inbox = receiver.inbox("a");
            receiver.refuse();
            home.endpoint("a", receiver.uri("a"), "concurrency = 64");
            try (Launcher launcher = Launcher.start(List.of(), home, HEAP)) {
                Intake intake = new Intake(launcher.awaitReady());
                for (int from = 0; from < EVENTS; from += LINES) {
                    intake.acceptLines(events(from), ledger);
                }
                launcher.assertAlive();
                launcher.terminate();
            }
            receiver.listen();
            try (Launcher launcher = Launcher.start(List.of(), home, HEAP)) {
                launcher.awaitReady();
                long ready = System.nanoTime();
                Proof.eventually("the first delivery", () -> inbox.delivered() > 0 || !running(launcher));
                long first = System.nanoTime();
                Proof.eventually("all deliveries", () -> inbox.delivered() >= EVENTS || !running(launcher));
                long last = System.nanoTime();
                proof.say(
                        "%d events in %s: ready after %.1f s, first delivery after %.1f s, all %.1f s later; resident %d"
                                + " MiB",
                        EVENTS,
                        HEAP,
                        Proof.seconds(ready - launcher.startedNanos()),
                        Proof.seconds(first - launcher.startedNanos()),
                        Proof.seconds(last - first),
                        launcher.residentKibibytes() / 1024);
                launcher.assertAlive();
            }
            Verdict verdict = new Checker(List.of(), home.failedAttempts()).check(ledger.all(), inbox.receipts());
            proof.say("%s", verdict);
            home.printLog(verdict);
            assertThat(verdict.accepted()).isEqualTo(EVENTS);
            verdict.assertClean();
        }
    }

    private static boolean running(Launcher launcher) {
        launcher.assertAlive();
        return true;
    }

    private static List<Event> events(int from) {
        return IntStream.range(from, from + LINES)
                .mapToObj(i -> new Event(i % KEYS, i / KEYS + 1))
                .toList();
    }
}
