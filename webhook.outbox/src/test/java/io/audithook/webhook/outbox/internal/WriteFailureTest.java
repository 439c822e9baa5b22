/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static io.audithook.webhook.outbox.internal.Outboxes.append;
import static io.audithook.webhook.outbox.internal.Outboxes.drain;
import static io.audithook.webhook.outbox.internal.Outboxes.entry;
import static io.audithook.webhook.outbox.internal.Outboxes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Start;
import io.audithook.webhook.api.Trouble;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the outbox does when it cannot write, and afterwards: it goes on without a restart. */
class WriteFailureTest {

    private static final int LARGE = 50_000;

    @TempDir
    Path directory;

    private final FaultyConnector disk = new FaultyConnector();
    private final Outboxes.Listener listener = new Outboxes.Listener();
    private SqliteOutbox outbox;

    @BeforeEach
    void open() {
        open(1L << 30);
    }

    private void open(long sizeLimit) {
        OutboxSettings settings = Outboxes.settings(directory, sizeLimit, 1 << 20);
        outbox = new SqliteOutbox(settings, InstantSource.system(), disk, true);
        outbox.listen(listener);
    }

    @AfterEach
    void close() {
        disk.gate.countDown();
        disk.refuses.set(false);
        outbox.close();
    }

    @Test
    void disk_fullAndFreedAgain_isWrittenAgain() throws Exception {
        get(outbox.attach("e", Start.NOW));
        outbox.close();
        listener.lanes.clear();
        disk.maxPages.set(50);
        open();
        List<String> accepted = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        append(outbox, i + "x".repeat(LARGE));
                        accepted.add(i + "x".repeat(LARGE));
                    }
                })
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AuditTrailFullException.class)
                .hasMessageContaining("The disk of " + directory.resolve("outbox.db") + " is full");
        assertThat(accepted).hasSizeBetween(5, 20);
        assertThatThrownBy(() -> append(outbox, "y".repeat(LARGE))).hasCauseInstanceOf(AuditTrailFullException.class);

        disk.maxPages.set(1_000_000);
        append(outbox, "after");
        accepted.add("after");
        Lane lane = listener.lanes.get("e");
        assertThat(drain(lane)).isEqualTo(accepted);
    }

    @Test
    void connection_refusedForATime_isTriedWithLaterCommandsOnly() throws Exception {
        get(outbox.attach("e", Start.NOW));
        disk.failAfterCommit.set(true);
        assertThatThrownBy(() -> append(outbox, "1")).hasCauseInstanceOf(AuditTrailUnavailableException.class);
        disk.refuses.set(true);
        int before = disk.connects.get();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> append(outbox, "2"))
                    .hasCauseInstanceOf(AuditTrailUnavailableException.class)
                    .hasMessageContaining("cannot be written")
                    .hasMessageContaining("no connection today");
        }
        // one for each, and perhaps one by the clock of the housekeeping
        assertThat(disk.connects.get() - before).isBetween(5, 8);
        disk.refuses.set(false);
        append(outbox, "3");
        assertThat(drain(listener.lanes.get("e"))).endsWith("3").doesNotContain("2");
    }

    @Test
    void commit_thatTookEffectButFailed_costsNoPositionTwice() throws Exception {
        get(outbox.attach("e", Start.NOW));
        append(outbox, "1");
        disk.failAfterCommit.set(true);
        assertThatThrownBy(() -> append(outbox, "2")).hasCauseInstanceOf(AuditTrailUnavailableException.class);
        append(outbox, "3");
        // 2 is there as well: nobody knows better, and twice is better than never
        assertThat(drain(listener.lanes.get("e"))).containsExactly("1", "2", "3");
    }

    @Test
    void attach_thatTookEffectButFailed_canBeRepeated() throws Exception {
        disk.failAfterCommit.set(true);
        assertThatThrownBy(() -> get(outbox.attach("e", Start.NOW)))
                .hasCauseInstanceOf(AuditTrailUnavailableException.class);
        append(outbox, "1");
        get(outbox.attach("e", Start.EARLIEST));
        assertThat(drain(listener.lanes.get("e"))).containsExactly("1");
    }

    @Test
    void settlement_inAFailedCommit_isWrittenLaterByItself() throws Exception {
        get(outbox.attach("e", Start.NOW));
        append(outbox, "1");
        Lane lane = listener.lanes.get("e");
        disk.failInsteadOfCommit.set(true);
        Outboxes.settle(lane, lane.next(1, 1000));
        await().untilFalse(disk.failInsteadOfCommit);
        await().untilAsserted(() -> assertThat(cursor()).isEqualTo(1));
    }

    private long cursor() throws SQLException {
        try (Connection connection =
                        Connector.SQLITE.connect("jdbc:sqlite:" + directory.resolve("outbox.db"), new Properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT mark FROM lane")) {
            return row.getLong(1);
        }
    }

    @Test
    void trouble_neitherReadsNorWaits() throws Exception {
        append(outbox, "1");
        disk.failInsteadOfCommit.set(true);
        disk.refuses.set(true);
        assertThatThrownBy(() -> append(outbox, "2")).hasCauseInstanceOf(AuditTrailUnavailableException.class);
        Trouble first = outbox.trouble().orElseThrow();
        assertThat(first.reason()).startsWith("The outbox " + directory.resolve("outbox.db") + " cannot be written: ");
        assertThatThrownBy(() -> append(outbox, "3")).hasCauseInstanceOf(AuditTrailUnavailableException.class);
        // another reason, the same trouble
        Trouble second = outbox.trouble().orElseThrow();
        assertThat(second.reason()).endsWith("no connection today");
        assertThat(second.since()).isEqualTo(first.since());
        disk.refuses.set(false);
        append(outbox, "4");
        assertThat(outbox.trouble()).isEmpty();
    }

    @Test
    void trouble_whileTheDiskDoesNotAnswer_isToldWithoutIt() throws Exception {
        outbox.close();
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        outbox = new SqliteOutbox(Outboxes.settings(directory, 1L << 30, 1 << 20), now::get, disk, true);
        Instant before = now.get();
        CountDownLatch reached = new CountDownLatch(1);
        disk.gate = new CountDownLatch(1);
        disk.points = point -> reached.countDown();
        CompletionStage<List<Appended>> stuck = outbox.append(List.of(entry("k", "1")));
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(outbox.trouble()).isEmpty();
        now.set(before.plus(Troubles.PATIENCE).plusSeconds(1));
        assertThat(outbox.trouble())
                .contains(new Trouble("The disk of " + directory.resolve("outbox.db") + " does not answer", before));
        disk.gate.countDown();
        get(stuck);
        await().until(() -> outbox.trouble().isEmpty());
    }

    @Test
    void trouble_whenTheWriterDies_isToldForGood() throws Exception {
        append(outbox, "1");
        disk.points = point -> {
            throw new OutOfMemoryError("as a test wants it");
        };
        assertThatThrownBy(() -> append(outbox, "2")).hasCauseInstanceOf(AuditTrailUnavailableException.class);
        assertThat(outbox.trouble())
                .map(Trouble::reason)
                .contains(
                        "The outbox " + directory.resolve("outbox.db") + " is written no longer: its thread has ended");
    }

    @Test
    void appends_moreThanMayWait_areRefusedAtOnce() throws Exception {
        disk.gate = new CountDownLatch(1);
        String half = "x".repeat((int) (SqliteOutbox.MAX_WAITING_BYTES / 2));
        CompletionStage<List<Appended>> first = outbox.append(List.of(entry("k", half)));
        CompletionStage<List<Appended>> second = outbox.append(List.of(entry("k", half)));
        assertThat(second.toCompletableFuture()).isCompletedExceptionally();
        assertThatThrownBy(() -> get(second))
                .hasCauseInstanceOf(AuditTrailFullException.class)
                .hasMessageContaining("More than " + SqliteOutbox.MAX_WAITING_BYTES
                        + " bytes wait to be written; the disk is too slow");
        disk.gate.countDown();
        get(first);
        append(outbox, "again");
    }

    @Test
    void endpoint_attachedInTheSameCommit_keepsWhatItStartsWith() throws Exception {
        outbox.close();
        open(1 << 20);
        for (int i = 0; i < 15; i++) {
            append(outbox, i + "x".repeat(LARGE));
        }
        disk.gate = new CountDownLatch(1);
        CompletionStage<List<Appended>> opener = outbox.append(List.of(entry("k", "opener")));
        CompletionStage<Void> attached = outbox.attach("e", Start.EARLIEST);
        List<CompletionStage<List<Appended>>> appends = new ArrayList<>();
        for (int i = 15; i < 30; i++) {
            appends.add(outbox.append(List.of(entry("k", i + "x".repeat(LARGE)))));
        }
        disk.gate.countDown();
        get(opener);
        get(attached);
        assertThatThrownBy(() -> get(appends.get(14))).hasCauseInstanceOf(AuditTrailFullException.class);
        assertThat(drain(listener.lanes.get("e")).get(0)).startsWith("0x");
    }

    @Test
    void close_interrupted_stillWritesAndFreesTheDirectory() throws Exception {
        disk.gate = new CountDownLatch(1);
        CompletionStage<List<Appended>> last = outbox.append(List.of(entry("k", "last")));
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            outbox.close();
        });
        closer.start();
        disk.gate.countDown();
        closer.join(30_000);
        assertThat(get(last)).hasSize(1);
        open();
        append(outbox, "next");
    }

    @Test
    void settlements_onAFullDisk_areNotLost() throws Exception {
        get(outbox.attach("e", Start.NOW));
        for (int i = 0; i < 20; i++) {
            append(outbox, Integer.toString(i));
        }
        Lane lane = listener.lanes.get("e");
        List<Entry> entries = Outboxes.read(lane);
        AtomicBoolean isFull = new AtomicBoolean(true);
        disk.points = point -> {
            if (isFull.get() && point.equals("before commit")) {
                throw new SQLiteException("no space", SQLiteErrorCode.SQLITE_FULL);
            }
        };
        Outboxes.settle(lane, entries.subList(0, 10));
        assertThatThrownBy(() -> get(lane.park(entries.get(10), RetryState.NEW)))
                .hasCauseInstanceOf(AuditTrailFullException.class);
        assertThatThrownBy(() -> append(outbox, "x")).hasCauseInstanceOf(AuditTrailFullException.class);
        assertThat(lane.stats().delivered()).isEqualTo(10);
        assertThat(lane.stats().parked()).isZero();
        assertThat(lane.stats().missing()).isZero();
        assertThat(outbox.stats().trouble()).contains("is full");
        Outboxes.settle(lane, entries.subList(12, 14));
        isFull.set(false);
        append(outbox, "again");
        assertThat(outbox.stats().trouble()).isEmpty();
        get(lane.park(entries.get(10), RetryState.NEW));
        outbox.close();
        listener.lanes.clear();
        open();
        assertThat(listener.lanes.get("e").stats().delivered()).isEqualTo(12);
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @Test
    void settlements_whileOnlyAppendsFindNoRoom_goOn() throws Exception {
        get(outbox.attach("e", Start.NOW));
        for (int i = 0; i < 20; i++) {
            append(outbox, Integer.toString(i));
        }
        Lane lane = listener.lanes.get("e");
        List<Entry> entries = Outboxes.read(lane);
        AtomicBoolean refusesEntries = new AtomicBoolean();
        disk.points = point -> {
            if (point.equals("before INSERT INTO entry") && refusesEntries.get()) {
                throw new SQLiteException("no space", SQLiteErrorCode.SQLITE_FULL);
            }
        };
        refusesEntries.set(true);
        disk.gate = new CountDownLatch(1);
        CompletionStage<Void> opener = outbox.attach("other", Start.NOW);
        CompletionStage<List<Appended>> refused = outbox.append(List.of(entry("k", "no")));
        CompletionStage<Void> parked = lane.park(entries.get(0), RetryState.NEW);
        CompletionStage<Void> buried = lane.bury(entries.get(1), "no", "");
        lane.settle(entries.get(2).position(), Settlement.DELIVERED);
        disk.gate.countDown();
        get(opener);
        assertThatThrownBy(() -> get(refused)).hasCauseInstanceOf(AuditTrailFullException.class);
        get(parked);
        get(buried);
        refusesEntries.set(false);
        append(outbox, "yes");
        assertThat(drain(lane)).containsExactly("yes");
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commit_thatFailed_leavesLanesAsTheyAreOnDisk(boolean takesEffect) throws Exception {
        get(outbox.attach("e", Start.NOW));
        for (int i = 0; i < 6; i++) {
            append(outbox, Integer.toString(i));
        }
        Lane lane = listener.lanes.get("e");
        List<Entry> entries = Outboxes.read(lane);
        get(lane.park(entries.get(2), RetryState.NEW));
        get(lane.bury(entries.get(3), "no", ""));
        for (int round = 0; round < 4; round++) {
            (takesEffect ? disk.failAfterCommit : disk.failInsteadOfCommit).set(true);
            CompletionStage<?> stage = switch (round) {
                case 0 -> lane.park(entries.get(0), RetryState.NEW);
                case 1 -> lane.bury(entries.get(1), "no", "");
                case 2 -> lane.bury(entries.get(2), "no", "");
                default ->
                    outbox.redrive("e", Selection.ids(Set.of(entries.get(3).id())));
            };
            // in the middle of it
            lane.settle(entries.get(round).position(), Settlement.DELIVERED);
            // where the settlement came first, or another commit failed in its place, nothing had to
            assertThat(stage.handle((done, failure) -> failure)
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .satisfiesAnyOf(
                            failure -> assertThat(failure).isNull(),
                            failure -> assertThat(failure).isInstanceOf(AuditTrailUnavailableException.class));
            disk.failAfterCommit.set(false);
            disk.failInsteadOfCommit.set(false);
            append(outbox, "more " + round);
            assertThat(lane.stats().missing()).isZero();
            assertThat(outbox.verify().problems()).isEmpty();
            assertThat(outbox.verify().lanes().get("e")).isEqualTo(lane.stats());
        }
        LaneStats before = lane.stats();
        outbox.close();
        listener.lanes.clear();
        open();
        assertThat(listener.lanes.get("e").stats()).isEqualTo(before);
    }

    @Test
    void transaction_thatFailedBeforeItsEnd_hasNotTakenEffect() throws Exception {
        get(outbox.attach("e", Start.NOW));
        append(outbox, "1");
        Lane lane = listener.lanes.get("e");
        get(lane.bury(Outboxes.read(lane).get(0), "no", ""));
        AtomicBoolean isNext = new AtomicBoolean(true);
        disk.points = point -> {
            if (point.equals("before UPDATE lane SET") && isNext.getAndSet(false)) {
                throw new SQLException("not now");
            }
        };
        assertThatThrownBy(() -> get(outbox.redrive("e", Selection.ALL)))
                .hasCauseInstanceOf(AuditTrailUnavailableException.class);
        append(outbox, "2");
        assertThat(lane.stats().dead()).isEqualTo(1);
        assertThat(lane.parked()).isEmpty();
        assertThat(get(outbox.redrive("e", Selection.ALL))).isEqualTo(1);
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @Test
    void database_foundDamagedWhileInUse_isMadeAnew() throws Exception {
        get(outbox.attach("e", Start.NOW));
        for (int i = 0; i < 20; i++) {
            append(outbox, Integer.toString(i));
        }
        Lane lane = listener.lanes.get("e");
        List<Entry> entries = Outboxes.read(lane);
        get(lane.park(entries.get(0), RetryState.NEW));
        Outboxes.settle(lane, entries.subList(5, 10));
        AtomicBoolean isDamaged = new AtomicBoolean(true);
        disk.points = point -> {
            if (point.equals("before INSERT INTO entry") && isDamaged.getAndSet(false)) {
                throw new SQLiteException("malformed", SQLiteErrorCode.SQLITE_CORRUPT);
            }
        };
        append(outbox, "after");
        assertThat(drain(lane)).containsExactly("after");
        assertThat(lane.stats().delivered()).isEqualTo(5);
        assertThat(lane.read(List.of(1L))).hasSize(1);
        assertThat(outbox.verify().problems()).isEmpty();
        assertThat(outbox.verify().entries()).isEqualTo(21);
        assertThat(directory).isDirectoryContaining("glob:**damaged-*");
    }
}
