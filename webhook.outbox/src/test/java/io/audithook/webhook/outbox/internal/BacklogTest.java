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
import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Start;
import io.audithook.webhook.api.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of entries that an endpoint does not fetch, and of those for which there is no room. */
class BacklogTest {

    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private Outboxes.Listener listener = new Outboxes.Listener();
    private OutboxSettings settings;
    private SqliteOutbox outbox;

    private void open(long sizeLimit, Optional<Duration> age, OptionalLong bytes, OutboxSettings.WhenFull whenFull) {
        settings = new OutboxSettings(directory, sizeLimit, Duration.ofHours(1), age, bytes, whenFull, 0);
        reopen();
    }

    private void reopen() {
        if (outbox != null) {
            outbox.close();
        }
        listener = new Outboxes.Listener();
        outbox = new SqliteOutbox(settings, now::get, Connector.SQLITE, true);
        outbox.listen(listener);
    }

    private Lane attach(String endpoint) throws Exception {
        get(outbox.attach(endpoint, Start.NOW));
        return listener.lanes.get(endpoint);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    private void tick(Duration time) throws Exception {
        now.set(now.get().plus(time));
        get(outbox.detach("none"));
        now.set(now.get().plusSeconds(1));
        get(outbox.detach("none"));
        // the housekeeping is done after a commit, so before the next one
        get(outbox.detach("none"));
    }

    @Test
    void backlog_olderThanItsAge_isLostForThoseWhoDidNotFetchIt() throws Exception {
        open(1L << 30, Optional.of(Duration.ofHours(2)), OptionalLong.empty(), OutboxSettings.WhenFull.REJECT);
        Lane quick = attach("quick");
        Lane slow = attach("slow");
        Lane stopped = attach("stopped");
        for (int i = 1; i <= 5; i++) {
            append(outbox, Integer.toString(i));
        }
        Outboxes.settle(quick, Outboxes.read(quick));
        List<Entry> inHand = slow.next(2, 1000);
        get(slow.park(inHand.get(0), RetryState.NEW));
        tick(Duration.ofMinutes(90));
        append(outbox, "6");
        tick(Duration.ofMinutes(60));
        assertThat(outbox.stats().entries()).isEqualTo(1);
        await().until(() -> listener.gaps.containsKey("stopped") && listener.gaps.containsKey("slow"));
        assertThat(listener.gaps.get("stopped")).containsExactly(new Gap(1, 5, 5));
        assertThat(listener.gaps.get("slow"))
                .as("what is in hand is lost, what is parked is not")
                .containsExactly(new Gap(2, 5, 4));
        assertThat(listener.gaps).doesNotContainKey("quick");
        assertThat(stopped.stats().lost()).isEqualTo(5);
        assertThat(slow.stats().lost()).isEqualTo(4);
        assertThat(slow.stats().missing()).isZero();
        assertThat(slow.pending()).as("one parked, one new").isEqualTo(2);
        assertThat(drain(stopped)).containsExactly("6");
        assertThat(drain(slow)).containsExactly("6");

        reopen();
        assertThat(listener.lanes.get("slow").stats().lost()).isEqualTo(4);
        assertThat(listener.lanes.get("slow").read(List.of(1L)))
                .extracting(Outboxes::text)
                .containsExactly("1");
        assertThat(outbox.verify().problems()).isEmpty();
    }

    /** A lane with five entries, which may wait for two hours. */
    private Lane fiveForTwoHours() throws Exception {
        open(1L << 30, Optional.of(Duration.ofHours(2)), OptionalLong.empty(), OutboxSettings.WhenFull.REJECT);
        Lane lane = attach("e");
        for (int i = 1; i <= 5; i++) {
            append(outbox, Integer.toString(i));
        }
        return lane;
    }

    @Test
    void backlog_rewoundBeforeItWasRemoved_isFoundGone() throws Exception {
        Lane lane = fiveForTwoHours();
        lane.next(3, 1000);
        tick(Duration.ofHours(3));
        assertThat(lane.stats().lost()).isEqualTo(4);
        lane.rewind();
        assertThat(drain(lane)).as("the latest one stays").containsExactly("5");
        assertThat(lane.stats().lost()).isEqualTo(4);
        await().untilAsserted(() -> assertThat(listener.gaps.get("e")).containsExactly(new Gap(1, 4, 4)));
    }

    @Test
    void entry_thatIsRemovedWhileItIsUnderWay_isDeliveredIfItArrives() throws Exception {
        Lane lane = fiveForTwoHours();
        List<Entry> inHand = lane.next(3, 1000);
        tick(Duration.ofHours(3));
        assertThat(lane.stats().lost()).isEqualTo(4);
        Outboxes.settle(lane, inHand.subList(0, 1));
        Outboxes.settle(lane, inHand.subList(0, 1));
        get(lane.park(inHand.get(1), RetryState.NEW));
        get(lane.bury(inHand.get(2), "no", "h"));
        assertThat(lane.stats().delivered()).isEqualTo(1);
        assertThat(lane.stats().lost()).isEqualTo(3);
        assertThat(lane.stats().dead()).isZero();
        assertThat(lane.parked()).isEmpty();
        assertThat(lane.stats().missing()).isZero();
        reopen();
        assertThat(listener.lanes.get("e").stats().lost()).isEqualTo(3);
        assertThat(listener.lanes.get("e").stats().missing()).isZero();
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @Test
    void backlog_largerThanItsSize_losesTheOldest() throws Exception {
        open(1L << 30, Optional.empty(), OptionalLong.of(MIB), OutboxSettings.WhenFull.REJECT);
        attach("e");
        String large = "x".repeat(50_000);
        for (int i = 0; i < 40; i++) {
            append(outbox, i + large);
        }
        reopen();
        Lane lane = listener.lanes.get("e");
        tick(Duration.ofSeconds(1));
        long lost = lane.stats().lost();
        assertThat(lost).isBetween(19L, 21L);
        assertThat(lane.stats().missing()).isZero();
        List<String> texts = drain(lane);
        assertThat(texts).hasSize(40 - (int) lost);
        assertThat(texts.get(0)).startsWith(lost + "x");
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @Test
    void replay_underWay_keepsItsEntriesFromAgeButNotFromSize() throws Exception {
        open(MIB, Optional.of(Duration.ofHours(2)), OptionalLong.empty(), OutboxSettings.WhenFull.REJECT);
        Lane lane = attach("e");
        String large = "x".repeat(50_000);
        for (int i = 0; i < 10; i++) {
            append(outbox, i + large);
        }
        Outboxes.settle(lane, Outboxes.read(lane));
        String id = get(outbox.replay("e", new ReplayRange(Instant.EPOCH, Instant.MAX, Set.of())));
        tick(Duration.ofHours(3));
        Lane replay = listener.lanes.get("e/" + id);
        assertThat(replay.stats().pending()).isEqualTo(10);
        for (int i = 10; i < 40; i++) {
            append(outbox, i + large);
            Outboxes.settle(lane, Outboxes.read(lane));
        }
        await().until(() -> !listener.lanes.containsKey("e/" + id));
        assertThat(listener.gaps.get("e/" + id)).isNotEmpty();
        assertThat(listener.gaps).doesNotContainKey("e");
        assertThat(lane.stats().delivered()).isEqualTo(40);
    }

    @Test
    void appends_whenFullWithBlock_waitInOrderUntilThereIsRoom() throws Exception {
        open(MIB, Optional.empty(), OptionalLong.empty(), OutboxSettings.WhenFull.BLOCK);
        Lane lane = attach("e");
        String large = "x".repeat(50_000);
        List<CompletionStage<List<Appended>>> stages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            stages.add(outbox.append(List.of(entry("k", i + large))));
        }
        get(stages.get(0));
        await().until(() -> !outbox.stats().trouble().isEmpty());
        assertThat(outbox.stats().trouble()).startsWith("The outbox is full: size.limit=1048576 bytes");
        assertThat(outbox.trouble().orElseThrow().reason()).startsWith("The outbox is full: size.limit=1048576 bytes");
        assertThat(stages.get(39).toCompletableFuture()).isNotDone();
        List<String> delivered = new ArrayList<>();
        await().until(() -> {
            for (Entry entry : Outboxes.read(lane)) {
                delivered.add(Outboxes.text(entry).replace("x", ""));
                Outboxes.settle(lane, List.of(entry));
            }
            return delivered.size() == 40;
        });
        for (int i = 0; i < 40; i++) {
            assertThat(stages.get(i).toCompletableFuture()).isCompleted();
            assertThat(delivered.get(i)).isEqualTo(Integer.toString(i));
        }
        append(outbox, "after");
        assertThat(outbox.stats().trouble()).isEmpty();
        assertThat(outbox.trouble()).isEmpty();
    }

    @Test
    void trouble_whenFull_endsOnceWhatIsDeliveredCanGo() throws Exception {
        open(MIB, Optional.empty(), OptionalLong.empty(), OutboxSettings.WhenFull.REJECT);
        Lane lane = attach("e");
        String small = "x".repeat(1_000);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        append(outbox, small);
                    }
                })
                .hasCauseInstanceOf(AuditTrailFullException.class);
        get(outbox.attach("another", Start.NOW));
        assertThat(outbox.trouble()).as("nothing can go yet").isPresent();
        await().until(() -> {
            Outboxes.settle(lane, Outboxes.read(lane));
            return outbox.trouble().isEmpty();
        });
        append(outbox, small);
    }

    @ParameterizedTest
    @EnumSource(OutboxSettings.WhenFull.class)
    void trouble_whenFull_goesOnWhileNothingCanGo(OutboxSettings.WhenFull whenFull) throws Exception {
        open(MIB, Optional.empty(), OptionalLong.empty(), whenFull);
        Lane lane = attach("e");
        String large = "x".repeat(50_000);
        List<CompletionStage<List<Appended>>> stages = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            stages.add(outbox.append(List.of(entry("k", i + large))));
            if (whenFull == OutboxSettings.WhenFull.REJECT) {
                await().until(stages.get(i).toCompletableFuture()::isDone);
            }
        }
        await().until(() -> outbox.trouble().isPresent());
        Instant since = outbox.trouble().orElseThrow().since();
        for (int i = 0; i < 5; i++) {
            tick(Duration.ofSeconds(5));
            assertThat(outbox.trouble()).map(Trouble::since).contains(since);
        }
        // what is delivered frees some room, but not enough for what was refused
        Outboxes.settle(lane, lane.next(1, 1));
        tick(Duration.ofSeconds(5));
        await().until(() -> {
            Outboxes.settle(lane, Outboxes.read(lane));
            return outbox.trouble().isEmpty();
        });
        if (whenFull == OutboxSettings.WhenFull.BLOCK) {
            get(stages.get(29));
        }
        append(outbox, large);
    }

    @Test
    void outbox_thatIsFull_saysOfWhat() throws Exception {
        open(MIB, Optional.empty(), OptionalLong.empty(), OutboxSettings.WhenFull.REJECT);
        Lane dead = attach("d");
        Lane slow = attach("s");
        String large = "x".repeat(50_000);
        for (int i = 0; i < 8; i++) {
            append(outbox, i + large);
        }
        for (Entry entry : Outboxes.read(dead)) {
            get(dead.bury(entry, "no", "h"));
        }
        Outboxes.settle(slow, slow.next(1, 1));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        append(outbox, i + large);
                        Outboxes.settle(dead, Outboxes.read(dead));
                    }
                })
                .hasCauseInstanceOf(AuditTrailFullException.class)
                .hasMessageMatching(".*size.limit=1048576 bytes; \\d+ KiB wait for endpoint s: see why it does not have"
                        + " them, or raise size.limit");
        Outboxes.settle(slow, Outboxes.read(slow));
        now.set(now.get().plusSeconds(60));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 40; i++) {
                        append(outbox, i + large);
                        for (Entry entry : Outboxes.read(dead)) {
                            get(dead.bury(entry, "no", "h"));
                        }
                        Outboxes.settle(slow, Outboxes.read(slow));
                        now.set(now.get().plusSeconds(60));
                    }
                })
                .hasMessageMatching(
                        ".*; \\d+ KiB are dead letters of endpoint d: redrive or purge them, or raise" + " size.limit");
    }

    @Test
    void appends_thatWaitForRoom_areBoundedAndFailWhenClosed() throws Exception {
        open(MIB, Optional.empty(), OptionalLong.empty(), OutboxSettings.WhenFull.BLOCK);
        attach("e");
        String large = "x".repeat(900_000);
        List<CompletionStage<List<Appended>>> stages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            stages.add(outbox.append(List.of(entry("k", i + large))));
        }
        await().until(() -> !outbox.stats().trouble().isEmpty());
        CompletionStage<List<Appended>> tooMuch = outbox.append(List.of(entry("k", "x".repeat(5_000_000))));
        assertThatThrownBy(() -> get(tooMuch)).hasCauseInstanceOf(AuditTrailFullException.class);
        assertThatThrownBy(() -> get(stages.get(39)))
                .hasCauseInstanceOf(AuditTrailFullException.class)
                .hasMessageContaining("bytes wait to be written");
        assertThat(stages.get(5).toCompletableFuture()).isNotDone();
        get(outbox.attach("more", Start.NOW));
        outbox.close();
        assertThatThrownBy(() -> get(stages.get(5))).hasCauseInstanceOf(AuditTrailUnavailableException.class);
    }
}
