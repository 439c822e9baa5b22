/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.Verdict;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.dispatcher.internal.format.AuditFormat;
import io.audithook.webhook.dispatcher.internal.time.SystemTimekeeper;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real threads, all of which a filter holds. */
class StuckFilterTest {

    private static final int THREADS = 2;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final SystemTimekeeper time = new SystemTimekeeper();
    private final LanePool pool = new LanePool(THREADS);
    private final Dispatcher dispatcher = new Dispatcher(pool, time, pool::replace);
    private final CountDownLatch inside = new CountDownLatch(THREADS);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final NamedFilter stuck = new NamedFilter("stuck", this::hold);

    @BeforeEach
    void start() {
        dispatcher.start(silentOutbox());
    }

    @AfterEach
    void close() {
        answer.countDown();
        dispatcher.close();
        time.close();
        pool.close();
    }

    /** One that is only listened to. */
    private static Outbox silentOutbox() {
        Outbox.Registration registration = () -> {};
        return (Outbox) Proxy.newProxyInstance(
                Outbox.class.getClassLoader(),
                new Class<?>[] {Outbox.class},
                (proxy, method, arguments) -> method.getName().equals("listen") ? registration : null);
    }

    private Verdict hold(AuditEvent event) {
        inside.countDown();
        awaitZero(answer);
        return Verdict.pass();
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An endpoint with one event. What is returned is zero once that is sent. */
    private CountDownLatch open(String endpoint, NamedFilter... filters) {
        CountDownLatch sent = new CountDownLatch(1);
        RetryPolicy retry =
                new RetryPolicy(new Delays(List.of(LONG), 0), new Delays(List.of(LONG), 0), Set.of(), Optional.empty());
        Target target = new Target(
                URI.create("http://localhost/"),
                "http://localhost/",
                Map.of(),
                LONG,
                new DeliverySettings(
                        Ordering.KEY, 1, 1, 0, 1, retry, 3, new Delays(List.of(LONG), 0), 100, Optional.empty()),
                new Preparation(
                        List.of(filters),
                        new EventViews(new AuditEventJson(JsonLimits.DEFAULT)),
                        "audit",
                        new AuditFormat()),
                (request, done) -> {
                    sent.countDown();
                    done.accept(RecordingTransport.OK);
                },
                1);
        FakeLane lane = new FakeLane(endpoint);
        lane.add("1");
        dispatcher.open(endpoint, target);
        dispatcher.assigned(lane);
        return sent;
    }

    private String trouble(String endpoint) {
        return dispatcher.status(endpoint).orElseThrow().trouble();
    }

    @Test
    void healthyEndpoint_whenAFilterHoldsAllThreads_isServedByOthersInTheirPlace() {
        CountDownLatch first = open("first", stuck);
        CountDownLatch second = open("second", stuck);
        awaitZero(inside);
        awaitZero(open("healthy"));
        await().atMost(LONG).until(() -> pool.limit() == 2 * THREADS);
        assertThat(trouble("first")).startsWith("filter stuck has not answered for ");
        assertThat(trouble("second")).startsWith("filter stuck has not answered for ");
        assertThat(trouble("healthy")).isEmpty();
        assertThat(first.getCount() + second.getCount()).isEqualTo(2);
        answer.countDown();
        awaitZero(first);
        awaitZero(second);
        await().atMost(LONG).until(() -> pool.limit() == THREADS);
    }

    @Test
    void otherEndpoints_thatHaveTheSameFilter_areNotSentIntoIt() {
        NamedFilter once = new NamedFilter("once", event -> {
            assertThat(inside.getCount()).as("asked before").isEqualTo(THREADS);
            return hold(event);
        });
        CountDownLatch first = open("first", once);
        await().atMost(LONG).until(() -> pool.limit() == THREADS + 1);
        CountDownLatch second = open("second", once);
        await().atMost(LONG).until(() -> trouble("second").startsWith("filter once takes too long"));
        assertThat(first.getCount() + second.getCount()).isEqualTo(2);
        assertThat(pool.limit()).isEqualTo(THREADS + 1);
        answer.countDown();
        awaitZero(first);
    }
}
