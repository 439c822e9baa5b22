/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** K1: {@code kill -9} at random moments under load; one run, looked at from several sides. Promises P1, P2, P4, P5. */
class KillIT {

    private static final int CYCLES = Proof.size(20, 200);
    private static final int CONCURRENCY = 8;
    private static final List<String> ENDPOINTS = List.of("a", "b", "flaky");
    private static final int IN_FLIGHT = CONCURRENCY * ENDPOINTS.size();

    /** What the checker says about each endpoint. */
    private static final Map<String, Verdict> VERDICTS = new TreeMap<>();

    /** How many requests each endpoint got after an orderly end, a start and one new event. */
    private static final Map<String, Integer> AFTERWARDS = new TreeMap<>();

    @BeforeAll
    static void killUnderLoad(@TempDir Path folder) throws Exception {
        Proof proof = new Proof("K1");
        SplittableRandom random = new SplittableRandom(proof.seed());
        Ledger ledger = new Ledger();
        Home home = new Home(folder.resolve("home"));
        AtomicReference<Launcher> current = new AtomicReference<>();
        Intake intake = new Intake(() -> current.get().address());
        List<Fault> kills = new ArrayList<>();
        List<Long> firstDeliveries = new ArrayList<>();
        try (Receiver receiver = new Receiver()) {
            for (String name : ENDPOINTS) {
                home.endpoint(
                        name,
                        receiver.uri(name),
                        "ordering = key",
                        "concurrency = " + CONCURRENCY,
                        // the flaky one may seem to be down, and chance would make that minutes
                        "breaker.probes = 50 ms, 500 ms");
            }
            receiver.inbox("flaky").behave(Answer.failing(0.3, random.nextLong()));
            current.set(Launcher.start(home));
            current.get().awaitReady();
            try (Producer one = new Producer(intake, ledger, 0, 100, random.nextLong());
                    Producer two = new Producer(intake, ledger, 100, 100, random.nextLong())) {
                one.start(Duration.ofMillis(3));
                two.start(Duration.ofMillis(3));
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    int accepted = ledger.size() + random.nextInt(50, 400);
                    Proof.eventually("events are accepted", () -> ledger.size() >= accepted);
                    Proof.goOn(Duration.ofMillis(random.nextInt(20)));
                    long begin = System.nanoTime();
                    current.get().kill();
                    // what it had sent is still on its way until its connections end
                    Proof.eventually("all that was sent is seen", () -> receiver.connections() == 0);
                    kills.add(Fault.since(begin));
                    int before = receiver.inbox("a").requests();
                    Launcher next = Launcher.start(home);
                    current.set(next);
                    next.awaitReady();
                    Proof.eventually("it delivers", () -> receiver.inbox("a").requests() > before);
                    firstDeliveries.add(System.nanoTime() - next.startedNanos());
                }
                one.finish();
                two.finish();
            }
            for (String name : ENDPOINTS) {
                Proof.arrival(ledger, receiver.inbox(name));
                Verdict verdict = new Checker(kills)
                        .check(ledger.all(), receiver.inbox(name).receipts());
                proof.say("%s: %s", name, verdict);
                home.printLog(verdict);
                VERDICTS.put(name, verdict);
            }
            Collections.sort(firstDeliveries);
            proof.say(
                    "%d kills, %d events, at most %d duplicates after one kill with %d in flight; start to first delivery"
                            + " median %.2f s, longest %.2f s",
                    CYCLES,
                    ledger.size(),
                    mostDuplicates(),
                    IN_FLIGHT,
                    Proof.seconds(firstDeliveries.get(CYCLES / 2)),
                    Proof.seconds(firstDeliveries.get(CYCLES - 1)));
            current.get().terminate();
            receiver.inbox("flaky").behave(Answer.always(Answer.OK));
            current.set(Launcher.start(home));
            current.get().awaitReady();
            deliverOneMore(intake, receiver);
        } finally {
            current.get().kill();
        }
    }

    private static void deliverOneMore(Intake intake, Receiver receiver) throws Exception {
        Map<String, Integer> before = new TreeMap<>();
        ENDPOINTS.forEach(name -> before.put(name, receiver.inbox(name).requests()));
        Event fresh = new Event(1000, 1);
        Proof.eventually("it is ready", intake::isThere);
        intake.accept(fresh);
        for (String name : ENDPOINTS) {
            Inbox inbox = receiver.inbox(name);
            Proof.eventually("a new event arrives", () -> inbox.has(fresh));
            AFTERWARDS.put(name, inbox.requests() - before.get(name));
        }
    }

    /** At all endpoints together, after the worst kill. */
    private static int mostDuplicates() {
        int most = 0;
        for (int kill = 0; kill < CYCLES; kill++) {
            int here = 0;
            for (Verdict verdict : VERDICTS.values()) {
                here += verdict.duplicates().get(kill);
            }
            most = Math.max(most, here);
        }
        return most;
    }

    @Test
    void accepted_arrivesUnchangedAndInOrder() {
        VERDICTS.values().forEach(Verdict::assertClean);
    }

    @Test
    void duplicates_afterAKill_areAtMostWhatWasInFlight() {
        assertThat(mostDuplicates()).isLessThanOrEqualTo(IN_FLIGHT);
    }

    @Test
    void delivered_afterAnOrderlyEnd_doesNotComeAgain() {
        assertThat(AFTERWARDS)
                .allSatisfy((name, requests) -> assertThat(requests)
                        .as("requests to %s, with one new event", name)
                        .isEqualTo(1));
    }
}
