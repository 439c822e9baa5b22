/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.GONE;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.OK;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.PROXY;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.REFUSED;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.REJECTED;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.THROTTLED;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.TIMEOUT;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.UNAVAILABLE;
import static io.audithook.webhook.dispatcher.internal.lane.RecordingTransport.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.EventFilter;
import io.audithook.audit.api.Verdict;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.MetricSample.Bucket;
import io.audithook.webhook.api.OpenDelivery;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.Payload;
import io.audithook.webhook.api.PayloadEncoder;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Suspension;
import io.audithook.webhook.dispatcher.internal.format.AuditFormat;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CourierTest {

    private static final RetryPolicy RETRY = new RetryPolicy(
            new Delays(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)), 0),
            new Delays(List.of(Duration.ofSeconds(3)), 0),
            Set.of(422),
            Optional.empty());

    private final FakeLane outbox = new FakeLane();
    private final RecordingTransport transport = new RecordingTransport();
    private final ManualTimekeeper time = new ManualTimekeeper();
    private final StallWatch stalls = new StallWatch(time);
    private Courier courier;

    @BeforeEach
    void start() {
        courier = new Courier("e", Runnable::run, time, stalls, new FilterWatch(time, held -> {}));
        courier.assigned(outbox);
    }

    /** As after a restart: what was in memory is gone. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is never idle
    private void restart() {
        courier.close();
        transport.forget();
        start();
    }

    private static DeliverySettings settings(Ordering ordering, int concurrency) {
        return settings(ordering, 1, concurrency, 0, 1, 10_000);
    }

    private static DeliverySettings steady(int concurrency, int parkedLimit) {
        return settings(Ordering.KEY, concurrency, concurrency, 0, 1, parkedLimit);
    }

    /** Nothing is an outage. */
    private static DeliverySettings patient(int concurrency, int parkedLimit) {
        return new DeliverySettings(
                Ordering.KEY,
                concurrency,
                concurrency,
                0,
                1,
                RETRY,
                1000,
                new Delays(List.of(Duration.ofSeconds(10)), 0),
                parkedLimit,
                Optional.empty());
    }

    private static DeliverySettings batches(int concurrency, int size) {
        return settings(Ordering.KEY, 1, concurrency, 0, size, 10_000);
    }

    private static DeliverySettings rate(double perSecond) {
        return settings(Ordering.NONE, 1, 8, perSecond, 1, 10_000);
    }

    private static DeliverySettings settings(
            Ordering ordering, int minConcurrency, int maxConcurrency, double rate, int batch, int parkedLimit) {
        return new DeliverySettings(
                ordering,
                minConcurrency,
                maxConcurrency,
                rate,
                batch,
                RETRY,
                3,
                new Delays(List.of(Duration.ofSeconds(10), Duration.ofSeconds(60)), 0),
                parkedLimit,
                Optional.empty());
    }

    private Target target(Ordering ordering, int concurrency, EventFilter... filters) {
        return target("http://localhost/", settings(ordering, concurrency), filters);
    }

    private Target target(String url, DeliverySettings settings, EventFilter... filters) {
        return new Target(
                URI.create(url),
                url,
                Map.of("User-Agent", "test"),
                Duration.ofSeconds(30),
                settings,
                new Preparation(
                        List.of(filters).stream()
                                .map(f -> new NamedFilter("f", f))
                                .toList(),
                        new EventViews(new AuditEventJson(JsonLimits.DEFAULT)),
                        "audit",
                        new AuditFormat()),
                transport,
                1);
    }

    /** Gives it a target and waits until the next may follow. */
    private void retarget(Target target) {
        courier.retarget(target);
        time.advance(Duration.ofMillis(500));
    }

    private void add(String... keys) {
        for (String key : keys) {
            outbox.add(key);
        }
        courier.signal();
    }

    private void addMany(int number) {
        for (int i = 0; i < number; i++) {
            outbox.add("many" + i);
        }
        courier.signal();
    }

    private void advanceSeconds(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    // ---------------------------------------------------------------- the plain way

    @Test
    void delivery_ok_isSettled() {
        retarget(target(Ordering.KEY, 4));
        add("a");
        assertThat(outbox.settled).isEmpty();
        transport.end("id1", OK);
        assertThat(outbox.settled).containsOnly(Map.entry(1L, Settlement.DELIVERED));
    }

    @Test
    void request_always_carriesIdTimeAndBytesOfTheEntry() {
        courier.retarget(target(Ordering.KEY, 4));
        add("a");
        var request = transport.requests.get("id1");
        assertThat(request.headers())
                .containsEntry("webhook-timestamp", "1767225600")
                .containsEntry("User-Agent", "test");
        assertThat(request.body()).isSameAs(outbox.entries.get(0).json());
    }

    @Test
    void courier_withoutTarget_sendsNothing() {
        add("a");
        assertThat(transport.sent).isEmpty();
        retarget(target(Ordering.KEY, 4));
        assertThat(transport.sent).containsExactly("id1");
    }

    @Test
    void concurrency_reached_nextGoesWhenOneEnds() {
        retarget(target(Ordering.NONE, 2));
        add("a", "b", "c");
        assertThat(transport.inFlight()).containsExactly("id1", "id2");
        transport.end("id2", OK);
        assertThat(transport.inFlight()).containsExactly("id1", "id3");
    }

    @Test
    void backlog_large_isReadInBoundedWindows() {
        retarget(target(Ordering.KEY, 4));
        addMany(5000);
        assertThat(outbox.largestRead).isLessThanOrEqualTo(1024);
        while (!transport.inFlight().isEmpty()) {
            transport.endAll(OK);
        }
        assertThat(outbox.settled).hasSize(5000);
        assertThat(transport.sent).hasSize(5000).doesNotHaveDuplicates();
    }

    @Test
    void attempts_always_leaveRecords() {
        retarget(target(Ordering.KEY, 4));
        add("a");
        advanceSeconds(2);
        transport.end("id1", UNAVAILABLE);
        advanceSeconds(1);
        transport.end("id1", OK);
        assertThat(courier.attempts(10))
                .extracting(
                        Attempt::eventId,
                        Attempt::number,
                        Attempt::outcome,
                        Attempt::status,
                        Attempt::phase,
                        Attempt::millis,
                        Attempt::charged,
                        Attempt::generation)
                .containsExactly(
                        tuple("id1", 2, "delivered", 200, "body", 0L, false, 1L),
                        tuple("id1", 1, "unavailable", 503, "body", 2000L, true, 1L));
    }

    @Test
    void metrics_countAttemptsByOutcomeAndDeliveriesByEnd() {
        EventFilter dropsB = event -> event.objectId().equals("b") ? Verdict.drop("not wanted") : Verdict.pass();
        retarget(target(Ordering.KEY, 8, dropsB));
        assertThat(attempts()).containsExactly(Map.entry("delivered", 0L));
        add("a", "b", "c");
        transport.end("id1", OK);
        for (int seconds : new int[] {3, 0}) {
            transport.end("id3", REJECTED);
            advanceSeconds(seconds);
        }
        assertThat(attempts()).containsOnly(Map.entry("delivered", 1L), Map.entry("rejected", 2L));
        Map<String, Long> ended = new HashMap<>();
        courier.metrics().deliveries(ended::put);
        assertThat(ended).containsOnly(Map.entry("delivered", 1L), Map.entry("filtered", 1L), Map.entry("dead", 1L));
    }

    @Test
    void metrics_ofABatch_countOneAttemptAndAllDeliveries() {
        retarget(target("http://localhost/", batches(1, 3)));
        add("a", "b", "c");
        transport.endAll(OK);
        transport.endAll(OK);
        Map<String, Long> ended = new HashMap<>();
        courier.metrics().deliveries(ended::put);
        assertThat(ended).containsEntry("delivered", 3L);
        assertThat(attempts()).containsExactly(Map.entry("delivered", (long) transport.sent.size()));
        assertThat(transport.sent).hasSizeLessThan(3);
    }

    @Test
    void metrics_putDurationsIntoTheirBuckets() {
        retarget(target(Ordering.NONE, 8));
        add("a", "b", "c");
        time.advance(Duration.ofMillis(5));
        transport.end("id1", OK);
        time.advance(Duration.ofMillis(1));
        transport.end("id2", OK);
        time.advance(Duration.ofSeconds(100));
        transport.end("id3", UNAVAILABLE);
        assertThat(courier.metrics().durations())
                .hasSize(14)
                .startsWith(new Bucket(0.005, 1), new Bucket(0.01, 2))
                .endsWith(new Bucket(60, 2), new Bucket(Double.POSITIVE_INFINITY, 3));
        assertThat(courier.metrics().seconds()).isEqualTo(0.005 + 0.006 + 100.006);
    }

    private Map<String, Long> attempts() {
        Map<String, Long> counted = new HashMap<>();
        courier.metrics().attempts(counted::put);
        return counted;
    }

    // ---------------------------------------------------------------- order and retry

    @Test
    void keyOrdering_failingHead_onlyItsKeyWaits() {
        retarget(target(Ordering.KEY, 8));
        add("a", "a", "b");
        assertThat(transport.inFlight()).containsExactly("id1", "id3");
        transport.end("id1", UNAVAILABLE);
        transport.end("id3", OK);
        add("a");
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(1);
        assertThat(transport.inFlight()).containsExactly("id1");
        transport.end("id1", OK);
        assertThat(transport.inFlight()).containsExactly("id2");
        transport.end("id2", OK);
        assertThat(transport.inFlight()).containsExactly("id4");
    }

    @Test
    void strictOrdering_always_oneAtATime() {
        retarget(target(Ordering.STRICT, 8));
        add("a", "b", "c");
        assertThat(transport.inFlight()).containsExactly("id1");
        transport.end("id1", UNAVAILABLE);
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(1);
        transport.endAll(OK);
        transport.endAll(OK);
        transport.endAll(OK);
        assertThat(transport.sent).containsExactly("id1", "id1", "id2", "id3");
        assertThat(outbox.settled).hasSize(3);
    }

    @Test
    void retry_byItsSchedule_thenDeadLetterAndTheKeyGoesOn() {
        retarget(target(Ordering.KEY, 8));
        add("a", "a");
        for (int seconds : new int[] {1, 2, 4}) {
            transport.end("id1", UNAVAILABLE);
            time.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(transport.inFlight()).isEmpty();
            time.advance(Duration.ofMillis(1));
            assertThat(transport.inFlight()).containsExactly("id1");
        }
        transport.end("id1", UNAVAILABLE);
        assertThat(outbox.buried)
                .containsExactly("id1: given up after 4 attempts; the last one: unavailable: HTTP 503");
        assertThat(History.parse(outbox.histories.get(0)))
                .hasSize(4)
                .allMatch(attempt -> attempt.outcome().equals("unavailable") && attempt.charged());
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void refusal_hasItsOwnSchedule() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        transport.end("id1", REJECTED);
        time.advance(Duration.ofMillis(2999));
        assertThat(transport.inFlight()).isEmpty();
        time.advance(Duration.ofMillis(1));
        transport.end("id1", REJECTED);
        assertThat(outbox.buried).containsExactly("id1: given up after 2 attempts; the last one: rejected: HTTP 422");
    }

    @Test
    void refusals_howeverMany_areNoOutage() {
        retarget(target(Ordering.NONE, 8));
        addMany(8);
        transport.endAll(REJECTED);
        add("good");
        assertThat(transport.inFlight()).containsExactly("id9");
        assertThat(courier.status().outage()).isFalse();
    }

    @Test
    void retries_overARestart_goOnWhereTheyWere() {
        retarget(target(Ordering.KEY, 8));
        add("a", "a");
        transport.end("id1", UNAVAILABLE);
        advanceSeconds(1);
        transport.end("id1", UNAVAILABLE);
        restart();
        retarget(target(Ordering.KEY, 8));
        assertThat(transport.inFlight()).isEmpty();
        time.advance(Duration.ofMillis(1499));
        assertThat(transport.inFlight()).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(transport.inFlight()).containsExactly("id1");
        transport.end("id1", UNAVAILABLE);
        advanceSeconds(4);
        transport.end("id1", UNAVAILABLE);
        assertThat(outbox.buried).hasSize(1);
        assertThat(History.parse(outbox.histories.get(0))).hasSize(4);
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void restart_withDeliveriesSettledBehindAnOpenOne_repeatsOnlyTheOpenOne() {
        retarget(target(Ordering.NONE, 8));
        add("a", "b", "c");
        transport.end("id2", OK);
        transport.end("id3", OK);
        restart();
        retarget(target(Ordering.NONE, 8));
        assertThat(transport.inFlight()).containsExactly("id1");
    }

    @Test
    void failures_ofOneKeyAmongMany_neverStopTheOthers() {
        retarget(target(Ordering.KEY, 4));
        for (int i = 0; i < 3000; i++) {
            outbox.add(i % 2 == 0 ? "bad" : "good" + i);
        }
        courier.signal();
        while (!transport.inFlight().isEmpty()) {
            for (String id : transport.inFlight()) {
                transport.end(id, id.equals("id1") ? UNAVAILABLE : OK);
            }
        }
        assertThat(outbox.settled).hasSize(1500);
        assertThat(outbox.parked).hasSizeBetween(2, 1500);
    }

    @Test
    void keyThatWasPutAsideWithFollowers_isDeliveredInOrder() {
        retarget(target(Ordering.KEY, 4));
        for (int i = 0; i < 700; i++) {
            outbox.add("bad");
        }
        addMany(500);
        transport.end("id1", UNAVAILABLE);
        while (!transport.inFlight().isEmpty()) {
            transport.endAll(OK);
        }
        assertThat(outbox.settled).hasSize(500);
        assertThat(outbox.parked.size()).isGreaterThan(50);
        transport.sent.clear();
        advanceSeconds(1);
        while (!transport.inFlight().isEmpty()) {
            transport.endAll(OK);
        }
        assertThat(transport.sent)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 700).mapToObj(i -> "id" + i).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void parkedLimit_exceeded_allOthersWait(int limit) {
        retarget(target("http://localhost/", patient(8, limit)));
        for (int i = 0; i < 30; i++) {
            add("k" + i);
            transport.endAll(UNAVAILABLE);
            time.advance(Duration.ofMillis(10));
        }
        assertThat(transport.sent).hasSize(limit + 1);
        assertThat(outbox.parked).hasSize(limit + 1);
        advanceSeconds(1);
        assertThat(transport.inFlight())
                .hasSize(limit + 1)
                .containsExactlyElementsOf(transport.sent.subList(0, limit + 1));
        transport.end("id1", OK);
        assertThat(transport.sent).contains("id" + (limit + 2));
    }

    @Test
    void parkedLimit_exceededAtARestart_allOthersWait() {
        retarget(target("http://localhost/", patient(8, 1)));
        add("a", "b");
        transport.endAll(UNAVAILABLE);
        restart();
        retarget(target("http://localhost/", patient(8, 1)));
        add("c");
        assertThat(transport.inFlight()).isEmpty();
        time.advance(Duration.ofMillis(500));
        assertThat(transport.inFlight()).containsExactly("id1", "id2");
        transport.end("id1", OK);
        assertThat(transport.inFlight()).containsExactly("id2", "id3");
    }

    @Test
    void parkedLimit_whileTheFailedAreBeingStored_isKept() {
        retarget(target("http://localhost/", patient(1, 0)));
        outbox.storing = new CompletableFuture<>();
        add("a", "b");
        transport.end("id1", UNAVAILABLE);
        assertThat(transport.inFlight()).isEmpty();
        outbox.storing.complete(null);
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(1);
        assertThat(transport.inFlight()).containsExactly("id1");
    }

    @Test
    void parkedLimit_inAnOutage_letsAnyAskWhetherItIsOver() {
        retarget(target("http://localhost/", steady(8, 0)));
        add("a", "b", "c", "d");
        transport.end("id1", REJECTED);
        transport.endAll(REFUSED);
        assertThat(courier.status().outage()).isTrue();
        advanceSeconds(10);
        assertThat(transport.inFlight()).hasSize(1).doesNotContain("id1");
    }

    @Test
    void redriven_moreThanTheLimit_othersGoOn() {
        retarget(target("http://localhost/", patient(8, 0)));
        courier.pause();
        add("a", "b", "c");
        List<Parked> redriven = outbox.entries.subList(0, 2).stream()
                .map(entry -> new Parked(entry.position(), entry.id(), entry.key(), RetryState.NEW))
                .toList();
        redriven.forEach(one -> outbox.parked.put(one.position(), one));
        restart();
        retarget(target("http://localhost/", patient(8, 0)));
        courier.resume();
        assertThat(transport.inFlight()).containsExactlyInAnyOrder("id1", "id2", "id3");
    }

    @Test
    void parking_notPossible_waitsInMemory() {
        retarget(target(Ordering.KEY, 8));
        add("a", "a");
        outbox.storeFailure = new IllegalStateException("disk");
        transport.end("id1", UNAVAILABLE);
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(1);
        assertThat(transport.inFlight()).containsExactly("id1");
        transport.end("id1", OK);
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void deadLetter_notStored_holdsTheKeyAndTriesAgain() {
        retarget(target(Ordering.KEY, 8));
        add("a", "a");
        transport.end("id1", REJECTED);
        advanceSeconds(3);
        outbox.storeFailure = new IllegalStateException("disk");
        transport.end("id1", REJECTED);
        assertThat(outbox.buried).isEmpty();
        assertThat(transport.inFlight()).isEmpty();
        outbox.storeFailure = null;
        advanceSeconds(5);
        assertThat(outbox.buried).hasSize(1);
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void lateRetries_whileFreshEventsWait_haveAQuarterAtMost() {
        retarget(target("http://localhost/", steady(8, 1000)));
        for (int i = 0; i < 20; i++) {
            add("bad" + i, "good" + i);
            transport.end("id" + (2 * i + 1), UNAVAILABLE);
            transport.end("id" + (2 * i + 2), OK);
        }
        addMany(200);
        assertThat(transport.inFlight()).hasSize(8);
        advanceSeconds(1);
        long late = 0;
        for (int i = 0; i < 40; i++) {
            String oldest = transport.inFlight().get(0);
            transport.end(oldest, OK);
            late = Math.max(
                    late,
                    transport.inFlight().stream().filter(id -> number(id) <= 40).count());
        }
        assertThat(late).isEqualTo(2);
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(2));
    }

    // ---------------------------------------------------------------- outages

    @Test
    void outage_begins_chargesAreTakenBackAndOneAtATimeAsks() {
        retarget(target(Ordering.KEY, 8));
        add("a", "b", "c", "d");
        transport.end("id1", UNAVAILABLE);
        transport.end("id2", UNAVAILABLE);
        assertThat(outbox.parked.get(1L).state().attempts()).isEqualTo(1);
        transport.end("id3", UNAVAILABLE);
        transport.end("id4", UNAVAILABLE);
        assertThat(courier.status().outage()).isTrue();
        assertThat(outbox.parked.values()).allMatch(parked -> parked.state().attempts() == 0);
        advanceSeconds(9);
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(1);
        assertThat(transport.inFlight()).hasSize(1);
        transport.endAll(UNAVAILABLE);
        advanceSeconds(59);
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(1);
        assertThat(transport.inFlight()).hasSize(1);
    }

    @Test
    void success_ofWhatBeganBeforeAnOutage_doesNotEndIt() {
        retarget(target(Ordering.KEY, 8));
        add("a", "b", "c", "d", "e", "f");
        advanceSeconds(1);
        for (String id : List.of("id1", "id2", "id3", "id4")) {
            transport.end(id, UNAVAILABLE);
        }
        assertThat(courier.status().outage()).isTrue();
        advanceSeconds(1);
        transport.end("id5", OK);
        transport.end("id6", OK);
        assertThat(outbox.settled).hasSize(2);
        assertThat(courier.status().outage()).isTrue();
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(9);
        assertThat(transport.inFlight()).hasSize(1);
        transport.endAll(OK);
        assertThat(courier.status().outage()).isFalse();
    }

    @Test
    void outage_begun_nextAttemptsAreNotInThePast() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        transport.end("id1", UNAVAILABLE);
        advanceSeconds(1);
        add("b", "c");
        transport.endAll(UNAVAILABLE);
        advanceSeconds(10);
        transport.endAll(retryAfter(503, Duration.ofMinutes(5)));
        advanceSeconds(60);
        assertThat(courier.open(10).join())
                .isNotEmpty()
                .extracting(OpenDelivery::nextAttempt)
                .allMatch(time.instant().plusSeconds(240)::equals);
    }

    @Test
    void outage_over_concurrencyGrowsAgain() {
        retarget(target(Ordering.KEY, 8));
        addMany(50);
        transport.endAll(UNAVAILABLE);
        advanceSeconds(10);
        transport.endAll(OK);
        assertThat(courier.status().outage()).isFalse();
        assertThat(transport.inFlight()).hasSize(2);
        transport.endAll(OK);
        assertThat(transport.inFlight()).hasSize(4);
        transport.endAll(OK);
        assertThat(transport.inFlight()).hasSizeBetween(4, 6);
    }

    @Test
    void outage_forDays_nothingBecomesADeadLetter() {
        retarget(target(Ordering.KEY, 8));
        addMany(20);
        for (int i = 0; i < 5000; i++) {
            transport.endAll(UNAVAILABLE);
            advanceSeconds(60);
        }
        assertThat(outbox.buried).isEmpty();
        advanceSeconds(60);
        for (int i = 0; i < 200 && outbox.settled.size() < 20; i++) {
            transport.endAll(OK);
            advanceSeconds(5);
        }
        assertThat(outbox.settled).hasSize(20);
    }

    @Test
    void unreachable_oneDelivery_isNeverCharged() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        for (int i = 0; i < 200; i++) {
            transport.endAll(REFUSED);
            advanceSeconds(60);
        }
        assertThat(outbox.buried).isEmpty();
        assertThat(outbox.parks).isZero();
        assertThat(courier.status().outage()).isTrue();
        transport.endAll(OK);
        assertThat(outbox.settled).hasSize(1);
    }

    @Test
    void serverErrors_ofOneDelivery_areNoOutage() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        for (int seconds : new int[] {1, 2, 4, 0}) {
            transport.end("id1", UNAVAILABLE);
            assertThat(courier.status().outage()).isFalse();
            advanceSeconds(seconds);
        }
        assertThat(outbox.buried).hasSize(1);
    }

    @Test
    void proxyFails_nobodyIsCharged() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        for (int i = 0; i < 50; i++) {
            transport.endAll(PROXY);
            advanceSeconds(60);
        }
        assertThat(outbox.buried).isEmpty();
        assertThat(courier.attempts(100)).noneMatch(Attempt::charged).hasSizeGreaterThan(30);
    }

    @Test
    void refusedProbe_showsThatTheReceiverWorks() {
        retarget(target(Ordering.KEY, 8));
        addMany(5);
        transport.endAll(UNAVAILABLE);
        advanceSeconds(10);
        transport.endAll(REJECTED);
        assertThat(courier.status().outage()).isFalse();
        assertThat(transport.inFlight()).isNotEmpty();
    }

    @Test
    void retryAfter_isAFloorForTheWholeEndpoint() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        transport.end("id1", retryAfter(503, Duration.ofMinutes(5)));
        add("b");
        advanceSeconds(299);
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(1);
        assertThat(transport.inFlight()).containsExactlyInAnyOrder("id1", "id2");
    }

    @Test
    void retryAfter_overARestart_isStillAFloorForTheWholeEndpoint() {
        retarget(target(Ordering.KEY, 1));
        add("a", "b", "c");
        transport.end("id1", retryAfter(429, Duration.ofMinutes(5)));
        for (int i = 0; i < 5; i++) {
            restart();
            retarget(target(Ordering.KEY, 1));
            add("more" + i);
            advanceSeconds(40);
            assertThat(transport.inFlight()).isEmpty();
            assertThat(courier.status().trouble())
                    .isEqualTo("left alone until 2026-01-01T00:05:00Z, as the receiver asked for by Retry-After");
        }
        advanceSeconds(300 - 5 * 40);
        assertThat(transport.inFlight()).isNotEmpty();
    }

    @Test
    void retryAfter_overARestart_isNoFloorOnceItIsOver() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        transport.end("id1", retryAfter(503, Duration.ofMillis(100)));
        time.advance(Duration.ofMillis(100));
        restart();
        add("b");
        courier.retarget(target(Ordering.KEY, 8));
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void retryAfter_ofALongScheduleOverARestart_isNoFloorForOthersBeyondIt() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        transport.end("id1", UNAVAILABLE);
        advanceSeconds(1);
        transport.end("id1", UNAVAILABLE);
        advanceSeconds(2);
        transport.end("id1", retryAfter(503, Duration.ofSeconds(1)));
        advanceSeconds(1);
        restart();
        add("b");
        courier.retarget(target(Ordering.KEY, 8));
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void retryAfter_inAnOutageOverARestart_isStillAFloor() {
        retarget(target(Ordering.KEY, 8));
        addMany(5);
        transport.endAll(REFUSED);
        for (int i = 0; i < 20; i++) {
            advanceSeconds(600);
            assertThat(transport.inFlight()).hasSize(1);
            transport.endAll(retryAfter(503, Duration.ofMinutes(10)));
        }
        // one is enough to remember it
        assertThat(outbox.parked)
                .hasSize(1)
                .allSatisfy((position, parked) ->
                        assertThat(parked.state().attempts()).isZero());
        restart();
        retarget(target(Ordering.KEY, 8));
        advanceSeconds(599);
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(1);
        assertThat(transport.inFlight()).isNotEmpty();
    }

    @Test
    void retryAfter_ofAnotherDayOverARestart_isADayAtMost() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        transport.end("id1", retryAfter(503, Duration.ofDays(1000)));
        restart();
        retarget(target(Ordering.KEY, 8));
        add("b");
        time.advance(Duration.ofHours(24));
        assertThat(transport.inFlight()).contains("id2");
    }

    @Test
    void retryAfter_ofTheLastAttempt_isRememberedWithAnother() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        for (int seconds : new int[] {1, 2, 3}) {
            transport.end("id1", UNAVAILABLE);
            advanceSeconds(seconds);
        }
        add("b");
        transport.end("id2", UNAVAILABLE);
        advanceSeconds(1);
        transport.end("id1", retryAfter(503, Duration.ofMinutes(5)));
        assertThat(outbox.buried).hasSize(1);
        restart();
        add("c");
        retarget(target(Ordering.KEY, 8));
        advanceSeconds(299);
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(1);
        assertThat(transport.inFlight()).containsExactlyInAnyOrder("id2", "id3");
    }

    @Test
    void throttled_withoutRetryAfter_waitsAMinute() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        transport.end("id1", THROTTLED);
        advanceSeconds(59);
        assertThat(transport.inFlight()).isEmpty();
        advanceSeconds(1);
        assertThat(transport.inFlight()).containsExactly("id1");
    }

    @Test
    void overload_halvesTheConcurrency() {
        retarget(target(Ordering.NONE, 8));
        addMany(200);
        transport.end("id1", TIMEOUT);
        for (int i = 2; i <= 8; i++) {
            transport.end("id" + i, OK);
        }
        assertThat(transport.inFlight()).hasSizeBetween(4, 5);
    }

    @Test
    void rateLimit_isKept() {
        retarget(target("http://localhost/", rate(2)));
        addMany(100);
        transport.endAll(OK);
        int before = transport.sent.size();
        for (int i = 0; i < 100; i++) {
            time.advance(Duration.ofMillis(100));
            transport.endAll(OK);
        }
        assertThat(transport.sent.size() - before).isBetween(19, 21);
    }

    @Test
    void timeout_whileWeStoodStill_isNobodysFault() {
        stalls.start();
        retarget(target(Ordering.KEY, 8));
        add("a");
        time.freeze(Duration.ofSeconds(40));
        transport.end("id1", TIMEOUT);
        assertThat(courier.attempts(1)).extracting(Attempt::outcome).containsExactly("local-stall");
        assertThat(transport.inFlight()).containsExactly("id1");
        advanceSeconds(20);
        transport.end("id1", TIMEOUT);
        assertThat(courier.attempts(1)).extracting(Attempt::outcome).containsExactly("timeout-headers");
    }

    // ---------------------------------------------------------------- the life of an endpoint

    @Test
    void gone_switchesOffAndKeepsTheBacklog_alsoOverARestart() {
        retarget(target(Ordering.KEY, 1));
        add("a", "b");
        transport.end("id1", GONE);
        advanceSeconds(100_000);
        assertThat(transport.inFlight()).isEmpty();
        assertThat(outbox.pending()).isEqualTo(2);
        assertThat(courier.status().suspension()).map(Suspension::cause).contains(Suspension.Cause.GONE);
        restart();
        retarget(target(Ordering.KEY, 1));
        assertThat(transport.inFlight()).isEmpty();
        courier.resume();
        assertThat(transport.inFlight()).containsExactly("id1");
    }

    @Test
    void gone_withAnotherUrl_isSwitchedOnAgain() {
        retarget(target(Ordering.KEY, 1));
        add("a");
        transport.end("id1", GONE);
        retarget(target(Ordering.KEY, 1));
        assertThat(transport.inFlight()).isEmpty();
        retarget(target("http://localhost/other", settings(Ordering.KEY, 1)));
        assertThat(transport.inFlight()).containsExactly("id1");
        assertThat(outbox.suspension()).isEmpty();
    }

    @Test
    void pause_keepsWhatComes_resumeDeliversIt() {
        retarget(target(Ordering.KEY, 8));
        add("a");
        assertThat(courier.pause().toCompletableFuture()).isCompleted();
        transport.end("id1", OK);
        add("b");
        assertThat(transport.inFlight()).isEmpty();
        restart();
        retarget(target(Ordering.KEY, 8));
        assertThat(transport.inFlight()).isEmpty();
        courier.resume();
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void resume_afterAnOutage_asksAtOnce() {
        retarget(target(Ordering.KEY, 8));
        addMany(5);
        transport.endAll(UNAVAILABLE);
        courier.pause();
        courier.resume();
        assertThat(transport.inFlight()).hasSize(1);
    }

    @Test
    void newTarget_whileInFlight_theRestGoesThroughItsFilters() {
        retarget(target(Ordering.KEY, 1));
        add("a", "b");
        retarget(target(Ordering.KEY, 1, event -> Verdict.drop("no")));
        assertThat(transport.inFlight()).containsExactly("id1");
        transport.end("id1", OK);
        assertThat(transport.sent).containsExactly("id1");
        assertThat(outbox.settled)
                .containsOnly(Map.entry(1L, Settlement.DELIVERED), Map.entry(2L, Settlement.FILTERED));
    }

    @Test
    void targets_inQuickSuccession_areTakenTogether() {
        int[] asked = {0};
        EventFilter counting = event -> {
            asked[0]++;
            return Verdict.pass();
        };
        courier.retarget(target(Ordering.KEY, 1, counting));
        addMany(100);
        for (int i = 0; i < 1000; i++) {
            courier.retarget(target(Ordering.KEY, 1, counting));
        }
        time.advance(Duration.ofMillis(500));
        transport.end("id1", OK);
        assertThat(asked[0]).isLessThan(300);
    }

    @Test
    void newOrdering_whileInFlight_waitsForIt() {
        retarget(target(Ordering.NONE, 2));
        add("a", "a", "a");
        assertThat(transport.inFlight()).containsExactly("id1", "id2");
        retarget(target(Ordering.KEY, 2));
        transport.end("id1", OK);
        assertThat(transport.inFlight()).containsExactly("id2");
        transport.end("id2", UNAVAILABLE);
        advanceSeconds(1);
        assertThat(transport.inFlight()).containsExactly("id2");
        transport.end("id2", OK);
        assertThat(transport.inFlight()).containsExactly("id3");
    }

    @Test
    void newOrdering_andAFailureMeanwhile_sendsNothingTwice() {
        retarget(target(Ordering.NONE, 3));
        add("a", "b", "c");
        retarget(target(Ordering.STRICT, 3));
        transport.end("id1", REFUSED);
        transport.end("id2", OK);
        transport.end("id3", OK);
        for (int i = 0; i < 20; i++) {
            assertThat(transport.inFlight().size()).isLessThanOrEqualTo(1);
            transport.endAll(OK);
            advanceSeconds(1);
        }
        assertThat(transport.sent).containsExactly("id1", "id2", "id3", "id1");
    }

    @Test
    void noTarget_whileInFlight_itEndsAndTheRestStays() {
        retarget(target(Ordering.KEY, 1));
        add("a", "b");
        courier.retarget(null);
        transport.end("id1", OK);
        assertThat(outbox.isDelivered(1)).isTrue();
        assertThat(transport.inFlight()).isEmpty();
        retarget(target(Ordering.KEY, 1));
        assertThat(transport.inFlight()).containsExactly("id2");
    }

    @Test
    void close_withAttemptUnderWay_completesWhenItEnds() {
        retarget(target(Ordering.KEY, 1));
        add("a", "b");
        var closed = courier.close().toCompletableFuture();
        assertThat(closed).isNotDone();
        transport.end("id1", OK);
        assertThat(closed).isDone();
        assertThat(transport.sent).containsExactly("id1");
    }

    @Test
    void openDeliveries_tellTheirFailures() {
        retarget(target(Ordering.KEY, 1));
        add("a");
        transport.end("id1", UNAVAILABLE);
        assertThat(courier.open(10).join()).singleElement().satisfies(open -> {
            assertThat(open.eventId()).isEqualTo("id1");
            assertThat(open.attempts()).isEqualTo(1);
            assertThat(open.nextAttempt()).isEqualTo(time.instant().plusSeconds(1));
            assertThat(open.failures()).extracting(Attempt::outcome).containsExactly("unavailable");
        });
    }

    // ---------------------------------------------------------------- filters

    @Test
    void filter_drops_isSettledAsFiltered() {
        retarget(target(Ordering.KEY, 8, event -> Verdict.drop("no")));
        add("a", "b");
        assertThat(transport.sent).isEmpty();
        assertThat(outbox.settled).hasSize(2).containsValue(Settlement.FILTERED);
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
        retarget(target(Ordering.KEY, 8, filter));
        add("a", "b");
        advanceSeconds(60);
        assertThat(transport.sent).isEmpty();
        assertThat(outbox.settled).isEmpty();
        assertThat(courier.status().trouble()).contains("filter f failed", "broken");
        broken[0] = false;
        advanceSeconds(60);
        assertThat(transport.sent).containsExactly("id1", "id2");
        assertThat(courier.status().trouble()).isEmpty();
    }

    // ---------------------------------------------------------------- batches

    @Test
    void batch_isAnArrayInOrderWithAnIdOfItsOwn() {
        retarget(target("http://localhost/", batches(1, 3)));
        add("x", "a", "a", "b", "c");
        var request = transport.requests.get(transport.sent.get(0));
        assertThat(new String(request.body(), StandardCharsets.UTF_8))
                .isEqualTo("[{\"objectId\":\"x\"},{\"objectId\":\"a\"},{\"objectId\":\"a\"}]");
        assertThat(request.headers()).containsEntry("audithook-event-ids", "id1,id2,id3");
        assertThat(request.headers().get("webhook-id")).startsWith("batch_");
        transport.endAll(OK);
        request = transport.requests.get(transport.sent.get(1));
        assertThat(request.headers()).containsEntry("audithook-event-ids", "id4,id5");
        transport.endAll(OK);
        assertThat(outbox.settled).hasSize(5);
    }

    @Test
    void batch_refused_isSentOneByOneToFindTheBadOne() {
        retarget(target("http://localhost/", batches(1, 10)));
        courier.pause();
        add("a", "b", "b", "c");
        courier.resume();
        transport.endAll(REJECTED);
        for (int i = 0; i < 10; i++) {
            for (String id : transport.inFlight()) {
                String events = transport.requests.get(id).headers().get("audithook-event-ids");
                transport.end(id, events.equals("id2") ? REJECTED : OK);
            }
            advanceSeconds(1);
        }
        assertThat(outbox.buried).containsExactly("id2: given up after 2 attempts; the last one: rejected: HTTP 422");
        assertThat(outbox.settled.keySet()).containsExactly(1L, 3L, 4L);
        assertThat(transport.sent).hasSize(6);
    }

    @Test
    void batch_failsOnce_keepsTheOrderOfItsKeys() {
        retarget(target("http://localhost/", batches(2, 10)));
        courier.pause();
        add("a", "a", "a", "b");
        courier.resume();
        transport.endAll(UNAVAILABLE);
        advanceSeconds(1);
        for (int i = 0; i < 10; i++) {
            transport.endAll(OK);
        }
        assertThat(outbox.settled).hasSize(4);
        List<String> events = transport.sent.stream()
                .map(id -> transport.requests.get(id).headers().get("audithook-event-ids"))
                .toList();
        assertThat(String.join(",", events.subList(1, events.size())).replaceAll("id4,|,id4", ""))
                .isEqualTo("id1,id2,id3");
    }

    // ---------------------------------------------------------------- replays

    @Test
    void replay_isMarkedAndNeverPushesTheLiveOnesAside() {
        retarget(target(Ordering.KEY, 1));
        FakeLane replay = new FakeLane();
        replay.replay = Optional.of("r1");
        for (int i = 0; i < 10; i++) {
            replay.add("old");
        }
        courier.assigned(replay);
        assertThat(transport.requests.get("id1").headers()).containsEntry("audithook-replay", "r1");
        for (int i = 0; i < 12; i++) {
            add("new" + i);
        }
        transport.endAll(OK);
        int replayed = 0;
        for (int i = 0; i < 12; i++) {
            String id = transport.inFlight().get(0);
            if (transport.requests.get(id).headers().containsKey("audithook-replay")) {
                replayed++;
            }
            transport.endAll(OK);
        }
        assertThat(replayed).isBetween(1, 4);
        courier.revoked(replay);
        while (!transport.inFlight().isEmpty()) {
            transport.endAll(OK);
        }
        assertThat(outbox.settled).hasSize(12);
    }

    @Test
    void outcome_always_hasAName() {
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            assertThat(kind.label()).matches("[a-z]+(-[a-z]+)*");
        }
    }

    // ---------------------------------------------------------------- formats

    private Target formatted(PayloadEncoder encoder, int batch) {
        return new Target(
                URI.create("http://localhost/"),
                "http://localhost/",
                Map.of(),
                Duration.ofSeconds(30),
                batches(4, batch),
                new Preparation(List.of(), new EventViews(new AuditEventJson(JsonLimits.DEFAULT)), "mine", encoder),
                transport,
                1);
    }

    @Test
    void format_always_decidesTypeHeadersAndBody() {
        byte[] body = {1, 2, 3};
        retarget(formatted((entry, event) -> new Payload("text/x", Map.of("X-Id", entry.id()), body), 1));
        add("a");
        var request = transport.requests.get("id1");
        assertThat(request.contentType()).isEqualTo("text/x");
        assertThat(request.body()).isSameAs(body);
        assertThat(request.headers()).containsEntry("X-Id", "id1").containsEntry("webhook-id", "id1");
    }

    @Test
    void format_thatFails_holdsTheEventsUntilItWorks() {
        AtomicBoolean works = new AtomicBoolean();
        retarget(formatted(
                (entry, event) -> {
                    if (!works.get()) {
                        throw new IllegalStateException("no " + event.objectId());
                    }
                    return new Payload("text/x", entry.json());
                },
                1));
        add("a", "b");
        assertThat(transport.sent).isEmpty();
        assertThat(courier.status().trouble()).isEqualTo("format mine failed: java.lang.IllegalStateException: no a");
        works.set(true);
        advanceSeconds(10);
        assertThat(transport.sent).containsExactly("id1", "id2");
        transport.endAll(OK);
        assertThat(courier.status().trouble()).isEmpty();
    }

    @Test
    void format_thatFailsToJoin_losesNothing() {
        AtomicBoolean works = new AtomicBoolean();
        retarget(formatted(
                new PayloadEncoder() {
                    @Override
                    public Payload encode(Entry entry, AuditEvent event) {
                        return new Payload("text/x", entry.json());
                    }

                    @Override
                    public boolean joins() {
                        return true;
                    }

                    @Override
                    public Payload join(List<Payload> payloads) {
                        return works.get() ? payloads.get(0) : null;
                    }
                },
                10));
        add("a");
        assertThat(transport.sent).isEmpty();
        assertThat(courier.status().trouble())
                .isEqualTo("local: format mine failed: java.lang.NullPointerException: the payload is null");
        works.set(true);
        advanceSeconds(60);
        assertThat(transport.inFlight()).hasSize(1);
        transport.endAll(OK);
        assertThat(outbox.settled).containsOnly(Map.entry(1L, Settlement.DELIVERED));
    }
}
