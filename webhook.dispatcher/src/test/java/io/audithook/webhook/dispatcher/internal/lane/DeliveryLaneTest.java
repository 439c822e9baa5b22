/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.OK;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.audit.api.EventFilter;
import io.audithook.audit.api.Verdict;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryLaneTest {

    private final FakeLane outbox = new FakeLane();
    private final RecordingTransport transport = new RecordingTransport();
    private final ManualTimekeeper time = new ManualTimekeeper();
    private DeliveryLane lane;

    @BeforeEach
    void start() {
        lane = new DeliveryLane(outbox, Runnable::run, time);
    }

    private Target target(Ordering ordering, int concurrency, EventFilter... filters) {
        return new Target(
                URI.create("http://localhost/"),
                Map.of("User-Agent", "test"),
                Duration.ofSeconds(30),
                ordering,
                concurrency,
                new RetryPolicy(Duration.ofSeconds(1), 2, Duration.ofSeconds(8), Duration.ofSeconds(20)),
                List.of(filters).stream().map(f -> new NamedFilter("f", f)).toList(),
                new AuditEventJson(JsonLimits.DEFAULT),
                transport);
    }

    private void add(String... keys) {
        for (String key : keys) {
            outbox.add(key);
        }
        lane.signal();
    }

    @Test
    void delivery_ok_isAcknowledged() {
        lane.retarget(target(Ordering.KEY, 4));
        add("a");
        assertThat(outbox.acks).isEmpty();
        transport.end("id1", OK);
        assertThat(outbox.acked()).isEqualTo(1);
        assertThat(lane.counters().deliveredCount()).isEqualTo(1);
    }

    @Test
    void request_always_carriesIdTimeAndBytesOfTheEntry() {
        lane.retarget(target(Ordering.KEY, 4));
        add("a");
        var request = transport.requests.get("id1");
        assertThat(request.headers())
                .containsEntry("webhook-timestamp", "1767225600")
                .containsEntry("User-Agent", "test");
        assertThat(request.body()).isSameAs(outbox.entries.get(0).json());
    }

    @Test
    void lane_withoutTarget_sendsNothing() {
        add("a");
        assertThat(transport.sent).isEmpty();
        lane.retarget(target(Ordering.KEY, 4));
        assertThat(transport.sent).containsExactly("id1");
    }

    @Test
    void concurrency_reached_nextGoesWhenOneEnds() {
        lane.retarget(target(Ordering.NONE, 2));
        add("a", "b", "c");
        assertThat(transport.inFlight()).containsExactly("id1", "id2");
        transport.end("id2", OK);
        assertThat(transport.inFlight()).containsExactly("id1", "id3");
    }

    @Test
    void ack_withEarlierOneOpen_waitsForIt() {
        lane.retarget(target(Ordering.NONE, 3));
        add("a", "b", "c");
        transport.end("id2", OK);
        transport.end("id3", OK);
        assertThat(outbox.acks).isEmpty();
        transport.end("id1", OK);
        assertThat(outbox.acks).containsExactly(3L);
    }

    @Test
    void keyOrdering_failingHead_onlyItsKeyWaits() {
        lane.retarget(target(Ordering.KEY, 8));
        add("a", "a", "b");
        assertThat(transport.inFlight()).containsExactly("id1", "id3");
        transport.end("id1", UNAVAILABLE);
        transport.end("id3", OK);
        assertThat(transport.inFlight()).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(transport.inFlight()).containsExactly("id1");
        transport.end("id1", OK);
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void strictOrdering_always_oneAtATime() {
        lane.retarget(target(Ordering.STRICT, 8));
        add("a", "b", "c");
        assertThat(transport.inFlight()).containsExactly("id1");
        transport.end("id1", UNAVAILABLE);
        assertThat(transport.inFlight()).isEmpty();
        time.advance(Duration.ofSeconds(1));
        transport.endAll(OK);
        transport.endAll(OK);
        transport.endAll(OK);
        assertThat(transport.sent).containsExactly("id1", "id1", "id2", "id3");
        assertThat(outbox.acked()).isEqualTo(3);
    }

    @Test
    void retry_delaysDouble_thenDeadLetterAndTheKeyGoesOn() {
        lane.retarget(target(Ordering.KEY, 8));
        add("a", "a");
        // attempts at 0, 1, 3, 7, 15 s; the next would come at 23 s, after giving up at 20 s
        for (int seconds : new int[] {1, 2, 4, 8}) {
            transport.end("id1", UNAVAILABLE);
            time.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(transport.inFlight()).isEmpty();
            time.advance(Duration.ofMillis(1));
            assertThat(transport.inFlight()).containsExactly("id1");
        }
        transport.end("id1", UNAVAILABLE);
        assertThat(outbox.buried).containsExactly("id1: given up after 5 attempts; the last one: status: HTTP 503");
        assertThat(outbox.acked()).isEqualTo(1);
        assertThat(transport.inFlight()).containsExactly("id2");
        assertThat(lane.counters().deadCount()).isEqualTo(1);
    }

    @Test
    void deadLetter_notStored_holdsTheKeyAndTriesAgain() {
        lane.retarget(target(Ordering.KEY, 8));
        add("a", "a");
        outbox.buryFailure = new IllegalStateException("disk");
        for (int seconds : new int[] {1, 2, 4, 8}) {
            transport.end("id1", UNAVAILABLE);
            time.advance(Duration.ofSeconds(seconds));
        }
        transport.end("id1", UNAVAILABLE);
        assertThat(outbox.acks).isEmpty();
        assertThat(transport.inFlight()).isEmpty();
        outbox.buryFailure = null;
        time.advance(Duration.ofSeconds(8));
        assertThat(outbox.buried).hasSize(1);
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void filter_drops_countsAndAcknowledges() {
        EventFilter odd = event -> Verdict.drop("no");
        lane.retarget(target(Ordering.KEY, 8, odd));
        add("a", "b");
        assertThat(transport.sent).isEmpty();
        assertThat(outbox.acked()).isEqualTo(2);
        assertThat(lane.counters().filteredCount()).isEqualTo(2);
    }

    @Test
    void filter_fails_nothingPassesItUntilItWorks() {
        boolean[] broken = {true};
        EventFilter filter = event -> {
            if (broken[0]) {
                throw new IllegalStateException("broken");
            }
            return Verdict.pass();
        };
        lane.retarget(target(Ordering.KEY, 8, filter));
        add("a", "b");
        time.advance(Duration.ofMinutes(1));
        assertThat(transport.sent).isEmpty();
        assertThat(outbox.acks).isEmpty();
        assertThat(lane.counters().currentTrouble()).contains("filter f failed", "broken");
        broken[0] = false;
        time.advance(Duration.ofSeconds(8));
        assertThat(transport.sent).containsExactly("id1", "id2");
        assertThat(lane.counters().currentTrouble()).isEmpty();
    }

    @Test
    void newTarget_whileInFlight_theRestGoesThroughItsFilters() {
        lane.retarget(target(Ordering.KEY, 1));
        add("a", "b");
        lane.retarget(target(Ordering.KEY, 1, event -> Verdict.drop("no")));
        assertThat(transport.inFlight()).containsExactly("id1");
        transport.end("id1", OK);
        assertThat(transport.sent).containsExactly("id1");
        assertThat(outbox.acked()).isEqualTo(2);
    }

    @Test
    void newTarget_whileBackingOff_triesAtOnce() {
        lane.retarget(target(Ordering.KEY, 1));
        add("a");
        transport.end("id1", UNAVAILABLE);
        lane.retarget(target(Ordering.KEY, 1));
        assertThat(transport.inFlight()).containsExactly("id1");
        transport.end("id1", UNAVAILABLE);
        time.advance(Duration.ofMillis(1999));
        assertThat(transport.sent).hasSize(2);
    }

    @Test
    void newOrdering_whileInFlight_waitsForIt() {
        lane.retarget(target(Ordering.NONE, 2));
        add("a", "a", "a");
        assertThat(transport.inFlight()).containsExactly("id1", "id2");
        lane.retarget(target(Ordering.KEY, 2));
        transport.end("id1", OK);
        assertThat(transport.inFlight()).containsExactly("id2");
        transport.end("id2", UNAVAILABLE);
        assertThat(transport.inFlight()).containsExactly("id2");
        transport.end("id2", OK);
        assertThat(transport.inFlight()).containsExactly("id3");
    }

    @Test
    void noTarget_whileInFlight_itEndsAndTheRestStays() {
        lane.retarget(target(Ordering.KEY, 1));
        add("a", "b");
        lane.retarget(null);
        transport.end("id1", OK);
        assertThat(outbox.acked()).isEqualTo(1);
        assertThat(transport.inFlight()).isEmpty();
        lane.retarget(target(Ordering.KEY, 1));
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void close_withAttemptUnderWay_completesWhenItEnds() {
        lane.retarget(target(Ordering.KEY, 1));
        add("a", "b");
        var closed = lane.close().toCompletableFuture();
        assertThat(closed).isNotDone();
        transport.end("id1", OK);
        assertThat(closed).isDone();
        assertThat(transport.sent).containsExactly("id1");
    }

    @Test
    void backlog_large_isReadInBoundedWindows() {
        for (int i = 0; i < 5000; i++) {
            outbox.add("k" + i);
        }
        lane.retarget(target(Ordering.KEY, 4));
        assertThat(outbox.largestRead).isLessThanOrEqualTo(1024);
        while (!transport.inFlight().isEmpty()) {
            transport.endAll(OK);
        }
        assertThat(outbox.acked()).isEqualTo(5000);
        assertThat(transport.sent).hasSize(5000).doesNotHaveDuplicates();
    }
}
