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

import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Start;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores of all earlier versions can be opened, and have all they had. */
class UpgradeTest {

    static final int ENTRIES = 30;
    static final int FIRST = 3;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** As the first version made them. */
    private static final List<String> VERSION_1 = List.of(
            "CREATE TABLE entry (position INTEGER PRIMARY KEY, millis INTEGER NOT NULL, publisher_id TEXT,"
                    + " key TEXT NOT NULL, crc INTEGER NOT NULL, json BLOB NOT NULL)",
            "CREATE TABLE publisher_id (id TEXT PRIMARY KEY, position INTEGER NOT NULL,"
                    + " millis INTEGER NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID",
            "CREATE INDEX publisher_id_position ON publisher_id (position)",
            "CREATE TABLE cursor (endpoint TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID",
            "CREATE TABLE dead (endpoint TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL,"
                    + " millis INTEGER NOT NULL, key TEXT NOT NULL, json BLOB NOT NULL,"
                    + " buried INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (endpoint, position))",
            "CREATE TABLE store (id INTEGER NOT NULL)",
            "INSERT INTO store VALUES (4711)",
            "PRAGMA application_id = " + 0x41484B6F,
            "PRAGMA user_version = 1");

    /** What the second version had more. */
    private static final List<String> VERSION_2 = List.of(
            "CREATE TABLE quarantine (position INTEGER PRIMARY KEY, millis INTEGER NOT NULL,"
                    + " publisher_id TEXT, key TEXT, crc INTEGER NOT NULL, json BLOB, found INTEGER NOT NULL)",
            "INSERT INTO quarantine VALUES (1, 2, NULL, 'k', 3, x'00', 4)",
            "PRAGMA user_version = 2");

    @TempDir
    Path directory;

    private static byte[] json(int i) {
        return ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static String id(long position) {
        return position % 4 == 0 ? "mine-" + position : new EntryIds(4711).of(NOW.toEpochMilli(), position);
    }

    /** Entries 3 to 30, endpoint a at 10 with the dead letter 5, endpoint b at 0 with the dead letter 12. */
    private void create(int version) throws Exception {
        create(directory, version);
    }

    static void create(Path directory, int version) throws Exception {
        Files.createDirectories(directory);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            for (String sql : VERSION_1) {
                statement.execute(sql);
            }
            for (String sql : version == 2 ? VERSION_2 : List.<String>of()) {
                statement.execute(sql);
            }
            statement.execute("INSERT INTO cursor VALUES ('a', 10), ('b', 0)");
            connection.setAutoCommit(false);
            for (int i = FIRST; i <= ENTRIES; i++) {
                insert(connection, i);
            }
            bury(connection, "a", 5);
            bury(connection, "b", 12);
            bury(connection, "no endpoint", 12);
            connection.commit();
        }
    }

