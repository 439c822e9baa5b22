/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Start;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages copies of a small store in all kinds of ways. The outbox must always start, and never hand out anything but
 * what was stored; what is lost must be accounted for.
 */
class FlipTest {

    private static final int ENTRIES = 300;
    private static final int FLIPS = Integer.getInteger("audithook.flips", 400);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** On a page of 16 KiB and less: damage to a page that holds only entries costs those. */
    private static final int MAX_ENTRIES_OF_A_PAGE = 80;

    @TempDir
    Path directory;

    private final Map<Long, String> stored = new HashMap<>();
    private byte[] sound;
    private byte[] log;
    private byte[] note;
    private int opened;

    /** In memory where there is such a disk, since there are many files. */
    @BeforeEach
    void fill() throws Exception {
        directory = Outboxes.inMemory(directory);
        Path source = directory.resolve("source");
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = open(source)) {
            outbox.listen(listener);
            for (String endpoint : List.of("one", "two")) {
                get(outbox.attach(endpoint, Start.NOW));
            }
            for (int i = 0; i < ENTRIES; i += 10) {
                get(outbox.append(batch(i)));
            }
            Lane lane = listener.lanes.get("two");
            List<Entry> entries = Outboxes.read(lane);
            entries.forEach(entry -> stored.put(entry.position(), entry.id() + entry.key() + Outboxes.text(entry)));
            for (Entry entry : entries.subList(0, 20)) {
                get(lane.park(entry, new RetryState(1, NOW, NOW, "h")));
            }
            for (Entry entry : entries.subList(20, 40)) {
                get(lane.bury(entry, "no", "h"));
            }
            Outboxes.settle(lane, entries.subList(50, 60));
            Files.createDirectories(directory.resolve("log"));
            log = Files.readAllBytes(source.resolve("outbox.db-wal"));
        }
        note = Files.readAllBytes(source.resolve("outbox.lock"));
        sound = Files.readAllBytes(source.resolve("outbox.db"));
        assertThat(stored).hasSize(ENTRIES);
    }

    @AfterEach
    void clean() throws IOException {
        Outboxes.delete(directory);
    }

    private static List<NewEntry> batch(int from) {
        List<NewEntry> batch = new ArrayList<>();
        for (int i = from; i < from + 10; i++) {
            byte[] json = (i + "-" + "x".repeat(i % 300)).getBytes(StandardCharsets.UTF_8);
            batch.add(new NewEntry(i % 5 == 0 ? Optional.of("id-" + i) : Optional.empty(), "key-" + i % 7, json));
        }
        return batch;
    }

    private static SqliteOutbox open(Path directory) {
        OutboxSettings settings = new OutboxSettings(
                directory,
                1L << 30,
                Duration.ofHours(24),
                Optional.empty(),
                OptionalLong.empty(),
                OutboxSettings.WhenFull.REJECT,
                0);
        return new SqliteOutbox(settings, () -> NOW, Connector.SQLITE, false);
    }

    /** What an outbox with these files has left. */
    private Result examine(String what, byte[] database, byte[] wal) throws Exception {
        Path copy = Files.createDirectories(directory.resolve("copy-" + opened++));
        if (database != null) {
            Files.write(copy.resolve("outbox.db"), database);
        }
        Files.write(copy.resolve("outbox.lock"), note);
        if (wal != null) {
            Files.write(copy.resolve("outbox.db-wal"), wal);
        }
        Outboxes.Listener listener = new Outboxes.Listener();
        Result result = new Result();
        try (SqliteOutbox outbox = open(copy)) {
            outbox.listen(listener);
            for (Lane lane : listener.lanes.values()) {
                result.lanes.put(lane.endpoint(), read(what, lane));
            }
            for (String endpoint : outbox.attached()) {
                outbox.deadLetters(endpoint, Selection.ALL, Long.MAX_VALUE, 1000)
                        .forEach(letter -> check(what, letter.entry()));
            }
            // it goes on
            get(outbox.attach("new", Start.NOW));
            get(outbox.append(List.of(Outboxes.entry("k", "new"))));
            List<String> begun = Outboxes.drain(listener.lanes.get("new"));
            assertThat(begun).as(what).endsWith("new");
            if (result.lanes.size() == 2) {
                assertThat(begun).as(what).hasSize(1);
            }
            for (Lane lane : listener.lanes.values()) {
                LaneStats stats = lane.stats();
                assertThat(stats.missing()).as(what + " " + lane.endpoint()).isZero();
                result.damaged += stats.damaged();
            }
            result.quarantined = outbox.stats().quarantined();
        }
        Outboxes.delete(copy);
        return result;
    }

    private List<Long> read(String what, Lane lane) {
        List<Long> positions = new ArrayList<>();
        for (Entry entry : Outboxes.read(lane)) {
            check(what, entry);
            positions.add(entry.position());
        }
        assertThat(positions).as(what).isSorted().doesNotHaveDuplicates();
        List<Long> parked = lane.parked().stream().map(Parked::position).toList();
        lane.read(parked).forEach(entry -> check(what, entry));
        return positions;
    }

    private void check(String what, Entry entry) {
        assertThat(entry.id() + entry.key() + Outboxes.text(entry)).as(what).isEqualTo(stored.get(entry.position()));
    }

    /** What was left. */
    private static final class Result {
        final Map<String, List<Long>> lanes = new TreeMap<>();
        long damaged;
        long quarantined;
    }

    @Test
    void bit_flippedAnywhere_neverChangesWhatIsHandedOut() throws Exception {
        long seed = Long.getLong("audithook.seed", 20260101L);
        System.out.println("FlipTest: seed " + seed);
        Random random = new Random(seed);
        int untouched = 0;
        int few = 0;
        int many = 0;
        int empty = 0;
        for (int i = 0; i < FLIPS; i++) {
            int at = random.nextInt(sound.length);
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Result result = examine("seed " + seed + " flip " + i + " at " + at, damaged, null);
            List<Long> one = result.lanes.get("one");
            if (one == null || one.isEmpty()) {
                empty++;
            } else if (one.size() == ENTRIES) {
                untouched++;
            } else if (one.size() >= ENTRIES - MAX_ENTRIES_OF_A_PAGE) {
                few++;
                assertThat(result.damaged).isPositive();
                assertThat(result.quarantined).isPositive();
            } else {
                many++;
            }
        }
        System.out.printf(
                "FlipTest: %d flips in %d bytes: %d cost no entry, %d some of a page, %d more, %d all%n",
                FLIPS, sound.length, untouched, few, many, empty);
        // the first page has the names and places of all tables
        assertThat(empty).isLessThan(FLIPS / 20);
    }

    @Test
    void file_truncated_losesTheRestAtMost() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            int length = i == 0 ? 0 : random.nextInt(sound.length);
            examine("truncated to " + length, Arrays.copyOf(sound, length), null);
        }
    }

    @Test
    void file_zeroedInPart_losesThatPartAtMost() throws Exception {
        Random random = new Random(2);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = sound.clone();
            int from = random.nextInt(sound.length);
            int to = Math.min(sound.length, from + (512 << random.nextInt(6)));
            Arrays.fill(damaged, from, to, (byte) 0);
            examine("zeroed from " + from + " to " + to, damaged, null);
        }
    }

    @Test
    void log_damaged_neverChangesWhatIsHandedOut() throws Exception {
        Random random = new Random(3);
        // before the log was moved into it, the database had nothing
        byte[] first = Arrays.copyOf(sound, sound.length);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = log.clone();
            damaged[random.nextInt(log.length)] ^= (byte) (1 << random.nextInt(8));
            examine("log flipped " + i, first, damaged);
            examine("log truncated " + i, first, Arrays.copyOf(log, random.nextInt(log.length)));
        }
        byte[] garbage = new byte[50_000];
        random.nextBytes(garbage);
        examine("log of garbage", first, garbage);
        examine("log alone", null, log);
        examine("log beside an empty file", new byte[0], log);
    }

    @Test
    void file_ofGarbage_isPutAsideForAnEmptyOutbox() throws Exception {
        Random random = new Random(4);
        for (int length : new int[] {15, 16, 100, 511, 512, 513, 8192, 100_000}) {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            Path copy = Files.createDirectories(directory.resolve("garbage-" + length));
            Files.write(copy.resolve("outbox.db"), garbage);
            try (SqliteOutbox outbox = open(copy)) {
                assertThat(outbox.attached()).isEmpty();
                get(outbox.append(List.of(Outboxes.entry("k", "new"))));
            }
            try (var aside = Files.newDirectoryStream(copy, "damaged-*")) {
                Path found = aside.iterator().next();
                assertThat(Files.readAllBytes(found.resolve("outbox.db"))).isEqualTo(garbage);
            }
        }
    }
}
