/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.fault.server.Fault;
import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Faults;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Answers without an end, in many connections at once. */
class BoundedAnswersTest {

    private static final int AT_ONCE = 50;
    private static final long MAX_HEAP_BYTES = 16L << 20;
    /** Long enough for fifty answers to begin on a busy machine. */
    private static final Duration TOTAL = Duration.ofSeconds(10);

    private static final List<String> ENDLESS = List.of(
            "endless-body", "endless-chunks", "gzip-bomb", "trickle-body-200", "trickle-body-500", "endless-headers");

    @Test
    void endlessAnswers_fiftyAtOnce_costLittleMemoryAndEndInTime() throws Exception {
        try (TransportPool pool = new TransportPool(Runnable::run, new ManualTimekeeper())) {
            Transport transport = pool.lease(new TransportSettings(
                            TestProfile.INSTANCE,
                            Optional.empty(),
                            TestAddresses.ANY,
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(30),
                            TransportSettings.DEFAULT_LIFETIME,
                            Protocol.HTTP_1_1))
                    .transport();
            List<FaultServer> servers = new ArrayList<>();
            try {
                for (Fault fault : Faults.all()) {
                    if (ENDLESS.contains(fault.name())) {
                        servers.add(FaultServer.builder()
                                .byDefault(fault.script())
                                .keep(0)
                                .start());
                    }
                }
                assertThat(servers).hasSameSizeAs(ENDLESS);
                // what is made once is not counted
                send(transport, servers.get(0)).get(20, TimeUnit.SECONDS);
                long before = heap();
                List<CompletableFuture<Outcome>> open = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    open.add(send(transport, servers.get(i % servers.size())));
                }
                long most = 0;
                CompletableFuture<?> all = CompletableFuture.allOf(open.toArray(CompletableFuture[]::new));
                while (!endsWithin(Duration.ofMillis(100), all)) {
                    most = Math.max(most, heap() - before);
                }
                assertThat(most).isLessThan(MAX_HEAP_BYTES);
                for (CompletableFuture<Outcome> one : open) {
                    // the total timeout ends each; get would fail if it did not
                    assertThat(one.get(0, TimeUnit.SECONDS).kind())
                            .isIn(Outcome.Kind.DELIVERED, Outcome.Kind.TIMEOUT_BODY, Outcome.Kind.BAD_RESPONSE);
                }
            } finally {
                servers.forEach(FaultServer::close);
            }
        }
    }

    /** Waits between two looks at the heap, so that the collections leave the answers room to run. */
    private static boolean endsWithin(Duration limit, CompletableFuture<?> all) throws Exception {
        try {
            all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillOpen) {
            return false;
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static CompletableFuture<Outcome> send(Transport transport, FaultServer server) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        transport.send(
                new WebhookRequest(
                        server.uri("/hook"),
                        Map.of("webhook-id", "1"),
                        "application/json",
                        "{}".getBytes(StandardCharsets.UTF_8),
                        TOTAL),
                done::complete);
        return done;
    }
}
