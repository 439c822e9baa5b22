/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Start;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damages pages of one table at a time. What is sound anywhere, in the log or as a copy, must be handed out or be a dead
 * letter that is seen; the rest must be counted.
 */
class DamagedTablesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PAGE = Schema.PAGE_BYTES;

    /** So many, of which no two fit on a page, that there are pages between the root and the leaves. */
    private static final int ENTRIES = 1400;

    /** Up to here the log is gone, and only copies are left. */
    private static final int TRIMMED = 100;

    private static final int TOUCHED = 350;
    private static final int ROUNDS = Integer.getInteger("audithook.damages", 6);
    private static final long SEED = Long.getLong("audithook.seed", 0);

    @TempDir
    Path directory;

    private final Map<Long, String> stored = new HashMap<>();
    private final Map<Long, String> ids = new HashMap<>();
    private final Set<Long> parked = new TreeSet<>();
    private final Set<Long> dead = new TreeSet<>();
    private final Set<Long> settled = new TreeSet<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private byte[] sound;
    private Instant now = NOW;
    private int opened;

    @BeforeEach
    void fill() throws Exception {
        directory = Outboxes.inMemory(directory);
        Path source = directory.resolve("source");
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = open(source)) {
            outbox.listen(listener);
            get(outbox.attach("one", Start.NOW));
            get(outbox.attach("two", Start.NOW));
            for (int i = 1; i <= ENTRIES; i += 50) {
                get(outbox.append(batch(i)));
            }
            Lane one = listener.lanes.get("one");
            Outboxes.settle(one, one.next(TRIMMED, Long.MAX_VALUE));
            Lane two = listener.lanes.get("two");
            List<Entry> entries = Outboxes.read(two);
            entries.forEach(entry -> ids.put(entry.position(), entry.id()));
            for (Entry entry : entries.subList(0, TOUCHED)) {
                long position = entry.position();
                if (position % 7 == 0) {
                    two.park(entry, new RetryState(3, NOW, NOW, "h"));
                    parked.add(position);
                } else if (position % 7 == 1) {
                    two.bury(entry, "no", "h");
                    dead.add(position);
                } else if (position % 7 == 2 || position <= TRIMMED) {
                    two.settle(position, Settlement.DELIVERED);
                    settled.add(position);
                }
            }
            get(outbox.append(List.of()));
            now = NOW.plus(Duration.ofHours(25));
            await().untilAsserted(() -> assertThat(outbox.stats().entries()).isEqualTo(ENTRIES - TRIMMED));
        }
        for (String name : List.of("outbox.db", "outbox.lock", "outbox.head")) {
            files.put(name, Files.readAllBytes(source.resolve(name)));
        }
        sound = files.get("outbox.db");
    }

    @AfterEach
    void clean() throws IOException {
        Outboxes.delete(directory);
    }

    private SqliteOutbox open(Path path) {
        return new SqliteOutbox(Outboxes.settings(path, 1L << 30, 0), () -> now, Connector.SQLITE, false);
    }

    private List<NewEntry> batch(int from) {
        List<NewEntry> batch = new ArrayList<>();
        for (int i = from; i < from + 50; i++) {
            String text = "marker-" + i + "-" + "x".repeat(4300) + "-" + i;
            stored.put((long) i, text);
            batch.add(new NewEntry(
                    i % 2 == 0 ? Optional.of("id-" + i) : Optional.empty(),
                    "key-" + i % 5,
                    text.getBytes(StandardCharsets.UTF_8)));
        }
        return batch;
    }

    /** The numbers of the pages of a table or an index; of a kind, if it is given. */
    private List<Integer> pages(String table, String kind) throws SQLException {
        List<Integer> pages = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("source/outbox.db"));
                PreparedStatement select = connection.prepareStatement(
                        "SELECT pageno FROM dbstat WHERE name = ? AND pagetype LIKE ? ORDER BY pageno")) {
            select.setString(1, table);
            select.setString(2, kind);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    pages.add(row.getInt(1));
                }
            }
        }
        assertThat(pages).as(table + " " + kind).isNotEmpty();
        return pages;
    }

    /** The rows of a table that are on a page, by the events that begin on it. */
    private Set<Long> positionsOn(int page) {
        Set<Long> positions = new HashSet<>();
        String text = new String(sound, (page - 1) * PAGE, PAGE, StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf("marker-"); at >= 0; at = text.indexOf("marker-", at + 1)) {
            positions.add(Long.parseLong(text.substring(at + 7, text.indexOf('-', at + 7))));
        }
        return positions;
    }

    /** Damages a page in one of the ways that disks do. */
    private static void damage(byte[] file, int page, Random random) {
        int from = (page - 1) * PAGE;
        switch (random.nextInt(4)) {
            case 0 -> Arrays.fill(file, from, from + 16, (byte) 0);
            case 1 -> Arrays.fill(file, from, from + PAGE, (byte) 0);
            case 2 -> file[from + random.nextInt(PAGE)] ^= (byte) (1 << random.nextInt(8));
            default -> {
                byte[] garbage = new byte[1 << random.nextInt(14)];
                random.nextBytes(garbage);
                System.arraycopy(garbage, 0, file, from + random.nextInt(PAGE - garbage.length + 1), garbage.length);
            }
        }
    }

    private void damageAndExamine(String table, String kind, int count, long seed) throws Exception {
        List<Integer> pages = pages(table, kind);
        Random random = new Random(SEED + seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = sound.clone();
            Set<Long> hit = new TreeSet<>();
            for (int i = 0; i < count; i++) {
                int page = pages.get(random.nextInt(pages.size()));
                damage(damaged, page, random);
                hit.addAll(positionsOn(page));
            }
            examine(table + " seed " + (SEED + seed) + " round " + round, damaged, table, hit, round % 2 == 1);
        }
    }

    /**
     * @param hit whose rows of the table may be damaged
     * @param running whether it is damaged while it is in use
     */
    private void examine(String what, byte[] damaged, String table, Set<Long> hit, boolean running) throws Exception {
        Path copy = Files.createDirectories(directory.resolve("copy-" + opened++));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(copy.resolve(file.getKey()), file.getValue());
        }
        if (!running) {
            Files.write(copy.resolve("outbox.db"), damaged);
        }
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = open(copy)) {
            if (running) {
                Files.write(copy.resolve("outbox.db"), damaged);
            }
            outbox.listen(listener);
            if (table.equals("sqlite_autoindex_dead_1") && !isFoundByIndex(outbox)) {
                await().untilAsserted(() -> assertThat(isFoundByIndex(outbox)).isTrue());
            }
            Set<Long> gone = table.equals("entry") ? hit : Set.of();
            check(what, outbox, listener.lanes.get("one"), gone, Set.of());
            check(what, outbox, listener.lanes.get("two"), gone, table.equals("entry") ? Set.of() : hit);
            // it goes on, and an id that came before does no harm
            get(outbox.append(List.of(
                    new NewEntry(Optional.of("id-1000"), "k", stored.get(1000L).getBytes(StandardCharsets.UTF_8)))));
            long head = outbox.head();
            get(outbox.append(List.of(Outboxes.entry("k", "new"))));
            assertThat(outbox.head()).as(what).isEqualTo(head + 1);
            int letters = outbox.deadLetters("two", Selection.ALL, Long.MAX_VALUE, 1000)
                    .size();
            assertThat(get(outbox.redrive("two", Selection.ALL))).as(what).isEqualTo(letters);
            LaneStats stats = listener.lanes.get("two").stats();
            assertThat(stats.missing()).as(what).isZero();
            assertThat(stats.parked()).as(what).isGreaterThanOrEqualTo(letters);
        }
        // and starts again
        try (SqliteOutbox outbox = open(copy)) {
            for (LaneStats stats : outbox.verify().lanes().values()) {
                assertThat(stats.missing()).as(what).isZero();
            }
            assertThat(outbox.verify().problems())
                    .as(what)
                    .allMatch(problem ->
                            problem.matches("(?s)the entry at position \\d+ is damaged|the file is damaged: .*"
                                    // it is delivered, as if for the first time
                                    + "|endpoint two: the state of the parked entry at position \\d+ is damaged"));
        }
        Outboxes.delete(copy);
    }

    /** Verifying has it mended that a dead letter is not found. */
    private static boolean isFoundByIndex(SqliteOutbox outbox) {
        return outbox.verify().problems().stream().noneMatch(problem -> problem.contains("is not in the index"));
    }

    /**
     * @param gone whose events may be gone from the log
     * @param hit whose copies may be damaged
     */
    private void check(String what, SqliteOutbox outbox, Lane lane, Set<Long> gone, Set<Long> hit) throws Exception {
        Set<Long> seen = new HashSet<>();
        List<Entry> entries = new ArrayList<>(Outboxes.read(lane));
        // while all that is sound is copied a lane gets nothing, and asks again
        get(outbox.append(List.of()));
        entries.addAll(Outboxes.read(lane));
        List<Long> aside = lane.parked().stream().map(Parked::position).toList();
        entries.addAll(lane.read(aside));
        List<DeadLetter> letters = outbox.deadLetters(lane.endpoint(), Selection.ALL, Long.MAX_VALUE, 1000);
        letters.forEach(letter -> entries.add(letter.entry()));
        for (Entry entry : entries) {
            assertThat(Outboxes.text(entry)).as(what).isEqualTo(stored.get(entry.position()));
            assertThat(entry.id()).as(what).isEqualTo(ids.get(entry.position()));
            assertThat(seen.add(entry.position()))
                    .as(what + " " + entry.position() + " comes once")
                    .isTrue();
        }
        boolean isTwo = lane.endpoint().equals("two");
        long lost = 0;
        List<Long> missing = new ArrayList<>();
        for (long position = 1; position <= ENTRIES; position++) {
            boolean wanted = isTwo ? !settled.contains(position) : position > TRIMMED;
            boolean inLog = position > TRIMMED && !gone.contains(position);
            boolean copied = isTwo && (parked.contains(position) || dead.contains(position));
            if (wanted && !seen.contains(position)) {
                lost++;
                if (inLog || (copied && !hit.contains(position))) {
                    missing.add(position);
                }
            }
        }
        assertThat(missing).as(what + ": " + lane.endpoint() + " has not got").isEmpty();
        // with the futures of what reading has found
        get(outbox.append(List.of()));
        LaneStats stats = lane.stats();
        assertThat(stats.missing()).as(what).isZero();
        assertThat(stats.dead()).as(what).isEqualTo(letters.size());
        assertThat(stats.pending()).as(what).isEqualTo(seen.size() - letters.size());
        if (stats.delivered() > 0) {
            assertThat(stats.damaged()).as(what).isEqualTo(lost);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead", "parked", "sqlite_autoindex_dead_1", "sqlite_autoindex_parked_1"})
    void copies_onDamagedPages_areMadeAnewOfTheLog(String table) throws Exception {
        damageAndExamine(table, "leaf", 1, 11);
        damageAndExamine(table, "leaf", 3, 12);
        damageAndExamine(table, "%", 2, 13);
    }

    /** SQLite says of such a row that it is too big, not that it is damaged. */
    @ParameterizedTest
    @CsvSource({"dead, 1, 3", "parked, 1, 3", "entry, 0, 1"})
    void row_thatSaysItIsLongerThanARowCanBe_costsNoneOnOtherPages(String table, int type, int before)
            throws Exception {
        long length = 1_200_000_000;
        int header = 1 + before + 5;
        int page = pages(table, "leaf").get(0);
        int from = (page - 1) * PAGE;
        ByteBuffer damaged = ByteBuffer.wrap(sound.clone());
        // the place of the first row is behind the eight bytes of the head of a page
        int row = from + damaged.getShort(from + 8);
        int number = row;
        do {
            number++;
        } while (damaged.get(number - 1) < 0);
        byte known = damaged.get(number);
        assertThat(known).as("a number of one byte").isPositive();
        // a row is its length, its number, and a header with the types of its columns: numbers of a byte or none, and a
        // text or bytes of that length (https://www.sqlite.org/fileformat.html)
        damaged.position(row)
                .put(varint(header + before * (long) type + length))
                .put(known)
                .put((byte) header);
        for (int i = 0; i < before; i++) {
            damaged.put((byte) type);
        }
        damaged.put(varint(2 * length + (type == 0 ? 12 : 13)));
        Set<Long> hit = positionsOn(page);
        examine("length in " + table, damaged.array(), table, hit, false);
        examine("length in " + table + ", running", damaged.array(), table, hit, true);
    }

    /** In five bytes. */
    private static byte[] varint(long value) {
        byte[] bytes = new byte[5];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (((value >> (7 * (4 - i))) & 0x7F) | (i < 4 ? 0x80 : 0));
        }
        return bytes;
    }

    /** Only where all of a table and its index are gone, nobody can know what was put aside. */
    @Test
    void parked_goneWithTheirIndex_areDeliveredWithAllOthers() throws Exception {
        byte[] damaged = sound.clone();
        for (String table : List.of("parked", "sqlite_autoindex_parked_1")) {
            for (int page : pages(table, "%")) {
                Arrays.fill(damaged, (page - 1) * PAGE, page * PAGE, (byte) 0);
            }
        }
        examine("parked with its index", damaged, "parked", parked, false);
        examine("parked with its index, running", damaged, "parked", parked, true);
    }

    @Test
    void entries_onDamagedPages_areTheOnlyOnesLost() throws Exception {
        damageAndExamine("entry", "leaf", 1, 21);
        damageAndExamine("entry", "leaf", 5, 22);
    }

    @Test
    void entries_behindADamagedInnerPage_areReadOn() throws Exception {
        assertThat(pages("entry", "internal")).isNotEmpty();
        damageAndExamine("entry", "internal", 1, 31);
        damageAndExamine("entry", "internal", 3, 32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lane", "lane_endpoint", "publisher_id", "publisher_id_position", "store", "quarantine"})
    void otherTables_damaged_costNothing(String table) throws Exception {
        damageAndExamine(table, "%", 1, 41);
    }
}
