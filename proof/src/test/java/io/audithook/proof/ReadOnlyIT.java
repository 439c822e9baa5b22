/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * D3: the outbox cannot be written any more. A file system in use cannot be made read-only, so its files are: with the
 * attribute {@code i} the kernel refuses each write, to those that are open, too. Promises P2, P10.
 */
class ReadOnlyIT {

    private static final int CYCLES = Proof.size(1, 10);
    private static final int EVENTS = 50;

    @TempDir
    Path folder;

    private final Ledger ledger = new Ledger();
    private int number;

    @Test
    void outbox_readOnly_refusesDeliversOnAndRecovers() throws Exception {
        Proof proof = new Proof("D3");
        Tools.need("chattr");
        try (Disk disk = Disk.create(folder, 128);
                Receiver receiver = new Receiver()) {
            Inbox inbox = receiver.inbox("a");
            Path outbox = disk.root().resolve("outbox");
            Home home = new Home(folder.resolve("home"));
            home.outbox(outbox);
            home.endpoint("a", receiver.uri("a"));
            try (Launcher launcher = Launcher.start(home)) {
                Intake intake = new Intake(launcher.awaitReady());
                Home.awaitOutbox(outbox, intake);
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    publish(intake);
                    receiver.refuse();
                    publish(intake);
                    attribute("+i", outbox);
                    long start = System.nanoTime();
                    String answer = refusal(intake);
                    proof.say("after %.3f s: %s", Proof.seconds(System.nanoTime() - start), answer);
                    assertThat(answer)
                            .as("the answer while nothing can be written")
                            .startsWith("503");
                    receiver.listen();
                    Proof.arrival(ledger, inbox);
                    assertThat(inbox.hasAll(ledger.all()))
                            .as("what is accepted is delivered while nothing can be written")
                            .isTrue();
                    launcher.assertAlive();
                    attribute("-i", outbox);
                    long writable = System.nanoTime();
                    Proof.eventually(
                            "events are accepted again",
                            Duration.ofSeconds(30),
                            () -> refusal(intake).isEmpty());
                    proof.say("accepts %.1f s after it could write again", Proof.seconds(System.nanoTime() - writable));
                }
                Proof.arrival(ledger, inbox);
            } finally {
                attribute("-i", outbox);
            }
            Verdict verdict = new Checker().check(ledger.all(), inbox.receipts());
            proof.say("%s", verdict);
            assertThat(verdict.lost()).isEmpty();
            assertThat(verdict.reordered()).isEmpty();
            assertThat(verdict.corrupted()).isEmpty();
        }
    }

    private void publish(Intake intake) throws IOException, InterruptedException {
        for (int i = 0; i < EVENTS; i++) {
            Event event = next();
            ledger.add(new Accepted(event, intake.accept(event), System.nanoTime()));
        }
    }

    /** What publishing one event is refused with; empty if it is accepted. */
    private String refusal(Intake intake) throws InterruptedException {
        Event event = next();
        try {
            ledger.add(new Accepted(event, intake.accept(event), System.nanoTime()));
            return "";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private Event next() {
        number++;
        return new Event(number % 10, number / 10 + 1);
    }

    private static void attribute(String change, Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of("chattr", change));
        try (Stream<Path> files = Files.walk(directory)) {
            files.map(Path::toString).forEach(command::add);
        }
        Tools.run(command.toArray(String[]::new));
    }
}
