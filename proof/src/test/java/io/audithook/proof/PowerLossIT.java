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
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * P2: the power fails under load. The process is frozen, so that nothing is accepted any more, then its file system is
 * shut down without a flush. Promise P1; and that this proof can fail at all.
 */
class PowerLossIT {

    private static final int CYCLES = Proof.size(2, 100);
    private static final int DISK_MEBIBYTES = 512;

    @TempDir
    Path folder;

    private final Ledger ledger = new Ledger();
    private final List<Fault> cuts = new ArrayList<>();
    private SplittableRandom random;

    @Test
    void power_cutUnderLoad_losesNothing() throws Exception {
        Proof proof = new Proof("P2");
        random = new SplittableRandom(proof.seed());
        Tools.need("xfs_io");
        try (Disk disk = Disk.create(folder, DISK_MEBIBYTES);
                Receiver live = new Receiver();
                Receiver late = new Receiver()) {
            Home home = prepare(disk, live, late);
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                late.refuse();
                cutUnderLoad(disk, List.of(), home, cycle * 100);
                late.listen();
                try (Launcher launcher = Launcher.start(home)) {
                    launcher.awaitReady();
                    Proof.arrival(ledger, late.inbox("late"));
                    Proof.arrival(ledger, live.inbox("live"));
                    launcher.terminate();
                }
            }
            Verdict all =
                    new Checker(cuts).check(ledger.all(), late.inbox("late").receipts());
            Verdict others =
                    new Checker(cuts).check(ledger.all(), live.inbox("live").receipts());
            proof.say("%d power cuts; late: %s; live: %s", CYCLES, all, others);
            all.assertClean();
            others.assertClean();
        }
    }

    @Test
    void power_cutWithoutFsync_isSeenAsLoss() throws Exception {
        Proof proof = new Proof("P2 without fsync");
        random = new SplittableRandom(proof.seed());
        String eatmydata = Tools.need("eatmydata");
        Tools.need("xfs_io");
        try (Disk disk = Disk.create(folder, DISK_MEBIBYTES);
                Receiver live = new Receiver();
                Receiver late = new Receiver()) {
            Home home = prepare(disk, live, late);
            late.refuse();
            cutUnderLoad(disk, List.of(eatmydata), home, 0);
            late.listen();
            try (Launcher launcher = Launcher.start(home)) {
                if (acceptsAgain(launcher)) {
                    // strict order: what comes after the event that was accepted now would not come any more
                    Proof.eventually(
                            "a new event arrives", () -> late.inbox("late").has(new Event(100, 1)));
                }
            }
            Verdict verdict =
                    new Checker(cuts).check(ledger.all(), late.inbox("late").receipts());
            proof.say("%s", verdict);
            assertThat(verdict.lost()).as("lost without fsync").isNotEmpty();
        }
    }

    private static Home prepare(Disk disk, Receiver live, Receiver late) throws Exception {
        Home home = new Home(disk.root().resolve("home"));
        home.endpoint("live", live.uri("live"));
        home.endpoint("late", late.uri("late"), "ordering = strict");
        disk.flush();
        return home;
    }

    private void cutUnderLoad(Disk disk, List<String> by, Home home, int firstKey) throws Exception {
        int before = ledger.size();
        try (Launcher launcher = Launcher.start(by, home, Launcher.SOON_THERE)) {
            Intake intake = new Intake(launcher.awaitReady());
            // what the first start makes is old by the time the power fails; what is accepted from now on is not
            disk.flush();
            try (Producer producer = new Producer(intake, ledger, firstKey, 100, random.nextLong())) {
                producer.start(Duration.ofMillis(1));
                Proof.eventually("events are accepted", () -> ledger.size() > before + 100);
                Proof.goOn(Duration.ofMillis(random.nextInt(500, 1500)));
                long begin = System.nanoTime();
                launcher.freeze();
                disk.cutPower();
                cuts.add(Fault.since(begin));
            }
        }
        disk.restorePower();
    }

    /** Whether it starts, and accepts one more event, on what is left of its disk. */
    private static boolean acceptsAgain(Launcher launcher) throws InterruptedException {
        try {
            Proof.eventually(
                    "it is ready",
                    Duration.ofSeconds(30),
                    () -> launcher.address().isPresent());
            Optional<URI> address = launcher.address();
            new Intake(address.orElseThrow()).accept(new Event(100, 1));
            return true;
        } catch (org.awaitility.core.ConditionTimeoutException | IOException e) {
            return false;
        }
    }
}
