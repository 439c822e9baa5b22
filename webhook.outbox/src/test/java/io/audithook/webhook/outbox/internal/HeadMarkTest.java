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
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Start;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the outbox has lost at its end is noticed, told and counted. */
class HeadMarkTest {

    private static final int KEPT = 20;
    private static final int ACCEPTED = 200;

    @TempDir
    Path parent;

    private Path crashed;
    private Outboxes.Listener listener = new Outboxes.Listener();
    private SqliteOutbox outbox;

    /** As after a crash: a store with some entries, whose log has lost those that came later. */
    @BeforeEach
    void fill() throws Exception {
        Path whole = parent.resolve("whole");
        crashed = Files.createDirectories(parent.resolve("crashed"));
        try (SqliteOutbox filled = Outboxes.open(whole, InstantSource.system())) {
            filled.listen(listener);
            get(filled.attach("none", Start.NOW));
            get(filled.attach("some", Start.NOW));
            for (int i = 1; i <= KEPT; i++) {
                append(filled, "text-" + i);
            }
            Lane some = listener.lanes.get("some");
            Outboxes.settle(some, Outboxes.read(some));
            get(filled.detach("nobody"));
            for (String name : List.of("outbox.db", "outbox.db-wal", "outbox.lock")) {
                Files.copy(whole.resolve(name), crashed.resolve(name));
            }
            for (int i = KEPT + 1; i <= ACCEPTED; i++) {
                append(filled, "text-" + i);
            }
            Files.copy(whole.resolve("outbox.head"), crashed.resolve("outbox.head"));
        }
    }

    @AfterEach
    void close() {
        if (outbox != null) {
            outbox.close();
        }
    }

    private void open() {
        close();
        listener = new Outboxes.Listener();
        outbox = Outboxes.open(crashed, InstantSource.system());
        outbox.listen(listener);
    }

