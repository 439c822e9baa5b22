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
import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.OutboxStats;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Start;
import io.audithook.webhook.api.Suspension;
import io.audithook.webhook.api.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every outbox must do, whatever it stores its entries in. */
public abstract class OutboxContract {

    private static final ReplayRange ALL = new ReplayRange(Instant.EPOCH, Instant.MAX, Set.of());

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    final Outboxes.Listener listener = new Outboxes.Listener();
    private Outbox outbox;

    /** Opens the outbox of this test; the second time it has what it had. */
    protected abstract Outbox create(InstantSource clock);

    /** Closes an outbox; has no effect the second time. */
    protected abstract void shut(Outbox outbox);

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

    private List<DeadLetter> letters(String endpoint, int max) {
        return outbox.deadLetters(endpoint, Selection.ALL, Long.MAX_VALUE, max);
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
    void lane_withoutSettlement_startsAgainAfterReopening() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        append(outbox, "2");
        List<Entry> entries = lane.next(10, 1000);
        lane.settle(entries.get(0).position(), Settlement.DELIVERED);
        reopen();
        assertThat(drain(listener.lanes.get("e"))).containsExactly("2");
    }

    @Test
    void lane_rewound_givesTheFirstThatIsOpen() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        append(outbox, "2");
        lane.settle(lane.next(10, 1000).get(0).position(), Settlement.DELIVERED);
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
    void detachAndAttach_rightAfterASettlement_startsAnew() throws Exception {
        for (int round = 0; round < 20; round++) {
            Lane lane = attach("e", Start.NOW);
            append(outbox, "1");
            append(outbox, "2");
            lane.settle(lane.next(10, 1000).get(0).position(), Settlement.DELIVERED);
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
            get(lane.bury(entry, "no", "history"));
        }
        reopen();
        assertThat(letters("e", 10)).extracting(letter -> text(letter.entry())).containsExactly("2", "1");
        DeadLetter letter = letters("e", 1).get(0);
        assertThat(letter.reason()).isEqualTo("no");
        assertThat(letter.buriedAt()).isEqualTo(now.get());
        assertThat(letters("other", 10)).isEmpty();
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
    void deadLetter_buriedTwice_isKeptOnce() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        Entry entry = lane.next(10, 1000).get(0);
        get(lane.bury(entry, "first", ""));
        get(lane.bury(entry, "second", ""));
        assertThat(letters("e", 10)).extracting(DeadLetter::reason).containsExactly("first");
    }

