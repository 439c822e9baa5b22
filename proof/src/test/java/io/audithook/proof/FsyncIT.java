/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F1: between a request and its 202 the kernel was asked for an fsync, and has done it. Promise P1. */
class FsyncIT {

    private static final int EVENTS = Proof.size(50, 1000);
    private static final Pattern DONE = Pattern.compile("(fsync|fdatasync).*= 0");

    @TempDir
    Path folder;

    @Test
    void event_accepted_wasFsynced() throws Exception {
        Proof proof = new Proof("F1");
        Path trace = folder.resolve("trace.txt");
        String strace = Tools.need("strace");
        try {
            Tools.run(strace, "-f", "-e", "trace=fsync", "-o", trace.toString(), Tools.need("true"));
        } catch (IOException e) {
            Assumptions.abort("strace is not allowed here: " + e.getMessage());
        }
        Files.delete(trace);
        List<String> traced = List.of(strace, "-f", "-e", "trace=fsync,fdatasync", "-o", trace.toString());
        try (Launcher launcher = Launcher.start(traced, new Home(folder.resolve("home")), Launcher.SOON_THERE)) {
            Intake intake = new Intake(launcher.awaitReady());
            int least = Integer.MAX_VALUE;
            for (int number = 1; number <= EVENTS; number++) {
                long before = syncs(trace);
                intake.accept(new Event(1, number));
                least = Math.min(least, (int) (syncs(trace) - before));
            }
            proof.say("%d events one after the other, at least %d fsync for each", EVENTS, least);
            assertThat(least).as("fsyncs between request and 202").isPositive();
        }
    }

    private static long syncs(Path trace) throws IOException {
        return Files.readAllLines(trace).stream()
                .filter(line -> DONE.matcher(line).find())
                .count();
    }
}
