/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.append;
import static io.audithook.webhook.outbox.internal.Outboxes.drain;
import static io.audithook.webhook.outbox.internal.Outboxes.entry;
import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static io.audithook.webhook.outbox.internal.Outboxes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.audit.api.InvalidAuditEventException;
import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Start;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest {

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Outboxes.Listener listener = new Outboxes.Listener();
    private SqliteOutbox outbox;

    @BeforeEach
    void open() {
        outbox = Outboxes.open(directory, now::get);
        outbox.listen(listener);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    private void reopen() {
        outbox.close();
        listener.lanes.clear();
        open();
    }

    private void reopen(OutboxSettings settings) {
        outbox.close();
        listener.lanes.clear();
        outbox = new SqliteOutbox(settings, now::get);
        outbox.listen(listener);
    }

    private Lane attach(String endpoint, Start start) throws Exception {
        get(outbox.attach(endpoint, start));
        return listener.lanes.get(endpoint);
    }

    private long count(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("outbox.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    @Test
    void entry_appended_comesOutOfTheLaneTheSame() throws Exception {
        Lane lane = attach("e", Start.NOW);
        Appended appended = append(outbox, "{\"a\":1}");
        List<Entry> entries = lane.next(10, 1000);
        assertThat(entries).hasSize(1);
        assertThat(text(entries.get(0))).isEqualTo("{\"a\":1}");
        assertThat(entries.get(0).id()).isEqualTo(appended.id());
        assertThat(entries.get(0).acceptedAt()).isEqualTo(now.get());
        assertThat(entries.get(0).key()).isEqualTo("k");
        await().untilAtomic(listener.signals, greaterThan(0));
    }

    @Test
    void entry_afterReopening_hasTheSameIdAndBytes() throws Exception {
        attach("e", Start.NOW);
        Appended appended = append(outbox, "{\"a\":1}");
        reopen();
        Entry entry = listener.lanes.get("e").next(10, 1000).get(0);
        assertThat(entry.id()).isEqualTo(appended.id());
        assertThat(text(entry)).isEqualTo("{\"a\":1}");
        assertThat(UUID.fromString(entry.id()).version()).isEqualTo(7);
    }

    @Test
    void ids_ofManyEntries_areUniqueAndInOrder() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            now.set(now.get().plusMillis(i % 3));
            ids.add(append(outbox, "{}").id());
        }
        assertThat(ids).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void lane_withoutAck_startsAgainAfterReopening() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        append(outbox, "2");
        List<Entry> entries = lane.next(10, 1000);
        lane.ack(entries.get(0).position());
        reopen();
        assertThat(drain(listener.lanes.get("e"))).containsExactly("2");
    }

    @Test
    void lane_rewound_startsAfterTheLastAck() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        append(outbox, "2");
        lane.ack(lane.next(10, 1000).get(0).position());
        assertThat(drain(lane)).isEmpty();
        lane.rewind();
        assertThat(drain(lane)).containsExactly("2");
        assertThat(lane.pending()).isEqualTo(1);
    }

    @Test
    void next_withLimits_keepsThem() throws Exception {
        Lane lane = attach("e", Start.NOW);
        get(outbox.append(List.of(entry("k", "12345"), entry("k", "6789"), entry("k", "0"))));
        assertThat(lane.next(10, 9)).extracting(Outboxes::text).containsExactly("12345", "6789");
        lane.rewind();
        assertThat(lane.next(1, 1000)).hasSize(1);
        lane.rewind();
        assertThat(lane.next(10, 1)).extracting(Outboxes::text).containsExactly("12345");
    }

    @Test
    void start_nowEarliestInstant_areKept() throws Exception {
        append(outbox, "1");
        now.set(now.get().plusSeconds(10));
        append(outbox, "2");
        assertThat(drain(attach("now", Start.NOW))).isEmpty();
        assertThat(drain(attach("earliest", Start.EARLIEST))).containsExactly("1", "2");
        assertThat(drain(attach("instant", new Start(now.get().minusSeconds(5)))))
                .containsExactly("2");
        assertThat(drain(attach("future", new Start(now.get().plusSeconds(5))))).isEmpty();
        assertThat(drain(attach("past", new Start(now.get().minusSeconds(500)))))
                .containsExactly("1", "2");
    }

    @Test
    void attach_twice_keepsTheCursor() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        assertThat(attach("e", Start.NOW)).isSameAs(lane);
        assertThat(drain(lane)).containsExactly("1");
        assertThat(outbox.attached()).containsExactly("e");
    }

    @Test
    void detach_revokesTheLaneForGood() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        get(outbox.detach("e"));
        get(outbox.detach("e"));
        assertThat(listener.lanes).isEmpty();
        assertThat(lane.next(10, 1000)).isEmpty();
        reopen();
        assertThat(outbox.attached()).isEmpty();
    }

    @Test
    void detachAndAttach_rightAfterAnAck_startsAnew() throws Exception {
        for (int round = 0; round < 20; round++) {
            Lane lane = attach("e", Start.NOW);
            append(outbox, "1");
            append(outbox, "2");
            lane.ack(lane.next(10, 1000).get(0).position());
            CompletionStage<Void> detached = outbox.detach("e");
            CompletionStage<Void> attached = outbox.attach("e", Start.NOW);
            get(detached);
            get(attached);
            reopen();
            assertThat(drain(listener.lanes.get("e"))).isEmpty();
            get(outbox.detach("e"));
        }
    }

    @Test
    void listen_twice_isRefusedUntilClosed() {
        assertThatThrownBy(() -> outbox.listen(new Outboxes.Listener())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void publisherId_again_isAcceptedOnce() throws Exception {
        Lane lane = attach("e", Start.NOW);
        NewEntry mine = new NewEntry(Optional.of("mine"), "k", "{}".getBytes(StandardCharsets.UTF_8));
        Appended first = get(outbox.append(List.of(mine))).get(0);
        now.set(now.get().plusSeconds(1));
        reopen();
        assertThat(get(outbox.append(List.of(mine)))).containsExactly(first);
        assertThat(first.id()).isEqualTo("mine");
        assertThat(drain(listener.lanes.get("e"))).containsExactly("{}");
        assertThat(lane).isNotNull();
    }

    @Test
    void publisherId_withOtherContent_isRefusedAndNothingIsStored() throws Exception {
        Lane lane = attach("e", Start.NOW);
        CompletionStage<?> result = outbox.append(List.of(
                entry("k", "0"),
                new NewEntry(Optional.of("mine"), "k", "1".getBytes(StandardCharsets.UTF_8)),
                new NewEntry(Optional.of("mine"), "k", "2".getBytes(StandardCharsets.UTF_8))));
        assertThatThrownBy(() -> get(result))
                .hasCauseInstanceOf(InvalidAuditEventException.class)
                .hasMessageContaining("the event id mine was used before");
        append(outbox, "3");
        assertThat(drain(lane)).containsExactly("3");
    }

    @Test
    void deadLetters_buried_areKeptNewestFirst() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        append(outbox, "2");
        for (Entry entry : lane.next(10, 1000)) {
            get(lane.bury(entry, "no"));
        }
        reopen();
        assertThat(outbox.deadLetters("e", 10))
                .extracting(letter -> text(letter.entry()))
                .containsExactly("2", "1");
        DeadLetter letter = outbox.deadLetters("e", 1).get(0);
        assertThat(letter.reason()).isEqualTo("no");
        assertThat(letter.buriedAt()).isEqualTo(now.get());
        assertThat(outbox.deadLetters("other", 10)).isEmpty();
    }

    @Test
    void manyPublishers_manyEntries_comeOutOnceInOneOrder() throws Exception {
        Lane one = attach("one", Start.NOW);
        Lane two = attach("two", Start.NOW);
        List<Thread> threads = IntStream.range(0, 16)
                .mapToObj(publisher -> new Thread(() -> {
                    for (int i = 0; i < 200; i++) {
                        outbox.append(List.of(entry("k" + publisher, publisher + ":" + i)))
                                .toCompletableFuture()
                                .join();
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        List<String> all = drain(one);
        assertThat(all).hasSize(3200).doesNotHaveDuplicates();
        assertThat(drain(two)).isEqualTo(all);
        for (int publisher = 0; publisher < 16; publisher++) {
            String prefix = publisher + ":";
            assertThat(all)
                    .filteredOn(text -> text.startsWith(prefix))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 200).mapToObj(i -> prefix + i).toList());
        }
    }

    @Test
    void backlog_largerThanTheCache_isReadFromDisk() throws Exception {
        Lane lane = attach("e", Start.NOW);
        String large = "x".repeat(20_000);
        for (int i = 0; i < 200; i++) {
            append(outbox, i + large);
        }
        assertThat(drain(lane))
                .extracting(text -> text.replace("x", ""))
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(Integer::toString).toList());
    }

    @Test
    void entry_damagedOnDisk_isSkippedAndItsNeighboursComeOut() throws Exception {
        attach("e", Start.NOW);
        for (String text : List.of("1", "2", "3")) {
            append(outbox, text);
        }
        outbox.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE entry SET json = x'39' WHERE position = 2");
        }
        open();
        assertThat(drain(listener.lanes.get("e"))).containsExactly("1", "3");
    }

    @Test
    void settledEntries_olderThanTheRetention_areRemovedAndPositionsGoOn() throws Exception {
        Lane lane = attach("e", Start.NOW);
        for (int i = 0; i < 10; i++) {
            append(outbox, Integer.toString(i));
        }
        lane.ack(lane.next(10, 1000).get(7).position());
        now.set(now.get().plus(Duration.ofHours(25)));
        append(outbox, "new");
        await().untilAsserted(() -> {
            append(outbox, "tick");
            now.set(now.get().plusSeconds(2));
            assertThat(count("SELECT min(position) FROM entry")).isEqualTo(9);
        });
        reopen();
        assertThat(drain(listener.lanes.get("e"))).startsWith("8", "9", "new");
    }

    @Test
    void allEntries_removed_positionsAreNotGivenAgain() throws Exception {
        append(outbox, "1");
        append(outbox, "2");
        now.set(now.get().plus(Duration.ofHours(25)));
        await().untilAsserted(() -> {
            get(outbox.detach("tick"));
            now.set(now.get().plusSeconds(2));
            assertThat(count("SELECT count(*) FROM entry")).isEqualTo(1);
        });
        reopen();
        append(outbox, "3");
        assertThat(count("SELECT max(position) FROM entry")).isEqualTo(3);
    }

    @Test
    void sizeLimit_reached_refusesUntilAnEndpointHasCaughtUp() throws Exception {
        reopen(new OutboxSettings(directory, 1 << 20, Duration.ofHours(24), 0));
        Lane lane = attach("e", Start.NOW);
        String large = "x".repeat(50_000);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 30; i++) {
                        append(outbox, large);
                    }
                })
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AuditTrailFullException.class)
                .hasMessageContaining("The outbox is full: size.limit=1048576 bytes");
        List<Entry> entries = lane.next(1000, 1 << 30);
        assertThat(entries).hasSizeBetween(15, 21);
        lane.ack(entries.get(entries.size() - 1).position());
        append(outbox, large);
        assertThat(drain(lane)).containsExactly(large);
    }

    @Test
    void outbox_closed_refusesByName() {
        outbox.close();
        assertThatThrownBy(() -> append(outbox, "1")).hasCauseInstanceOf(AuditTrailUnavailableException.class);
    }

    @Test
    void directory_inUse_isRefusedByName() {
        assertThatThrownBy(() -> Outboxes.open(directory, now::get))
                .isInstanceOf(OutboxException.class)
                .hasMessage("The outbox directory " + directory
                        + " is in use by another process; one process per directory");
    }

    @Test
    void file_thatIsNoDatabase_isRefusedAndLeftAlone() throws Exception {
        outbox.close();
        Path file = directory.resolve("outbox.db");
        Files.deleteIfExists(directory.resolve("outbox.db-wal"));
        byte[] garbage = "this is not a database at all, but long enough to look like one"
                .repeat(100)
                .getBytes(StandardCharsets.UTF_8);
        Files.write(file, garbage);
        assertThatThrownBy(this::open)
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("The outbox " + file + " cannot be opened");
        assertThat(Files.readAllBytes(file)).isEqualTo(garbage);
    }

    @Test
    void file_ofALaterVersion_isRefused() throws Exception {
        outbox.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 2");
        }
        assertThatThrownBy(this::open)
                .hasMessage("The outbox " + directory.resolve("outbox.db")
                        + " was written by a later version of Audithook (schema 2, this one knows 1)");
    }

    @Test
    void files_always_areForUsAlone() throws Exception {
        append(outbox, "1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        for (String name : List.of("outbox.db", "outbox.db-wal", "outbox.lock")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void settings_durability_areOn() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("PRAGMA journal_mode").getString(1))
                    .isEqualTo("wal");
            assertThat(statement.executeQuery("PRAGMA auto_vacuum").getInt(1)).isEqualTo(2);
        }
    }
}