    private static void insert(Connection connection, int i) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)");
                PreparedStatement mine = connection.prepareStatement("INSERT INTO publisher_id VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, i);
            insert.setLong(2, NOW.toEpochMilli());
            insert.setString(3, i % 4 == 0 ? "mine-" + i : null);
            insert.setString(4, "key-" + i);
            insert.setInt(5, Checksum.of(json(i)) + (i == 20 ? 1 : 0));
            insert.setBytes(6, json(i));
            insert.executeUpdate();
            if (i % 4 == 0) {
                mine.setString(1, "mine-" + i);
                mine.setLong(2, i);
                mine.setLong(3, NOW.toEpochMilli());
                mine.setInt(4, Checksum.of(json(i)));
                mine.executeUpdate();
            }
        }
    }

    private static void bury(Connection connection, String endpoint, int i) throws SQLException {
        try (PreparedStatement bury = connection.prepareStatement("INSERT INTO dead VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            bury.setString(1, endpoint);
            bury.setLong(2, i);
            bury.setString(3, id(i));
            bury.setLong(4, NOW.toEpochMilli());
            bury.setString(5, "key-" + i);
            bury.setBytes(6, json(i));
            bury.setLong(7, NOW.toEpochMilli() + 1);
            bury.setString(8, "gave up");
            bury.executeUpdate();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void store_ofAnEarlierVersion_hasAllItHad(int version) throws Exception {
        create(version);
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = Outboxes.open(directory, () -> NOW)) {
            outbox.listen(listener);
            assertThat(outbox.attached()).containsExactlyInAnyOrder("a", "b");
            List<Entry> entries = Outboxes.read(listener.lanes.get("a"));
            assertThat(entries).hasSize(19).allSatisfy(entry -> {
                assertThat(entry.json()).isEqualTo(json((int) entry.position()));
                assertThat(entry.id()).isEqualTo(id(entry.position()));
                assertThat(entry.key()).isEqualTo("key-" + entry.position());
                assertThat(entry.acceptedAt()).isEqualTo(NOW);
            });
            assertThat(entries).extracting(Entry::position).startsWith(11L, 12L).doesNotContain(20L);
            assertThat(listener.lanes.get("a").stats())
                    .isEqualTo(new LaneStats(21, 0, 0, 1, 1, 0, 19, 0, Optional.of(NOW)));
            assertThat(Outboxes.read(listener.lanes.get("b")))
                    .extracting(Entry::position)
                    .startsWith(3L, 4L)
                    .doesNotContain(12L)
                    .hasSize(26);
            assertThat(listener.lanes.get("b").stats().missing()).isZero();
            DeadLetter letter =
                    outbox.deadLetters("a", Selection.ALL, Long.MAX_VALUE, 10).get(0);
            assertThat(letter.entry().position()).isEqualTo(5);
            assertThat(letter.reason()).isEqualTo("gave up");
            assertThat(get(outbox.redrive("b", Selection.ALL))).isEqualTo(1);
            // a publisher's id is known still, and a position is given once
            NewEntry again = new NewEntry(Optional.of("mine-8"), "key-8", json(8));
            assertThat(get(outbox.append(List.of(again))).get(0).acceptedAt()).isEqualTo(NOW);
            append(outbox, "new");
            assertThat(drain(listener.lanes.get("a"))).containsExactly("new");
            assertThat(outbox.stats().quarantined()).isEqualTo(version == 2 ? 2 : 1);
            assertThat(outbox.verify().problems()).containsExactly("the entry at position 20 is damaged");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**damaged-*");
    }

    /** Makes a store of the third version of one of now: they differ in the log alone. */
    private static void makeThird(Path file, long damaged) throws SQLException {
        List<EntryPack.Packed> entries = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT packed FROM entry ORDER BY position")) {
                while (row.next()) {
                    EntryPack.visit(row.getBytes(1), entries::add);
                }
            }
            statement.execute("DROP TABLE entry");
            statement.execute(
                    "CREATE TABLE entry (position INTEGER PRIMARY KEY, millis INTEGER NOT NULL, publisher_id TEXT,"
                            + " key TEXT NOT NULL, total INTEGER NOT NULL, crc INTEGER NOT NULL, json BLOB NOT NULL)");
            Checksum checksum = new Checksum();
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                for (EntryPack.Packed entry : entries) {
                    int crc = checksum.ofEntry(entry);
                    insert.setLong(1, entry.position());
                    insert.setLong(2, entry.millis());
                    insert.setString(3, entry.publisherId());
                    insert.setString(4, entry.key());
                    insert.setLong(5, entry.total());
                    insert.setInt(6, entry.position() == damaged ? crc + 1 : crc);
                    insert.setBytes(7, entry.json());
                    insert.executeUpdate();
                }
            }
            StoreInfo.Row row = new StoreInfo(connection).read();
            int crc = checksum.reset()
                    .add(row.id())
                    .add(3)
                    .add(row.trimmed())
                    .add(row.serial())
                    .value();
            statement.execute("UPDATE store SET version = 3, crc = " + crc);
            statement.execute("PRAGMA user_version = 3");
        }
    }

    @Test
    void store_ofTheThirdVersion_hasAllItHad() throws Exception {
        Outboxes.Listener before = new Outboxes.Listener();
        List<Entry> entries;
        try (SqliteOutbox outbox = Outboxes.open(directory, () -> NOW)) {
            outbox.listen(before);
            get(outbox.attach("a", Start.NOW));
            get(outbox.attach("b", Start.NOW));
            List<NewEntry> batch = new ArrayList<>();
            for (int i = 1; i <= ENTRIES; i++) {
                batch.add(new NewEntry(i % 4 == 0 ? Optional.of("mine-" + i) : Optional.empty(), "key-" + i, json(i)));
            }
            get(outbox.append(batch));
            Lane a = before.lanes.get("a");
            entries = Outboxes.read(a);
            Outboxes.settle(a, entries.subList(0, 10));
            get(a.park(entries.get(12), new RetryState(2, NOW, NOW, "history")));
            get(a.bury(entries.get(13), "gave up", "history"));
        }
        makeThird(directory.resolve("outbox.db"), 20);
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = Outboxes.open(directory, () -> NOW)) {
            outbox.listen(listener);
            Lane a = listener.lanes.get("a");
            assertThat(Outboxes.read(a))
                    .extracting(Entry::position)
                    .containsExactlyElementsOf(entries.stream()
                            .map(Entry::position)
                            .filter(position -> position > 10 && position != 13 && position != 14 && position != 20)
                            .toList());
            assertThat(Outboxes.read(listener.lanes.get("b")))
                    .hasSize(ENTRIES - 1)
                    .allSatisfy(entry -> {
                        Entry stored = entries.get((int) entry.position() - 1);
                        assertThat(entry.id()).isEqualTo(stored.id());
                        assertThat(entry.key()).isEqualTo(stored.key());
                        assertThat(entry.acceptedAt()).isEqualTo(NOW);
                        assertThat(entry.json()).isEqualTo(stored.json());
                    });
            assertThat(a.parked()).singleElement().satisfies(parked -> {
                assertThat(parked.position()).isEqualTo(13);
                assertThat(parked.state().attempts()).isEqualTo(2);
            });
            assertThat(outbox.deadLetters("a", Selection.ALL, Long.MAX_VALUE, 10))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.entry().position()).isEqualTo(14));
            NewEntry again = new NewEntry(Optional.of("mine-8"), "key-8", json(8));
            assertThat(get(outbox.append(List.of(again))).get(0).id()).isEqualTo("mine-8");
            assertThat(outbox.stats().quarantined()).isOne();
            append(outbox, "new");
            assertThat(drain(a)).containsExactly("new");
            assertThat(outbox.verify().problems()).containsExactly("the entry at position 20 is damaged");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**damaged-*");
    }

    @Test
    void header_ofTheThirdVersion_thatIsDamaged_isLeftAlone() throws Exception {
        Outboxes.open(directory, () -> NOW).close();
        makeThird(directory.resolve("outbox.db"), 0);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 7");
        }
        assertThatThrownBy(() -> Outboxes.open(directory, () -> NOW))
                .hasMessage("The header of the outbox " + directory.resolve("outbox.db")
                        + " is damaged, and it is of the older schema 3; start the version of Audithook that wrote it,"
                        + " which mends it");
    }

    @Test
    void upgrade_interruptedBeforeItsEnd_isDoneAgainOrFinished() throws Exception {
        create(2);
        // a copy that was under way is worth nothing
        Files.writeString(directory.resolve("outbox.db.new"), "half a copy");
        Path elsewhere = directory.resolve("elsewhere");
        Files.createDirectories(elsewhere);
        Files.copy(directory.resolve("outbox.db"), elsewhere.resolve("outbox.db"));
        Outboxes.open(directory, () -> NOW).close();
        assertThat(directory.resolve("outbox.db.new")).doesNotExist();
        // one that was complete takes the place of the old one
        Files.copy(directory.resolve("outbox.db"), elsewhere.resolve("outbox.db.upgraded"));
        try (SqliteOutbox outbox = Outboxes.open(elsewhere, () -> NOW)) {
            assertThat(outbox.attached()).containsExactlyInAnyOrder("a", "b");
            assertThat(outbox.verify().problems()).containsExactly("the entry at position 20 is damaged");
        }
        assertThat(elsewhere.resolve("outbox.db.upgraded")).doesNotExist();
    }
}
