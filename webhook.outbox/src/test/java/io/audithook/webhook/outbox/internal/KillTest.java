/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Start;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills processes that use an outbox, in all places, and looks whether all that was said to be durable is there. */
class KillTest {

    private static final int CYCLES = 3;

    /** Once for each point in every build; more before a release. */
    private static final int RUNS = Integer.getInteger("audithook.kills", 1);

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "before INSERT INTO entry|7",
                "after INSERT INTO entry|7",
                "before commit|40",
                "after commit|40",
                "before UPDATE lane SET|20",
                "after UPDATE lane SET|20",
                "after INSERT OR REPLACE|5",
                "after DELETE FROM parked|3",
                "before UPDATE store SET|9",
                "after UPDATE store SET|9",
                "after DELETE FROM dead|1",
                "after DELETE FROM lane|1",
                "before DELETE FROM entry|1",
                "after DELETE FROM entry|1",
                "after DELETE FROM publisher_id|2",
            })
    void process_killedAtAPoint_losesNothing(String point, int passes, @TempDir Path directory) throws Exception {
        Set<String> accepted = new LinkedHashSet<>();
        Set<String> done = new HashSet<>();
        Set<String> kept = new HashSet<>();
        for (int run = 0; run < RUNS; run++) {
            Process process = start(
                    KilledWriter.class,
                    directory.toString(),
                    Integer.toString(run),
                    point,
                    Integer.toString(passes + 11 * run % 100));
            for (String line : linesUntilTheEnd(process)) {
                String text = line.substring(line.indexOf(' ') + 1);
                (line.startsWith("accepted") ? accepted : line.startsWith("done") ? done : kept).add(text);
            }
            verify(directory);
            check(directory, accepted, done, kept);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"before CREATE TABLE lane", "after PRAGMA application_id =", "before COMMIT", "after COMMIT"})
    void process_killedWhileCreating_startsAgain(String point, @TempDir Path directory) throws Exception {
        linesUntilTheEnd(start(KilledWriter.class, directory.toString(), "0", point, "0"));
        check(directory, Set.of(), Set.of(), Set.of());
        verify(directory);
    }

    private static void verify(Path directory) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = Verify.run(new String[] {directory.toString()}, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(exit).as(out.toString(StandardCharsets.UTF_8)).isZero();
    }

    /** What was accepted comes again, or is kept, or was done. */
    private static void check(Path directory, Set<String> accepted, Set<String> done, Set<String> kept) {
        SqliteOutbox outbox = Outboxes.open(directory, () -> Instant.parse("2026-01-01T00:00:00Z"));
        try {
            Outboxes.Listener listener = new Outboxes.Listener();
            outbox.listen(listener);
            Lane lane = listener.lanes.get("e");
            Set<String> left = new HashSet<>();
            if (lane != null) {
                List<Entry> parked =
                        lane.read(lane.parked().stream().map(Parked::position).toList());
                parked.forEach(entry -> left.add(name(entry)));
                outbox.deadLetters("e", Selection.ALL, Long.MAX_VALUE, Integer.MAX_VALUE)
                        .forEach(letter -> left.add(name(letter.entry())));
                Set<String> mustBe = new HashSet<>(kept);
                mustBe.removeAll(done);
                assertThat(left).containsAll(mustBe);
                Outboxes.read(lane).forEach(entry -> left.add(name(entry)));
                assertThat(lane.stats().missing()).isZero();
                assertThat(lane.stats().lost()).isZero();
                assertThat(lane.stats().damaged()).isZero();
            }
            Set<String> lost = new LinkedHashSet<>(accepted);
            lost.removeAll(done);
            lost.removeAll(left);
            assertThat(lost).isEmpty();
        } finally {
            outbox.close();
        }
    }

    private static String name(Entry entry) {
        return Outboxes.text(entry).replace("x", "");
    }

    private static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> linesUntilTheEnd(Process process) throws Exception {
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            assertThat(process.isAlive()).as("the stream broke: " + e).isFalse();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("it ended where it should").isEqualTo(9);
        return lines;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "before INSERT INTO entry|0",
                "after INSERT INTO entry|0",
                "before commit|0",
                "after commit|1",
                "after INSERT OR REPLACE|1",
                "after UPDATE store SET|1",
            })
    void process_killedWhileUpgrading_startsAgain(String point, int passes, @TempDir Path directory) throws Exception {
        UpgradeTest.create(directory, 2);
        Process process = start(KilledWriter.class, directory.toString(), "0", point, Integer.toString(passes));
        linesUntilTheEnd(process);
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = Outboxes.open(directory, InstantSource.system())) {
            outbox.listen(listener);
            List<Entry> entries = Outboxes.read(listener.lanes.get("b"));
            assertThat(entries)
                    .extracting(Entry::position)
                    .contains((long) UpgradeTest.FIRST, (long) UpgradeTest.ENTRIES)
                    .hasSize(UpgradeTest.ENTRIES - UpgradeTest.FIRST + 1 - 2);
            assertThat(outbox.deadLetters("a", Selection.ALL, Long.MAX_VALUE, 9))
                    .hasSize(1);
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
