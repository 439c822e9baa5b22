/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** K3: the process stands still for longer than its timeouts, and goes on. Promises P2, P4, P5. */
class FreezeIT {

    private static final int CYCLES = Proof.size(1, 20);
    private static final int CONCURRENCY = 8;
    private static final Duration FREEZE = Duration.ofSeconds(Proof.size(4, 30));
    private static final Duration WINDOW = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void process_frozen_losesNothingAndMakesNoStorm() throws Exception {
        Proof proof = new Proof("K3");
        SplittableRandom random = new SplittableRandom(proof.seed());
        Ledger ledger = new Ledger();
        Home home = new Home(folder.resolve("home"));
        List<Fault> freezes = new ArrayList<>();
        try (Receiver receiver = new Receiver()) {
            Inbox inbox = receiver.inbox("a");
            inbox.behave(Answer.failing(0.1, random.nextLong()));
            home.endpoint(
                    "a",
                    receiver.uri("a"),
                    "timeout.connect = 1 s",
                    "timeout.request = 2 s",
                    "concurrency = " + CONCURRENCY);
            try (Launcher launcher = Launcher.start(home);
                    Producer producer =
                            new Producer(new Intake(launcher.awaitReady()), ledger, 0, 50, random.nextLong())) {
                producer.start(Duration.ofMillis(4));
                Proof.eventually("it delivers", () -> inbox.delivered() > 200);
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    long begin = System.nanoTime();
                    launcher.freeze();
                    Proof.goOn(FREEZE);
                    int requests = inbox.requests();
                    int delivered = inbox.delivered();
                    freezes.add(Fault.since(begin));
                    launcher.thaw();
                    Proof.goOn(WINDOW);
                    int after = inbox.requests() - requests;
                    int due = ledger.size() - delivered + CONCURRENCY;
                    proof.say(
                            "%d requests in the %d s after it went on, %d events to deliver",
                            after, WINDOW.toSeconds(), due);
                    assertThat(after).as("requests after it went on").isBetween(1, 2 * due);
                    Proof.goOn(Duration.ofMillis(random.nextInt(1000)));
                }
                producer.finish();
                Proof.arrival(ledger, inbox);
                Verdict verdict = new Checker(freezes, home.failedAttempts()).check(ledger.all(), inbox.receipts());
                proof.say("%s", verdict);
                home.printLog(verdict);
                verdict.assertClean();
                verdict.assertDuplicates(CONCURRENCY);
            }
        }
    }
}
