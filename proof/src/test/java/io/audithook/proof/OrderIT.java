/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** O1: order per key through failed attempts, a receiver that goes away, and kills. Promise P4. */
class OrderIT {

    private static final int EVENTS = Proof.size(10_000, 1_000_000);
    private static final int KEYS = 200;
    private static final int PRODUCERS = 4;
    private static final int DISTURBANCES = Proof.size(4, 60);

    @TempDir
    Path folder;

    @Test
    void keys_throughFailuresAndKills_stayInOrder() throws Exception {
        Proof proof = new Proof("O1");
        SplittableRandom random = new SplittableRandom(proof.seed());
        Ledger ledger = new Ledger();
        List<Fault> faults = new ArrayList<>();
        Home home = new Home(folder.resolve("home"));
        AtomicReference<Launcher> current = new AtomicReference<>();
        Intake intake = new Intake(() -> current.get().address());
        List<Producer> producers = new ArrayList<>();
        try (Receiver receiver = new Receiver()) {
            Inbox inbox = receiver.inbox("a");
            inbox.behave(Answer.failing(0.1, random.nextLong()));
            home.endpoint("a", receiver.uri("a"), "ordering = key", "concurrency = 32");
            current.set(Launcher.start(home));
            current.get().awaitReady();
            for (int i = 0; i < PRODUCERS; i++) {
                int keys = KEYS / PRODUCERS;
                producers.add(
                        new Producer(intake, ledger, i * keys, keys, EVENTS / PRODUCERS, random.nextLong()).start());
            }
            for (int i = 1; i <= DISTURBANCES; i++) {
                int accepted = EVENTS / (DISTURBANCES + 1) * i;
                Proof.eventually("more is accepted", Duration.ofMinutes(20), () -> ledger.size() >= accepted);
                long begin = System.nanoTime();
                if (i % 2 == 0) {
                    receiver.refuse();
                    Proof.goOn(Duration.ofMillis(random.nextInt(100, 1000)));
                    receiver.listen();
                } else {
                    current.get().kill();
                    Proof.eventually("all that was sent is seen", () -> receiver.connections() == 0);
                    current.set(Launcher.start(home));
                }
                faults.add(Fault.since(begin));
            }
            for (Producer producer : producers) {
                producer.awaitLimit(Duration.ofMinutes(60));
            }
            Proof.arrival(ledger, inbox, Duration.ofMinutes(Proof.size(2, 60)));
            Verdict verdict = new Checker(faults).check(ledger.all(), inbox.receipts());
            proof.say("%d keys, %d kills or outages, %s", KEYS, DISTURBANCES, verdict);
            verdict.assertClean();
        } finally {
            producers.forEach(Producer::close);
            current.get().kill();
        }
    }
}
