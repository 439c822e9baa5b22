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

/** D1: the disk of the outbox is full. Promises P1, P2, P10. */
class DiskFullIT {

    private static final int CYCLES = Proof.size(3, 100);
    private static final int MEBIBYTES = 64;
    private static final int GROUP = 100;

    /** So few that what all cycles accept leaves room on the disk. */
    private static final int MOST_GROUPS = 4;

    /** More than the disk could ever hold. */
    private static final int GROUPS = MEBIBYTES * 1024 * 4 / GROUP;

    @TempDir
    Path folder;

    private final Ledger ledger = new Ledger();
    private int number;

    @Test
    void disk_full_refusesByNameDeliversOnAndRecovers() throws Exception {
        Proof proof = new Proof("D1");
        SplittableRandom random = new SplittableRandom(proof.seed());
        try (Tmpfs disk = Tmpfs.create(folder, MEBIBYTES);
                Receiver receiver = new Receiver()) {
            Inbox inbox = receiver.inbox("a");
            Home home = new Home(folder.resolve("home"));
            Path outbox = disk.root().resolve("outbox");
            home.outbox(outbox);
            home.endpoint("a", receiver.uri("a"));
            try (Launcher launcher = Launcher.start(home)) {
                Intake intake = new Intake(launcher.awaitReady());
                Home.awaitOutbox(outbox, intake);
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    publish(intake, random.nextInt(1, MOST_GROUPS));
                    Proof.arrival(ledger, inbox);
                    receiver.refuse();
                    publish(intake, random.nextInt(1, MOST_GROUPS));
                    disk.fill();
                    RefusedException refused = publishUntilRefused(intake);
                    proof.say("refused: %s", refused.getMessage().replaceFirst("\"ids\".*", "..."));
                    assertThat(refused.status())
                            .as("refused as full or unavailable")
                            .isIn(429, 503, 507);
                    receiver.listen();
                    Proof.arrival(ledger, inbox);
                    assertThat(inbox.hasAll(ledger.all()))
                            .as("what is accepted is delivered while the disk is full")
                            .isTrue();
                    launcher.assertAlive();
                    disk.free();
                    long freed = System.nanoTime();
                    Proof.eventually("events are accepted again", Duration.ofSeconds(30), () -> accepts(intake));
                    proof.say("accepts %.1f s after there was space again", Proof.seconds(System.nanoTime() - freed));
                }
                publish(intake, 1);
                Proof.arrival(ledger, inbox);
                launcher.assertAlive();
            }
            Verdict verdict = new Checker().check(ledger.all(), inbox.receipts());
            proof.say("%s", verdict);
            assertThat(verdict.lost()).isEmpty();
            assertThat(verdict.reordered()).isEmpty();
            assertThat(verdict.corrupted()).isEmpty();
        }
    }

    private void publish(Intake intake, int groups) throws IOException, InterruptedException {
        for (int i = 0; i < groups; i++) {
            intake.acceptLines(group(), ledger);
        }
    }

    private RefusedException publishUntilRefused(Intake intake) throws IOException, InterruptedException {
        try {
            publish(intake, GROUPS);
        } catch (RefusedException e) {
            return e;
        }
        throw new AssertionError("A full disk took " + GROUPS * GROUP + " events");
    }

    private boolean accepts(Intake intake) throws InterruptedException {
        try {
            intake.acceptLines(group(), ledger);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private List<Event> group() {
        int from = number;
        number += GROUP;
        return IntStream.range(from, from + GROUP)
                .mapToObj(i -> new Event(i % 20, i / 20 + 1))
                .toList();
    }
}
