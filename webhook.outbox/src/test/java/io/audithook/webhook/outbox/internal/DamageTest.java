/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.append;
import static io.audithook.webhook.outbox.internal.Outboxes.drain;
import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.Start;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage on the disk costs what is damaged, and nothing else. */
class DamageTest {

    private static final int ENTRIES = 40;
    private static final int PAGE = Schema.PAGE_BYTES;

    @TempDir
    Path directory;

    private final Outboxes.Listener listener = new Outboxes.Listener();
    private SqliteOutbox outbox;

    /** Without a cache, so that everything is read from disk. */
    private void open() {
        outbox = new SqliteOutbox(Outboxes.settings(directory, 1L << 30, 0), InstantSource.system());
        outbox.listen(listener);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    private static String text(int i) {
        return "marker-" + i + "-" + "x".repeat(1500);
    }

    /** An outbox with entries for the endpoints one and two, closed. */
    private void fill() throws Exception {
        open();
        get(outbox.attach("one", Start.NOW));
        get(outbox.attach("two", Start.NOW));
        for (int i = 1; i <= ENTRIES; i++) {
            append(outbox, text(i));
        }
        outbox.close();
        listener.lanes.clear();
    }

    /** Where in the file an entry is. */
    private long offset(int i) throws Exception {
        String file = Files.readString(directory.resolve("outbox.db"), StandardCharsets.ISO_8859_1);
        return file.indexOf("marker-" + i + "-");
    }

    private void overwrite(long offset, byte... bytes) throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("outbox.db").toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
    }

    private List<Long> quarantined() throws Exception {
        List<Long> positions = new ArrayList<>();
        try (Connection connection =
                        Connector.SQLITE.connect("jdbc:sqlite:" + directory.resolve("outbox.db"), new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT position FROM quarantine ORDER BY position")) {
            while (row.next()) {
                positions.add(row.getLong(1));
            }
        }
        return positions;
    }

    @Test
    void bytes_changedOnDisk_costOneEntryAndAreKeptInQuarantine() throws Exception {
        fill();
        overwrite(offset(17) + 100, (byte) 'y');
        open();
        for (Lane lane : listener.lanes.values()) {
            assertThat(drain(lane))
                    .hasSize(ENTRIES - 1)
                    .contains(text(16), text(18))
                    .noneMatch(t -> t.contains("y"));
        }
        await().untilAsserted(() -> assertThat(quarantined()).containsExactly(17L));
        append(outbox, "after");
        assertThat(drain(listener.lanes.get("one"))).containsExactly("after");
    }

    @Test
    void page_damagedOnDisk_costsItsEntriesOnly() throws Exception {
        fill();
        overwrite(offset(17) / PAGE * PAGE, new byte[PAGE]);
        open();
        for (Lane lane : listener.lanes.values()) {
            List<String> texts = drain(lane);
            assertThat(texts).hasSizeBetween(ENTRIES - 12, ENTRIES - 1).doesNotContain(text(17));
            assertThat(texts).startsWith(text(1)).endsWith(text(ENTRIES));
        }
        await().untilAsserted(() -> assertThat(quarantined()).contains(17L).hasSizeBetween(1, 12));
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= ENTRIES; i++) {
            if (!quarantined().contains((long) i)) {
                expected.add(text(i));
            }
        }
        listener.lanes.get("one").rewind();
        assertThat(drain(listener.lanes.get("one"))).isEqualTo(expected);
    }
}
