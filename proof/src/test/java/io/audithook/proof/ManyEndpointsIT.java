/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B2: many endpoints in one process. Promise P6. */
class ManyEndpointsIT {

    private static final int ENDPOINTS = Proof.size(1_000, 10_000);

    @TempDir
    Path folder;

    @Test
    void endpoints_many_startAndDeliver() throws Exception {
        Proof proof = new Proof("B2");
        Home home = new Home(folder.resolve("home"));
        try (Receiver receiver = new Receiver()) {
            for (int i = 0; i < ENDPOINTS; i++) {
                home.endpoint("e" + i, receiver.uri("e" + i), "concurrency = 1");
            }
            List<Inbox> inboxes = IntStream.range(0, ENDPOINTS)
                    .mapToObj(i -> receiver.inbox("e" + i))
                    .toList();
            start(proof, "first start", home, inboxes, new Event(1, 1));
            if (Proof.size(0, 1) > 0) {
                start(proof, "second start", home, inboxes, new Event(1, 2));
            }
        }
    }

    private static void start(Proof proof, String what, Home home, List<Inbox> inboxes, Event event) throws Exception {
        try (Launcher launcher = Launcher.start(List.of(), home, "-Xmx512m")) {
            Intake intake = new Intake(launcher.awaitReady());
            long ready = System.nanoTime();
            intake.accept(event);
            Proof.eventually(
                    "the event arrives everywhere", () -> inboxes.stream().allMatch(inbox -> inbox.has(event)));
            long all = System.nanoTime();
            proof.say(
                    "%s with %d endpoints: ready after %.1f s, an event at all of them after %.1f s; %d threads, %d open"
                            + " files, resident %d MiB in -Xmx512m",
                    what,
                    ENDPOINTS,
                    Proof.seconds(ready - launcher.startedNanos()),
                    Proof.seconds(all - launcher.startedNanos()),
                    launcher.threads(),
                    launcher.files(),
                    launcher.residentKibibytes() / 1024);
            launcher.assertAlive();
            launcher.terminate();
        }
    }
}
