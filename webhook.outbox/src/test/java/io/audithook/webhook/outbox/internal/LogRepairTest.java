/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.append;
import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Start;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages the log of an outbox that has crashed: nothing sound is lost with it, and nothing is lost in silence. */
class LogRepairTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ENTRIES = 60;
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int FRAME = FRAME_HEADER + Schema.PAGE_BYTES;

    /** A page has no more of these. */
    private static final int ENTRIES_OF_A_PAGE = 16;

    @TempDir
    Path directory;

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<Long, String> stored = new HashMap<>();
    private byte[] log;
    private int frames;
    private int opened;

    @BeforeEach
    void fill() throws Exception {
        directory = Outboxes.inMemory(directory);
        Path source = directory.resolve("source");
        try (SqliteOutbox outbox = open(source)) {
            get(outbox.attach("one", Start.NOW));
            get(outbox.attach("two", Start.NOW));
            for (long i = 1; i <= ENTRIES; i++) {
                String text = "marker-" + i + "-" + "x".repeat(1000 + (int) i);
                append(outbox, text);
                stored.put(i, text);
            }
            try (var found = Files.newDirectoryStream(source)) {
                for (Path file : found) {
                    files.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
        }
        files.remove("outbox.db-shm");
        log = files.get("outbox.db-wal");
        frames = (log.length - HEADER) / FRAME;
        assertThat(frames).isGreaterThan(ENTRIES);
    }

    @AfterEach
    void clean() throws IOException {
        Outboxes.delete(directory);
    }

    private static SqliteOutbox open(Path directory) {
        return new SqliteOutbox(Outboxes.settings(directory, 1L << 30, 0), () -> NOW, Connector.SQLITE, false);
    }

    private Path crashed(byte[] damagedLog) throws IOException {
        Path copy = Files.createDirectories(directory.resolve("copy-" + opened++));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(copy.resolve(file.getKey()), file.getValue());
        }
        Files.write(copy.resolve("outbox.db-wal"), damagedLog);
        return copy;
    }

    /** Returns how many entries are damaged, of which nothing else may be missing. */
    private long examine(String what, byte[] damagedLog) throws Exception {
        Path copy = crashed(damagedLog);
        Outboxes.Listener listener = new Outboxes.Listener();
        long damaged = 0;
        try (SqliteOutbox outbox = open(copy)) {
            outbox.listen(listener);
            for (String endpoint : List.of("one", "two")) {
                get(outbox.attach(endpoint, Start.NOW));
                Lane lane = listener.lanes.get(endpoint);
                List<Entry> entries = Outboxes.read(lane);
                for (Entry entry : entries) {
                    assertThat(Outboxes.text(entry)).as(what).isEqualTo(stored.get(entry.position()));
                }
                LaneStats stats = lane.stats();
                assertThat(stats.missing()).as(what).isZero();
                assertThat(stats.pending()).as(what).isEqualTo(entries.size());
                assertThat(entries.size() + stats.damaged() + stats.lost())
                        .as(what)
                        .isEqualTo(ENTRIES);
                damaged = stats.damaged() + stats.lost();
            }
            append(outbox, "after");
            assertThat(outbox.head()).as(what).isEqualTo(ENTRIES + 1);
            if (damaged > 0) {
                assertThat(outbox.stats().quarantined()).as(what).isEqualTo(damaged);
            }
        }
        Outboxes.delete(copy);
        return damaged;
    }

    private byte[] flipped(int at, int bit) {
        byte[] damaged = log.clone();
        damaged[at] ^= (byte) (1 << bit);
        return damaged;
    }

    private int offset(int frame) {
        return HEADER + frame * FRAME;
    }

    @Test
    void log_thatIsSound_isLeftAlone() throws Exception {
        assertThat(new LogRepair(crashed(log).resolve("outbox.db-wal")).examine())
                .isEqualTo(LogRepair.Finding.SOUND);
        assertThat(examine("sound", log)).isZero();
    }

    @Test
    void bit_flippedInAnyHeader_costsNothing() throws Exception {
        for (int at = 0; at < HEADER; at++) {
            assertThat(examine("header " + at, flipped(at, at % 8)))
                    .as("header " + at)
                    .isZero();
        }
        for (int frame : new int[] {0, 1, frames / 2, frames - 2}) {
            for (int at = 0; at < FRAME_HEADER; at++) {
                String what = "byte " + at + " of frame " + frame;
                assertThat(examine(what, flipped(offset(frame) + at, at % 8)))
                        .as(what)
                        .isZero();
            }
        }
    }

    @Test
    void bit_flippedInAnyPage_isPutRightOrCostsItsEntry() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            int at = offset(random.nextInt(frames))
                    + FRAME_HEADER
                    + (i % 3 == 0 ? random.nextInt(8) : random.nextInt(Schema.PAGE_BYTES));
            String what = "bit " + i + " at " + at;
            assertThat(examine(what, flipped(at, random.nextInt(8)))).as(what).isLessThanOrEqualTo(ENTRIES_OF_A_PAGE);
        }
    }

    @Test
    void bits_flippedInTheLastFrame_costItAtMost() throws Exception {
        for (int at = 0; at < FRAME; at += at < 40 ? 1 : 509) {
            String what = "byte " + at + " of the last frame";
            assertThat(examine(what, flipped(offset(frames - 1) + at, at % 8)))
                    .as(what)
                    .isLessThanOrEqualTo(1);
        }
        for (int at = FRAME - 8; at < FRAME; at++) {
            String what = "byte " + at + " of the last frame";
            assertThat(examine(what, flipped(offset(frames - 1) + at, at % 8)))
                    .as(what)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void bytes_ofAnEvent_costIt() throws Exception {
        byte[] damaged = log.clone();
        byte[] marker = "marker-20-".getBytes(StandardCharsets.US_ASCII);
        int changed = 0;
        for (int at = 0; at < damaged.length - marker.length; at++) {
            if (Arrays.equals(damaged, at, at + marker.length, marker, 0, marker.length)) {
                Arrays.fill(damaged, at + 20, at + 50, (byte) 'y');
                changed++;
            }
        }
        assertThat(changed).isPositive();
        Path copy = crashed(damaged);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Verify.run(new String[] {copy.toString()}, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("outbox.db-wal is damaged at frame", "problem: accepted, but not there");
        assertThat(examine("event 20", damaged)).isEqualTo(1);
        open(copy).close();
        try (var aside = Files.newDirectoryStream(copy, "damaged-*")) {
            assertThat(Files.readAllBytes(aside.iterator().next().resolve("outbox.db-wal")))
                    .isEqualTo(damaged);
        }
    }

    @Test
    void bytes_overwrittenAnywhere_costThoseOfAFewPages() throws Exception {
        Random random = new Random(2);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = log.clone();
            byte[] garbage = new byte[16 << random.nextInt(10)];
            random.nextBytes(garbage);
            int at = random.nextInt(offset(frames - 20));
            System.arraycopy(garbage, 0, damaged, at, garbage.length);
            String what = garbage.length + " bytes at " + at;
            assertThat(examine(what, damaged))
                    .as(what)
                    .isLessThanOrEqualTo(ENTRIES_OF_A_PAGE * (garbage.length / Schema.PAGE_BYTES + 2L));
        }
    }

    @Test
    void log_thatIsCutOff_isCounted() throws Exception {
        for (int part = 0; part < 10; part++) {
            String what = part + " tenths";
            long damaged = examine(what, Arrays.copyOf(log, log.length / 10 * part));
            assertThat(damaged).as(what).isPositive();
        }
    }

    @Test
    void end_thatACrashHasTorn_isLeftAsItIs() throws Exception {
        // the mark is that of before
        Path copy = crashed(log);
        int store = HeadMark.read(copy.resolve("outbox.head")).orElseThrow().store();
        HeadMark mark = new HeadMark(directory.resolve("mark"));
        mark.write(new HeadMark.Mark(store, ENTRIES - 1, 0));
        mark.close();
        files.put("outbox.head", Files.readAllBytes(directory.resolve("mark")));
        byte[] torn = log.clone();
        Arrays.fill(torn, torn.length - 4096, torn.length, (byte) 0);
        copy = crashed(torn);
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = open(copy)) {
            outbox.listen(listener);
            assertThat(Outboxes.read(listener.lanes.get("one"))).hasSize(ENTRIES - 1);
            assertThat(listener.lanes.get("one").stats().damaged()).isZero();
            assertThat(outbox.head()).isEqualTo(ENTRIES - 1);
        }
        try (var aside = Files.newDirectoryStream(copy, "damaged-*")) {
            assertThat(aside.iterator().hasNext()).isFalse();
        }
    }
}
