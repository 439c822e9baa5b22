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
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Start;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private int exit;

    private String verify(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exit = Verify.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Ten entries, of which e has one delivered, one parked and one dead. */
    private void fill() throws Exception {
        Outboxes.Listener listener = new Outboxes.Listener();
        try (SqliteOutbox outbox = Outboxes.open(directory, () -> NOW)) {
            outbox.listen(listener);
            get(outbox.attach("e", Start.NOW));
            get(outbox.attach("other", Start.NOW));
            for (int i = 0; i < 10; i++) {
                append(outbox, "entry " + i);
            }
            Lane lane = listener.lanes.get("e");
            List<Entry> entries = lane.next(10, 1000);
            get(lane.park(entries.get(2), RetryState.NEW));
            get(lane.bury(entries.get(4), "no", ""));
            lane.settle(entries.get(7).position(), Settlement.DELIVERED);
        }
    }

    private Map<String, byte[]> files() throws Exception {
        Map<String, byte[]> files = new TreeMap<>();
        try (var list = Files.list(directory)) {
            for (Path file : list.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    void store_thatIsSound_isSaidToBeAndLeftAlone() throws Exception {
        fill();
        Map<String, byte[]> before = files();
        assertThat(verify(directory.toString()))
                .isEqualToNormalizingNewlines(
                        "endpoint=e accepted=10 delivered=1 filtered=0 dead=1 damaged=0 lost=0 pending=8 parked=1 missing=0\n"
                                + "endpoint=other accepted=10 delivered=0 filtered=0 dead=0 damaged=0 lost=0 pending=10"
                                + " parked=0 missing=0\n10 entries, no problem\n");
        assertThat(exit).isZero();
        assertThat(files()).containsExactlyEntriesOf(before);
    }

    @Test
    void store_afterACrash_isReadWithItsLogAndLeftAlone() throws Exception {
        Path crashed = directory.resolve("crashed");
        Files.createDirectories(crashed);
        try (SqliteOutbox outbox = Outboxes.open(directory, () -> NOW)) {
            append(outbox, "1");
            for (String name : List.of("outbox.db", "outbox.db-wal", "outbox.lock", "outbox.head")) {
                Files.copy(directory.resolve(name), crashed.resolve(name));
            }
        }
        directory = crashed;
        Map<String, byte[]> before = files();
        assertThat(verify(crashed.toString())).startsWith("1 entries, no problem");
        assertThat(exit).isZero();
        assertThat(files()).containsExactlyEntriesOf(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM entry WHERE position = 5|the entry at position 5 is damaged",
                "UPDATE entry SET packed = x'30' WHERE position = 5|the entry at position 5 is damaged",
                "DELETE FROM parked|endpoint e: 1 entries are unaccounted for",
                "UPDATE parked SET json = x'30'|endpoint e: the parked entry at position 3 is damaged",
                "UPDATE parked SET attempts = 7|endpoint e: the state of the parked entry at position 3 is damaged",
                "UPDATE parked SET lane = 9|a row of the table parked belongs to no lane: 9",
                "UPDATE parked SET position = 9|endpoint e: the parked entry at position 9 is open as well",
                "UPDATE dead SET key = 'x'|endpoint e: the dead entry at position 5 is damaged",
                "UPDATE lane SET mark = mark + 1|the row of lane 1 is damaged",
                "UPDATE lane SET delivered = 2 WHERE id = 1|the row of lane 1 is damaged",
            })
    void store_thatIsNotSound_isNamed(String sql, String problem) throws Exception {
        fill();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("outbox.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        assertThat(verify(directory.toString())).contains("problem: " + problem);
        assertThat(exit).isEqualTo(1);
    }

    /** Of the checksum, the length, the position, the time, the total, the length of the id, that of the key, and the key. */
    @ParameterizedTest
    @ValueSource(ints = {0, 7, 15, 23, 31, 35, 39, 40})
    void entry_ofWhichAByteIsOther_isNamed(int at) throws Exception {
        fill();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("outbox.db"));
                Statement statement = connection.createStatement();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE entry SET packed = ? WHERE position = 5")) {
            byte[] pack;
            try (ResultSet row = statement.executeQuery("SELECT packed FROM entry WHERE position = 5")) {
                pack = row.getBytes(1);
            }
            pack[at] ^= 1;
            update.setBytes(1, pack);
            assertThat(update.executeUpdate()).isOne();
        }
        assertThat(verify(directory.toString())).contains("problem: the entry at position 5 is damaged");
        assertThat(exit).isEqualTo(1);
    }

    @Test
    void directory_inUse_isSaidToBe() throws Exception {
        try (SqliteOutbox outbox = Outboxes.open(directory, () -> NOW)) {
            append(outbox, "1");
            assertThat(verify(directory.toString())).contains("is in use by this process");
            assertThat(exit).isEqualTo(1);
        }
    }

    @Test
    void arguments_thatAreNone_areExplained() {
        assertThat(verify()).startsWith("Usage: Verify DIRECTORY");
        assertThat(exit).isEqualTo(2);
        assertThat(verify(directory.toString()))
                .isEqualToNormalizingNewlines("There is no outbox in " + directory + "\n");
        assertThat(exit).isEqualTo(2);
    }
}
