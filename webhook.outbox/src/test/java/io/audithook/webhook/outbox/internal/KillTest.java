/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.Start;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that appends, again and again, and looks whether all it was told to be durable is there. */
class KillTest {

    private static final int CYCLES = 3;

    @Test
    void process_killedWhileAppending_keepsAllThatWasAccepted(@TempDir Path directory) throws Exception {
        List<String> accepted = new ArrayList<>();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            accepted.addAll(appendUntilKilled(directory, cycle, 500 + 300 * cycle));
        }
        SqliteOutbox outbox = Outboxes.open(directory, InstantSource.system());
        try {
            Outboxes.Listener listener = new Outboxes.Listener();
            outbox.listen(listener);
            List<String> stored = Outboxes.drain(listener.lanes.get("e"));
            assertThat(stored).doesNotHaveDuplicates().containsAll(accepted);
            // what was accepted one after the other is stored in that order
            assertThat(stored.stream().filter(accepted::contains).toList()).isEqualTo(accepted);
        } finally {
            outbox.close();
        }
    }

    private static List<String> appendUntilKilled(Path directory, int cycle, int killAfter) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        directory.toString(),
                        Integer.toString(cycle))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> accepted = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                accepted.add(line);
                if (accepted.size() == killAfter) {
                    process.toHandle().destroyForcibly();
                }
            }
        } catch (IOException e) {
            assertThat(process.isAlive()).as("the stream broke: " + e).isFalse();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(killAfter);
        return accepted;
    }

    /** Appends for ever and prints what has become durable. */
    static final class Appender {

        private Appender() {}

        public static void main(String[] args) throws Exception {
            SqliteOutbox outbox = Outboxes.open(Path.of(args[0]), InstantSource.system());
            Outboxes.get(outbox.attach("e", Start.NOW));
            for (int i = 0; i < 1_000_000; i++) {
                List<String> texts = IntStream.range(i * 3, i * 3 + 3)
                        .mapToObj(n -> args[1] + ":" + n)
                        .toList();
                Outboxes.get(outbox.append(
                        texts.stream().map(text -> Outboxes.entry("k", text)).toList()));
                texts.forEach(System.out::println);
                System.out.flush();
            }
        }
    }
}
