/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.append;
import static io.audithook.webhook.outbox.internal.Outboxes.drain;
import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.audithook.audit.api.AuditTrailFullException;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
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
    void settledEntries_olderThanTheRetention_areRemovedAndPositionsGoOn() throws Exception {
        Lane lane = attach("e", Start.NOW);
        for (int i = 0; i < 10; i++) {
            append(outbox, Integer.toString(i));
        }
        Outboxes.settle(lane, lane.next(8, 1000));
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
        reopen(Outboxes.settings(directory, 1 << 20, 0));
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
        Outboxes.settle(lane, entries);
        append(outbox, large);
        assertThat(drain(lane)).containsExactly(large);
    }

    @Test
    void directory_inUse_isRefusedByName() {
        assertThatThrownBy(() -> Outboxes.open(directory, now::get))
                .isInstanceOf(OutboxException.class)
                .hasMessage(
                        "The outbox directory " + directory + " is in use by this process; one outbox per directory");
    }

    @Test
    void file_ofALaterVersion_isRefused() throws Exception {
        outbox.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 5");
            statement.execute("UPDATE store SET version = 5");
        }
        assertThatThrownBy(this::open)
                .hasMessage("The outbox " + directory.resolve("outbox.db")
                        + " was written by a later version of Audithook (schema 5, this one knows 4)");
    }

    @Test
    void version_thatIsDamagedInTheHeader_isThatOfTheTable() throws Exception {
        attach("e", Start.NOW);
        append(outbox, "1");
        outbox.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 86");
        }
        open();
        assertThat(drain(listener.lanes.get("e"))).containsExactly("1");
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

    @Test
    void connection_forWriting_syncsEachCommit() throws Exception {
        outbox.close();
        Store store = Store.openForWriting(directory.resolve("outbox.db"), Connector.SQLITE, true);
        try {
            assertThat(store.number("PRAGMA synchronous")).as("FULL").isEqualTo(2);
        } finally {
            store.close();
        }
    }

    @Test
    void ids_madeHere_areUuidsOfVersion7() throws Exception {
        assertThat(UUID.fromString(append(outbox, "1").id()).version()).isEqualTo(7);
    }

    @Test
    void entries_ofAnIdleOutbox_areRemovedToo() throws Exception {
        for (int i = 0; i < 10; i++) {
            append(outbox, Integer.toString(i));
        }
        now.set(now.get().plus(Duration.ofHours(25)));
        await().untilAsserted(
                        () -> assertThat(count("SELECT count(*) FROM entry")).isEqualTo(1));
    }

    @Test
    void entries_moreThanGoAtATime_goWithoutAPause() throws Exception {
        List<NewEntry> entries =
                Collections.nCopies(700, new NewEntry(Optional.empty(), "", "{}".getBytes(StandardCharsets.UTF_8)));
        // no row ends where the first part does
        for (int i = 0; i < 3 * Trimming.ENTRIES / entries.size(); i++) {
            get(outbox.append(entries));
        }
        // the pause between two looks is over once, and not again
        now.set(now.get().plus(Duration.ofHours(25)));
        await().untilAsserted(
                        () -> assertThat(count("SELECT count(*) FROM entry")).isEqualTo(1));
    }

    @Test
    void file_withMuchThatIsFree_shrinks() throws Exception {
        String large = "x".repeat(100_000);
        for (int i = 0; i < 300; i++) {
            append(outbox, large);
        }
        assertThat(count("PRAGMA page_count")).isGreaterThan(1800);
        now.set(now.get().plus(Duration.ofHours(25)));
        await().untilAsserted(() -> assertThat(count("PRAGMA page_count")).isLessThan(Housekeeping.SPARE_PAGES + 100L));
    }

    @Test
    void file_withMuchThatIsFreeForAMoment_keepsIt() throws Exception {
        reopen(new OutboxSettings(
                directory,
                1L << 30,
                Duration.ZERO,
                Optional.empty(),
                OptionalLong.empty(),
                OutboxSettings.WhenFull.REJECT,
                1 << 20));
        String large = "x".repeat(100_000);
        for (int i = 0; i < 300; i++) {
            append(outbox, large);
        }
        await().untilAsserted(() -> {
            now.set(now.get().plusSeconds(2));
            append(outbox, "tick");
            assertThat(count("PRAGMA freelist_count")).isGreaterThan(1800);
        });
        for (int i = 0; i < 10; i++) {
            now.set(now.get().plusSeconds(1));
            append(outbox, "tick");
        }
        assertThat(count("PRAGMA page_count")).isGreaterThan(1800);
        now.set(now.get().plusSeconds(60));
        await().untilAsserted(() -> assertThat(count("PRAGMA page_count")).isLessThan(Housekeeping.SPARE_PAGES + 100L));
    }

    @Test
    void clockSetBack_removalLeavesNoGap() throws Exception {
        append(outbox, "1");
        now.set(now.get().plus(Duration.ofHours(20)));
        append(outbox, "2");
        now.set(now.get().minus(Duration.ofHours(20)));
        append(outbox, "3");
        append(outbox, "4");
        now.set(now.get().plus(Duration.ofHours(25)));
        await().untilAsserted(() ->
                assertThat(count("SELECT min(position) FROM entry")).isEqualTo(2));
        assertThat(count("SELECT count(*) FROM entry")).isEqualTo(3);
    }

    @Test
    void settlement_alone_isDurableSoon() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        Outboxes.settle(lane, lane.next(1, 100));
        await().untilAsserted(() -> assertThat(count("SELECT mark FROM lane")).isEqualTo(1));
    }

    @Test
    void publisherIds_ofRemovedEntries_areForgotten() throws Exception {
        NewEntry mine = new NewEntry(Optional.of("mine"), "k", "{}".getBytes(StandardCharsets.UTF_8));
        get(outbox.append(List.of(mine)));
        append(outbox, "2");
        now.set(now.get().plus(Duration.ofHours(25)));
        await().untilAsserted(() ->
                assertThat(count("SELECT count(*) FROM publisher_id")).isZero());
    }

    @Test
    void closed_logIsInTheDatabase() throws Exception {
        append(outbox, "1");
        outbox.close();
        assertThat(directory.resolve("outbox.db-wal")).doesNotExist();
    }

    @Test
    void directory_inUse_isNotFreedByARefusedAttempt() throws Exception {
        assertThatThrownBy(() -> Outboxes.open(directory, now::get)).isInstanceOf(OutboxException.class);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillTest.Appender.class.getName(),
                        directory.toString(),
                        "0")
                .redirectErrorStream(true)
                .start();
        String output;
        try {
            output = process.inputReader(StandardCharsets.UTF_8).readLine();
        } finally {
            process.destroyForcibly();
        }
        assertThat(output)
                .contains("The outbox directory " + directory
                        + " is in use by another process; one outbox per directory");
    }

    @Test
    void directory_thatIsALink_isFollowed() throws Exception {
        outbox.close();
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("real")));
        SqliteOutbox linked = Outboxes.open(link, now::get);
        try {
            assertThat(directory.resolve("real/outbox.db")).exists();
            assertThatThrownBy(() -> Outboxes.open(directory.resolve("real"), now::get))
                    .hasMessageContaining("is in use by this process");
        } finally {
            linked.close();
        }
    }

    @Test
    void directory_thatCannotBe_isRefusedByName() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> Outboxes.open(file.resolve("sub"), now::get))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("The outbox directory " + file.resolve("sub") + " cannot be written");
    }

    @Test
    void file_ofAnotherApplication_isRefusedAndLeftAlone() throws Exception {
        outbox.close();
        Path file = directory.resolve("outbox.db");
        Files.delete(file);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mine (a)");
        }
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(this::open)
                .hasMessage("The file " + file + " is a database, but not an outbox of Audithook");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void file_openedAgain_isNotWritten() throws Exception {
        append(outbox, "1");
        outbox.close();
        Path file = directory.resolve("outbox.db");
        byte[] before = Files.readAllBytes(file);
        Store.openForWriting(file, Connector.SQLITE, true).close();
        // on a disk that is full, opening must take no room
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
}