    @Test
    void lane_ofAClosedOutbox_doesNothing() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        Entry entry = lane.next(10, 1000).get(0);
        lane.rewind();
        shut(outbox);
        assertThat(lane.next(10, 1000)).isEmpty();
        assertThatThrownBy(() -> get(lane.bury(entry, "no", "history")))
                .hasCauseInstanceOf(AuditTrailUnavailableException.class);
        assertThat(listener.lanes).as("nothing is revoked").containsKey("e");
    }

    @Test
    void lane_revoked_buriesNothing() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        Entry entry = lane.next(10, 1000).get(0);
        get(outbox.detach("e"));
        assertThatThrownBy(() -> get(lane.bury(entry, "no", "history")))
                .hasCauseInstanceOf(AuditTrailUnavailableException.class);
        assertThat(letters("e", 10)).isEmpty();
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

    @Test
    void settle_inAnyOrder_isKeptOverReopening() throws Exception {
        Lane lane = attach("e", Start.NOW);
        for (int i = 1; i <= 9; i++) {
            append(outbox, Integer.toString(i));
        }
        List<Entry> entries = lane.next(10, 1000);
        for (int i : List.of(8, 2, 5, 0, 3)) {
            lane.settle(entries.get(i).position(), i == 5 ? Settlement.FILTERED : Settlement.DELIVERED);
        }
        reopen();
        lane = listener.lanes.get("e");
        assertThat(drain(lane)).containsExactly("2", "5", "7", "8");
        assertThat(lane.stats()).isEqualTo(new LaneStats(9, 4, 1, 0, 0, 0, 4, 0, Optional.of(now.get())));
    }

    @Test
    void settle_theSecondTime_hasNoEffect() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        long position = lane.next(10, 1000).get(0).position();
        lane.settle(position, Settlement.DELIVERED);
        lane.settle(position, Settlement.FILTERED);
        assertThat(lane.stats().delivered()).isEqualTo(1);
        assertThat(lane.stats().filtered()).isZero();
        assertThat(lane.pending()).isZero();
        assertThat(lane.stats().oldestPending()).isEmpty();
    }

    @Test
    void settle_beyondTheEnd_losesNothingThatComesLater() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        lane.settle(lane.next(1, 1000).get(0).position() + 1, Settlement.DELIVERED);
        assertThat(lane.pending()).isEqualTo(1);
        append(outbox, "2");
        assertThat(drain(lane)).containsExactly("2");
    }

    @Test
    void settle_byManyThreads_isCountedExactly() throws Exception {
        Lane lane = attach("e", Start.NOW);
        for (int i = 0; i < 20; i++) {
            get(outbox.append(IntStream.range(0, 100)
                    .mapToObj(n -> entry("k", Integer.toString(n)))
                    .toList()));
        }
        List<Entry> entries = Outboxes.read(lane);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(thread -> new Thread(() -> {
                    for (int i = 0; i < entries.size(); i++) {
                        // everyone settles everything, each in another order
                        Entry entry = entries.get((i * 7 + thread * 501) % entries.size());
                        lane.settle(entry.position(), Settlement.DELIVERED);
                        assertThat(lane.stats().missing()).isZero();
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        assertThat(lane.stats().delivered()).isEqualTo(2000);
        reopen();
        assertThat(listener.lanes.get("e").stats().delivered()).isEqualTo(2000);
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @Test
    void park_keepsTheEntryAndItsStateAsideUntilItIsSettled() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        append(outbox, "2");
        Entry entry = lane.next(10, 1000).get(0);
        RetryState state = new RetryState(3, now.get(), now.get().plusSeconds(60), "503, 503, timeout");
        get(lane.park(entry, RetryState.NEW));
        get(lane.park(entry, state));
        reopen();
        lane = listener.lanes.get("e");
        assertThat(drain(lane)).containsExactly("2");
        assertThat(lane.parked()).containsExactly(new Parked(entry.position(), entry.id(), "k", state));
        assertThat(lane.read(List.of(entry.position(), entry.position() + 1)))
                .extracting(Outboxes::text)
                .containsExactly("1");
        assertThat(lane.stats().parked()).isEqualTo(1);
        assertThat(lane.stats().pending()).isEqualTo(2);
        lane.settle(entry.position(), Settlement.DELIVERED);
        assertThat(lane.parked()).isEmpty();
        assertThat(lane.read(List.of(entry.position()))).isEmpty();
        reopen();
        assertThat(listener.lanes.get("e").parked()).isEmpty();
        assertThat(listener.lanes.get("e").stats().delivered()).isEqualTo(1);
    }

    @Test
    void parked_many_areInTheOrderOfTheirPositions() throws Exception {
        Lane lane = attach("e", Start.NOW);
        for (int i = 1; i <= 5; i++) {
            append(outbox, Integer.toString(i));
        }
        List<Entry> entries = lane.next(10, 1000);
        for (int i : List.of(3, 1, 4, 0)) {
            get(lane.park(entries.get(i), RetryState.NEW));
        }
        assertThat(lane.parked()).extracting(Parked::position).isSorted().hasSize(4);
        assertThat(lane.read(lane.parked().stream().map(Parked::position).toList()))
                .extracting(Outboxes::text)
                .containsExactly("1", "2", "4", "5");
    }

    @Test
    void park_ofWhatIsSettled_hasNoEffect() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        Entry entry = lane.next(10, 1000).get(0);
        lane.settle(entry.position(), Settlement.DELIVERED);
        get(lane.park(entry, RetryState.NEW));
        get(lane.bury(entry, "no", ""));
        assertThat(lane.parked()).isEmpty();
        assertThat(letters("e", 10)).isEmpty();
        assertThat(lane.stats().delivered()).isEqualTo(1);
    }

    @Test
    void settle_rightAfterPark_isNotLost() throws Exception {
        Lane lane = attach("e", Start.NOW);
        List<CompletionStage<Void>> stages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            append(outbox, Integer.toString(i));
            for (Entry entry : lane.next(10, 1000)) {
                stages.add(lane.park(entry, RetryState.NEW));
                lane.settle(entry.position(), Settlement.DELIVERED);
            }
        }
        for (CompletionStage<Void> stage : stages) {
            get(stage);
        }
        assertThat(lane.stats()).isEqualTo(new LaneStats(200, 200, 0, 0, 0, 0, 0, 0, Optional.empty()));
        reopen();
        assertThat(listener.lanes.get("e").stats().delivered()).isEqualTo(200);
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @Test
    void bury_ofWhatIsParked_makesADeadLetterOfIt() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        Entry entry = lane.next(10, 1000).get(0);
        get(lane.park(entry, RetryState.NEW));
        get(lane.bury(entry, "gave up", "1: 503"));
        reopen();
        lane = listener.lanes.get("e");
        assertThat(lane.parked()).isEmpty();
        assertThat(letters("e", 10)).hasSize(1);
        assertThat(letters("e", 10).get(0).history()).isEqualTo("1: 503");
        assertThat(letters("e", 10).get(0).entry().id()).isEqualTo(entry.id());
        assertThat(lane.stats()).isEqualTo(new LaneStats(1, 0, 0, 1, 0, 0, 0, 0, Optional.empty()));
    }

    @Test
    void deadLetters_selected_areThoseOfTheSelection() throws Exception {
        Lane lane = attach("e", Start.NOW);
        Instant first = now.get();
        for (int i = 1; i <= 6; i++) {
            append(outbox, Integer.toString(i));
            get(lane.bury(lane.next(1, 1000).get(0), "no", ""));
            now.set(now.get().plusSeconds(1));
        }
        Selection middle = new Selection(Set.of(), first.plusSeconds(1), first.plusSeconds(4));
        assertThat(outbox.deadLetters("e", middle, Long.MAX_VALUE, 10))
                .extracting(letter -> text(letter.entry()))
                .containsExactly("4", "3", "2");
        List<DeadLetter> page = letters("e", 2);
        assertThat(outbox.deadLetters("e", Selection.ALL, page.get(1).entry().position(), 2))
                .extracting(letter -> text(letter.entry()))
                .containsExactly("4", "3");
        Selection one = Selection.ids(Set.of(page.get(0).entry().id()));
        assertThat(outbox.deadLetters("e", one, Long.MAX_VALUE, 10))
                .extracting(letter -> text(letter.entry()))
                .containsExactly("6");
        assertThat(get(outbox.purge("e", middle))).isEqualTo(3);
        assertThat(letters("e", 10)).extracting(letter -> text(letter.entry())).containsExactly("6", "5", "1");
        assertThat(lane.stats().dead()).as("purged ones count").isEqualTo(6);
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @Test
    void redrive_bringsDeadLettersBackAsParked() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        append(outbox, "2");
        for (Entry entry : lane.next(10, 1000)) {
            get(lane.bury(entry, "no", "h"));
        }
        String id = letters("e", 10).get(1).entry().id();
        assertThat(get(outbox.redrive("e", Selection.ids(Set.of(id))))).isEqualTo(1);
        assertThat(listener.redriven).hasSize(1);
        assertThat(listener.redriven.get(0).id()).isEqualTo(id);
        assertThat(listener.redriven.get(0).state()).isEqualTo(RetryState.NEW);
        reopen();
        lane = listener.lanes.get("e");
        assertThat(lane.parked()).extracting(Parked::id).containsExactly(id);
        assertThat(lane.read(List.of(lane.parked().get(0).position())))
                .extracting(Outboxes::text)
                .containsExactly("1");
        assertThat(lane.stats()).isEqualTo(new LaneStats(2, 0, 0, 1, 0, 0, 1, 1, Optional.of(now.get())));
        assertThat(letters("e", 10)).extracting(letter -> text(letter.entry())).containsExactly("2");
        assertThat(get(outbox.redrive("none", Selection.ALL))).isZero();
        assertThat(get(outbox.purge("none", Selection.ALL))).isZero();
    }

    @Test
    void suspension_isRemembered() throws Exception {
        Lane lane = attach("e", Start.NOW);
        assertThat(lane.suspension()).isEmpty();
        Suspension gone = new Suspension(Suspension.Cause.GONE, "https://example.com/hook", now.get());
        get(lane.suspend(Optional.of(gone)));
        assertThat(lane.suspension()).contains(gone);
        append(outbox, "1");
        reopen();
        assertThat(listener.lanes.get("e").suspension()).contains(gone);
        assertThat(drain(listener.lanes.get("e"))).as("the lane works on").containsExactly("1");
        get(listener.lanes.get("e").suspend(Optional.empty()));
        reopen();
        assertThat(listener.lanes.get("e").suspension()).isEmpty();
    }

    @Test
    void retired_isKeptUntilItsTimeAndThenDetached() throws Exception {
        attach("e", Start.NOW);
        append(outbox, "1");
        get(outbox.retire("none", now.get()));
        get(outbox.retire("e", now.get().plusSeconds(100)));
        reopen();
        assertThat(outbox.attached()).containsExactly("e");
        assertThat(drain(listener.lanes.get("e"))).containsExactly("1");
        now.set(now.get().plusSeconds(101));
        await().until(() -> outbox.attached().isEmpty());
        assertThat(listener.lanes).isEmpty();
        reopen();
        assertThat(outbox.attached()).isEmpty();
    }

    @Test
    void retired_attachedAgain_isKept() throws Exception {
        attach("e", Start.NOW);
        append(outbox, "1");
        get(outbox.retire("e", now.get().plusSeconds(100)));
        reopen();
        attach("e", Start.NOW);
        now.set(now.get().plusSeconds(200));
        get(outbox.attach("other", Start.NOW));
        reopen();
        append(outbox, "2");
        assertThat(outbox.attached()).containsExactlyInAnyOrder("e", "other");
        assertThat(drain(listener.lanes.get("e"))).containsExactly("1", "2");
    }

    @Test
    void detach_takesAllOfTheEndpointAway() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        append(outbox, "2");
        List<Entry> entries = lane.next(10, 1000);
        get(lane.park(entries.get(0), RetryState.NEW));
        get(lane.bury(entries.get(1), "no", ""));
        get(outbox.replay("e", ALL));
        get(outbox.detach("e"));
        assertThat(listener.lanes).isEmpty();
        assertThat(letters("e", 10)).isEmpty();
        assertThat(outbox.replays()).isEmpty();
        attach("e", Start.NOW);
        reopen();
        assertThat(listener.lanes).containsOnlyKeys("e");
        assertThat(listener.lanes.get("e").parked()).isEmpty();
        assertThat(letters("e", 10)).isEmpty();
        assertThat(listener.lanes.get("e").stats().accepted()).isZero();
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @Test
    void replay_ofARange_deliversItOnceMoreAndEndsByItself() throws Exception {
        Lane lane = attach("e", Start.NOW);
        for (int i = 1; i <= 6; i++) {
            append(outbox, Integer.toString(i));
            now.set(now.get().plusSeconds(10));
        }
        List<Entry> entries = lane.next(10, 1000);
        Outboxes.settle(lane, entries);
        Instant start = entries.get(0).acceptedAt();
        ReplayRange range = new ReplayRange(start.plusSeconds(10), start.plusSeconds(41), Set.of());
        String id = get(outbox.replay("e", range));
        append(outbox, "later");
        Lane replay = listener.lanes.get("e/" + id);
        assertThat(replay.replay()).contains(id);
        assertThat(replay.endpoint()).isEqualTo("e");
        List<Entry> again = replay.next(10, 1000);
        assertThat(again).extracting(Outboxes::text).containsExactly("2", "3", "4", "5");
        assertThat(again.get(0).id()).isEqualTo(entries.get(1).id());
        assertThat(outbox.replays()).extracting(Replay::range).containsExactly(range);
        replay.settle(again.get(0).position(), Settlement.DELIVERED);
        get(replay.park(again.get(1), RetryState.NEW));
        get(replay.bury(again.get(2), "no", ""));
        assertThat(letters("e", 10)).as("a replay keeps none").isEmpty();

        reopen();
        replay = listener.lanes.get("e/" + id);
        assertThat(drain(replay)).containsExactly("5");
        assertThat(replay.stats()).isEqualTo(outbox.replays().get(0).stats());
        assertThat(replay.stats().dead()).isEqualTo(1);
        assertThat(replay.stats().pending()).isEqualTo(2);
        assertThat(listener.lanes.get("e").pending())
                .as("its own lane is not moved")
                .isEqualTo(1);
        replay.settle(again.get(3).position(), Settlement.FILTERED);
        replay.settle(again.get(1).position(), Settlement.DELIVERED);
        await().until(() -> !listener.lanes.containsKey("e/" + id));
        assertThat(outbox.replays()).isEmpty();
        reopen();
        assertThat(listener.lanes).containsOnlyKeys("e");
        assertThat(outbox.verify().problems()).isEmpty();
    }

    @Test
    void replay_ofKeys_deliversNothingElse() throws Exception {
        attach("e", Start.NOW);
        for (int i = 0; i < 30; i++) {
            get(outbox.append(List.of(entry("k" + i % 3, Integer.toString(i)))));
        }
        String id = get(outbox.replay("e", new ReplayRange(Instant.EPOCH, Instant.MAX, Set.of("k1", "none"))));
        Lane replay = listener.lanes.get("e/" + id);
        assertThat(replay.next(3, 1000)).extracting(Outboxes::text).containsExactly("1", "4", "7");
        replay.rewind();
        List<Entry> entries = Outboxes.read(replay);
        assertThat(entries)
                .extracting(Outboxes::text)
                .containsExactly("1", "4", "7", "10", "13", "16", "19", "22", "25", "28");
        assertThat(replay.stats().missing()).isZero();
        assertThat(replay.stats().accepted()).isEqualTo(10);
        Outboxes.settle(replay, entries);
        await().until(() -> outbox.replays().isEmpty());
    }

    @Test
    void replay_cancelled_ends() throws Exception {
        attach("e", Start.NOW);
        append(outbox, "1");
        String id = get(outbox.replay("e", ALL));
        get(outbox.cancelReplay("none"));
        get(outbox.cancelReplay(id));
        assertThat(listener.lanes).containsOnlyKeys("e");
        reopen();
        assertThat(outbox.replays()).isEmpty();
        assertThat(get(outbox.replay("e", ALL))).isNotEqualTo(id);
    }

    @Test
    void replay_ofNothing_endsAtOnce() throws Exception {
        attach("e", Start.NOW);
        append(outbox, "1");
        get(outbox.replay("e", new ReplayRange(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), Set.of())));
        await().until(() -> outbox.replays().isEmpty());
    }

    @Test
    void replay_forNoEndpoint_isRefused() {
        assertThatThrownBy(() -> get(outbox.replay("none", ALL)))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("There is no endpoint \"none\"");
    }

    @Test
    void stats_ofTheOutbox_tellHowMuchThereIs() throws Exception {
        assertThat(outbox.stats().entries()).isZero();
        assertThat(outbox.stats().oldest()).isEmpty();
        Instant first = now.get();
        append(outbox, "1");
        now.set(now.get().plusSeconds(1));
        append(outbox, "2");
        OutboxStats stats = outbox.stats();
        assertThat(stats.entries()).isEqualTo(2);
        assertThat(stats.oldest()).contains(first);
        assertThat(stats.bytes()).isPositive().isLessThan(stats.limitBytes());
        assertThat(stats.quarantined()).isZero();
        assertThat(stats.trouble()).isEmpty();
    }

    @Test
    void trouble_onceItIsClosed_saysSinceWhen() throws Exception {
        append(outbox, "1");
        assertThat(outbox.trouble()).isEmpty();
        Instant closedAt = now.get().plusSeconds(5);
        now.set(closedAt);
        shut(outbox);
        now.set(closedAt.plusSeconds(60));
        assertThat(outbox.trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.reason()).endsWith(" is closed");
            assertThat(trouble.since()).isEqualTo(closedAt);
        });
    }

    @Test
    void counts_areTheStatsWithoutTheOldest() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        append(outbox, "2");
        List<Entry> entries = lane.next(10, 1000);
        lane.settle(entries.get(0).position(), Settlement.DELIVERED);
        assertThat(lane.stats().oldestPending()).contains(now.get());
        assertThat(lane.counts()).isEqualTo(new LaneStats(2, 1, 0, 0, 0, 0, 1, 0, Optional.empty()));
    }

    @Test
    void verify_whileInUse_agreesWithTheLanes() throws Exception {
        Lane lane = attach("e", Start.NOW);
        attach("idle", Start.NOW);
        for (int i = 1; i <= 6; i++) {
            append(outbox, Integer.toString(i));
        }
        List<Entry> entries = lane.next(10, 1000);
        lane.settle(entries.get(4).position(), Settlement.DELIVERED);
        get(lane.park(entries.get(0), RetryState.NEW));
        get(lane.bury(entries.get(2), "no", ""));
        Verification verification = outbox.verify();
        assertThat(verification.problems()).isEmpty();
        assertThat(verification.isSound()).isTrue();
        assertThat(verification.entries()).isEqualTo(6);
        assertThat(verification.lanes())
                .containsOnlyKeys("e", "idle")
                .containsEntry("e", lane.stats())
                .containsEntry("idle", listener.lanes.get("idle").stats());
    }

    @Test
    void lane_revoked_hasNoEffect() throws Exception {
        Lane lane = attach("e", Start.NOW);
        append(outbox, "1");
        Entry entry = lane.next(10, 1000).get(0);
        get(outbox.detach("e"));
        lane.settle(entry.position(), Settlement.DELIVERED);
        assertThat(lane.parked()).isEmpty();
        assertThat(lane.read(List.of(entry.position()))).isEmpty();
        assertThatThrownBy(() -> get(lane.park(entry, RetryState.NEW)))
                .hasCauseInstanceOf(AuditTrailUnavailableException.class);
        assertThatThrownBy(() -> get(lane.suspend(Optional.empty())))
                .hasCauseInstanceOf(AuditTrailUnavailableException.class);
    }

    @Test
    void lanes_many_goTheirOwnWays() throws Exception {
        for (int i = 0; i < 30; i++) {
            attach("e" + i, Start.NOW);
        }
        for (int i = 0; i < 30; i++) {
            append(outbox, Integer.toString(i));
        }
        for (int i = 0; i < 30; i++) {
            Lane lane = listener.lanes.get("e" + i);
            Outboxes.settle(lane, Outboxes.read(lane).subList(0, i));
        }
        reopen();
        for (int i = 0; i < 30; i++) {
            Lane lane = listener.lanes.get("e" + i);
            assertThat(lane.stats().delivered()).isEqualTo(i);
            assertThat(drain(lane)).hasSize(30 - i);
        }
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

        @Override
        public void redriven(Lane lane, List<Parked> parked) {
            called();
        }

        @Override
        public void lost(Lane lane, Gap gap) {
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
