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

import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.audit.api.InvalidAuditEventException;
import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Start;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every outbox must do, whatever it stores its entries in. */
abstract class OutboxContract {

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    final Outboxes.Listener listener = new Outboxes.Listener();
    private Outbox outbox;

    /** Opens the outbox of this test; the second time it has what it had. */
    abstract Outbox create(InstantSource clock);

    /** Closes an outbox; has no effect the second time. */
    abstract void shut(Outbox outbox);

    @BeforeEach
    void open() {
        outbox = create(now::get);
        outbox.listen(listener);
    }

    @AfterEach
    void close() {
        shut(outbox);
    }

    private void reopen() {
        shut(outbox);
        listener.lanes.clear();
        open();
    }

    private Lane attach(String endpoint, Start start) throws Exception {
        get(outbox.attach(endpoint, start));
        return listener.lanes.get(endpoint);
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
        assertThat(entry.id()).doesNotContain(".");
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
    void outbox_closed_refusesByName() {
        shut(outbox);
        assertThatThrownBy(() -> append(outbox, "1")).hasCauseInstanceOf(AuditTrailUnavailableException.class);
    }

    @Test
    void entry_ofTwoLanes_isReadOnce() throws Exception {
        Lane one = attach("one", Start.NOW);
        Lane two = attach("two", Start.NOW);
        append(outbox, "1");
        assertThat(one.next(1, 1000).get(0)).isSameAs(two.next(1, 1000).get(0));
    }

    @Test
    void batch_empty_isAccepted() throws Exception {
        assertThat(get(outbox.append(List.of()))).isEmpty();
    }

    @Test
    void ack_olderThanTheLast_changesNothing() throws Exception {
        Lane lane = attach("e", Start.NOW);
        get(outbox.append(List.of(entry("k", "1"), entry("k", "2"), entry("k", "3"))));
        List<Entry> entries = lane.next(10, 1000);
        lane.ack(entries.get(1).position());
        lane.ack(entries.get(0).position());
        assertThat(lane.pending()).isEqualTo(1);
        reopen();
        assertThat(drain(listener.lanes.get("e"))).containsExactly("3");
    }

    @Test
    void ack_beyondTheEnd_losesNothingThatComesLater() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        lane.ack(lane.next(1, 1000).get(0).position() + 100);
        assertThat(lane.pending()).isZero();
        append(outbox, "2");
        reopen();
        assertThat(drain(listener.lanes.get("e"))).containsExactly("2");
    }

    @Test
    void deadLetter_buriedTwice_isKeptOnce() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        Entry entry = lane.next(10, 1000).get(0);
        get(lane.bury(entry, "first"));
        get(lane.bury(entry, "second"));
        assertThat(outbox.deadLetters("e", 10)).extracting(DeadLetter::reason).containsExactly("second");
    }

    @Test
    void lane_ofAClosedOutbox_doesNothing() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        Entry entry = lane.next(10, 1000).get(0);
        lane.rewind();
        shut(outbox);
        assertThat(lane.next(10, 1000)).isEmpty();
        assertThatThrownBy(() -> get(lane.bury(entry, "no"))).hasCauseInstanceOf(AuditTrailUnavailableException.class);
        assertThat(listener.lanes).as("nothing is revoked").containsKey("e");
    }

    @Test
    void lane_revoked_buriesNothing() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        Entry entry = lane.next(10, 1000).get(0);
        get(outbox.detach("e"));
        assertThatThrownBy(() -> get(lane.bury(entry, "no"))).hasCauseInstanceOf(AuditTrailUnavailableException.class);
        assertThat(outbox.deadLetters("e", 10)).isEmpty();
    }

    @Test
    void close_withAppendsUnderWay_writesThem() throws Exception {
        attach("e", Start.NOW);
        List<CompletionStage<List<Appended>>> stages = IntStream.range(0, 500)
                .mapToObj(i -> outbox.append(List.of(entry("k", Integer.toString(i)))))
                .toList();
        reopen();
        for (CompletionStage<List<Appended>> stage : stages) {
            assertThat(stage.toCompletableFuture()).isCompleted();
        }
        assertThat(drain(listener.lanes.get("e"))).hasSize(500);
    }

    @Test
    void registration_closed_makesWayForAnotherOnlyOnce() throws Exception {
        shut(outbox);
        outbox = create(now::get);
        Outbox.Registration first = outbox.listen(new Outboxes.Listener());
        attach("e", Start.NOW);
        first.close();
        Outbox.Registration second = outbox.listen(listener);
        assertThat(listener.lanes).containsOnlyKeys("e");
        first.close();
        append(outbox, "1");
        await().untilAtomic(listener.signals, greaterThan(0));
        second.close();
        assertThat(listener.lanes).as("nothing is revoked").containsOnlyKeys("e");
    }

    @Test
    void listener_whileEntriesCome_isCalledOneAtATime() throws Exception {
        shut(outbox);
        outbox = create(now::get);
        for (int i = 0; i < 50; i++) {
            attach("e" + i, Start.NOW);
        }
        Picky picky = new Picky();
        AtomicBoolean done = new AtomicBoolean();
        Thread publisher = new Thread(() -> {
            while (!done.get()) {
                outbox.append(List.of(entry("k", "1"))).toCompletableFuture().join();
            }
        });
        publisher.start();
        for (int i = 0; i < 50; i++) {
            Outbox.Registration registration = outbox.listen(picky);
            get(outbox.append(List.of(entry("k", "2"))));
            registration.close();
        }
        done.set(true);
        publisher.join(30_000);
        assertThat(picky.calls).hasValueGreaterThan(2500);
        assertThat(picky.overlaps).hasValue(0);
    }

    /** Notices when it is called while it is being called. */
    private static final class Picky implements LaneListener {

        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        private final AtomicBoolean busy = new AtomicBoolean();

        @Override
        public void assigned(Lane lane) {
            called();
        }

        @Override
        public void revoked(Lane lane) {
            called();
        }

        @Override
        public void available() {
            called();
        }

        private void called() {
            calls.incrementAndGet();
            boolean overlap = !busy.compareAndSet(false, true);
            for (int i = 0; i < 100; i++) {
                Thread.onSpinWait();
            }
            if (overlap) {
                overlaps.incrementAndGet();
            } else {
                busy.set(false);
            }
        }
    }
}