    private static String verify(Path directory) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Verify.run(new String[] {directory.toString()}, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private void assertCounted(String endpoint, long delivered, long pending) {
        LaneStats stats = listener.lanes.get(endpoint).stats();
        assertThat(stats.damaged()).isEqualTo(ACCEPTED - KEPT);
        assertThat(stats.delivered()).isEqualTo(delivered);
        assertThat(stats.pending()).isEqualTo(pending);
        assertThat(stats.missing()).isZero();
    }

    @Test
    void end_thatIsGone_isCountedForEachEndpoint() throws Exception {
        assertThat(verify(crashed)).contains("problem: accepted, but not there: 180 entries (positions 21 to 200)");
        for (int starts = 0; starts < 2; starts++) {
            open();
            assertCounted("none", 0, KEPT);
            assertCounted("some", KEPT, 0);
            assertThat(outbox.stats().quarantined()).isEqualTo(ACCEPTED - KEPT);
            assertThat(outbox.verify().problems())
                    .containsExactly(
                            "accepted, but not there: 180 entries (positions 21 to 200), which count as damaged");
        }
        assertThat(drain(listener.lanes.get("none"))).hasSize(KEPT);
        append(outbox, "after");
        assertThat(outbox.head()).as("no position is given twice").isEqualTo(ACCEPTED + 1);
        assertThat(drain(listener.lanes.get("none"))).containsExactly("after");
        String id = get(outbox.replay("some", new ReplayRange(Instant.EPOCH, Instant.MAX, Set.of())));
        assertThat(drain(listener.lanes.get("some/" + id))).hasSize(KEPT + 1);
        assertThat(listener.lanes.get("some/" + id).stats().missing()).isZero();
        assertThat(outbox.stats().quarantined()).as("told once").isEqualTo(ACCEPTED - KEPT);
        close();
        assertThat(verify(crashed)).contains("accepted=201 delivered=20").contains("missing=0");
        open();
        assertThat(listener.lanes.get("none").stats().missing()).isZero();
    }

    @Test
    void mark_thatIsNotThereOrDamaged_isAProblemUntilItIsMadeAgain() throws Exception {
        byte[] mark = Files.readAllBytes(crashed.resolve("outbox.head"));
        mark[15] ^= 1;
        Files.write(crashed.resolve("outbox.head"), mark);
        String unknown =
                "problem: outbox.head is missing or damaged: whether entries are missing at the end of the log cannot"
                        + " be told";
        assertThat(verify(crashed)).contains(unknown);
        Files.delete(crashed.resolve("outbox.head"));
        assertThat(verify(crashed)).contains(unknown);
        open();
        assertThat(drain(listener.lanes.get("none"))).hasSize(KEPT);
        assertThat(outbox.verify().problems()).isEmpty();
        append(outbox, "after");
        assertThat(HeadMark.read(crashed.resolve("outbox.head")))
                .map(HeadMark.Mark::position)
                .contains(KEPT + 1L);
        Files.delete(crashed.resolve("outbox.head"));
        append(outbox, "once more");
        assertThat(HeadMark.read(crashed.resolve("outbox.head")))
                .as("made again while it runs")
                .map(HeadMark.Mark::position)
                .contains(KEPT + 2L);
    }

    @Test
    void mark_thatOthersHaveWrittenInOrReplaced_isMadeAgain() throws Exception {
        Path file = crashed.resolve("outbox.head");
        Files.write(file, new byte[500]);
        open();
        append(outbox, "after");
        assertThat(HeadMark.read(file)).map(HeadMark.Mark::position).contains(KEPT + 1L);
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
        assertThat(HeadMark.read(file)).map(HeadMark.Mark::position).contains(KEPT + 1L);
        append(outbox, "longer");
        assertThat(HeadMark.read(file)).map(HeadMark.Mark::position).contains(KEPT + 2L);
        Path other = Files.write(crashed.resolve("other"), new byte[100]);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        append(outbox, "replaced");
        assertThat(HeadMark.read(file)).map(HeadMark.Mark::position).contains(KEPT + 3L);
        Files.delete(file);
        Files.createDirectory(file);
        append(outbox, "no file");
        Files.delete(file);
        append(outbox, "none");
        assertThat(HeadMark.read(file)).map(HeadMark.Mark::position).contains(KEPT + 5L);
    }

    @Test
    void lock_thatIsMissing_keepsNobodyFromVerifying() throws Exception {
        Files.delete(crashed.resolve("outbox.lock"));
        assertThat(verify(crashed)).contains("20 entries, 1 problem");
        assertThat(crashed.resolve("outbox.lock")).doesNotExist();
        Files.delete(crashed.resolve("outbox.db"));
        assertThat(verify(crashed)).contains("outbox.db is missing; entries up to position 200 were accepted");
    }

    @Test
    void log_thatIsRemoved_isCountedForTheEndpointsThatCome() throws Exception {
        Files.delete(crashed.resolve("outbox.db-wal"));
        assertThat(verify(crashed)).contains("problem: accepted, but not there: 200 entries (positions 1 to 200)");
        open();
        get(outbox.attach("none", Start.NOW));
        assertThat(drain(listener.lanes.get("none"))).isEmpty();
        assertThat(listener.lanes.get("none").stats().damaged()).isEqualTo(ACCEPTED);
        assertThat(listener.lanes.get("none").stats().missing()).isZero();
        append(outbox, "after");
        assertThat(outbox.head()).isEqualTo(ACCEPTED + 1);
        assertThat(outbox.stats().quarantined()).isEqualTo(ACCEPTED);
    }

    @Test
    void entries_thatEveryEndpointHad_areNotMissed() throws Exception {
        HeadMark.Mark mark = HeadMark.read(crashed.resolve("outbox.head")).orElseThrow();
        try (HeadMark head = new HeadMark(crashed.resolve("outbox.head"))) {
            head.write(new HeadMark.Mark(mark.store(), mark.position(), ACCEPTED - 5));
        }
        Files.delete(crashed.resolve("outbox.db-wal"));
        Files.delete(crashed.resolve("outbox.db"));
        open();
        get(outbox.attach("none", Start.NOW));
        assertThat(drain(listener.lanes.get("none"))).isEmpty();
        assertThat(listener.lanes.get("none").stats().damaged()).isEqualTo(5);
        assertThat(listener.lanes.get("none").stats().missing()).isZero();
        append(outbox, "after");
        assertThat(outbox.head()).isEqualTo(ACCEPTED + 1);
        await().untilAsserted(() -> assertThat(HeadMark.read(crashed.resolve("outbox.head")))
                .map(HeadMark.Mark::settled)
                .contains((long) ACCEPTED));
    }

    @Test
    void database_thatIsReplaced_isToldFromTheOneThatWasMarked() throws Exception {
        Path other = parent.resolve("other");
        try (SqliteOutbox second = Outboxes.open(other, InstantSource.system())) {
            append(second, "second");
        }
        Files.delete(crashed.resolve("outbox.db-wal"));
        Files.delete(crashed.resolve("outbox.db"));
        Files.copy(other.resolve("outbox.db"), crashed.resolve("outbox.db"));
        assertThat(verify(crashed)).contains("problem: the outbox is not the one that outbox.head tells of", "200");
        open();
        append(outbox, "after");
        assertThat(outbox.head()).isEqualTo(2);
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @Test
    void file_thatIsNoDatabase_leavesNoCopyBehindAndIsCounted() throws Exception {
        Files.delete(crashed.resolve("outbox.db-wal"));
        Files.writeString(crashed.resolve("outbox.db"), "this is no database\n".repeat(5000));
        assertThat(verify(crashed)).contains("problem: entries up to position 200 were accepted");
        open();
        await().untilAsserted(() -> assertThat(crashed.resolve("outbox.db.new")).doesNotExist());
        get(outbox.attach("none", Start.NOW));
        assertThat(drain(listener.lanes.get("none"))).isEmpty();
        assertThat(listener.lanes.get("none").stats().damaged()).isEqualTo(ACCEPTED);
    }
}
