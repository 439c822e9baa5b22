/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Faults;
import io.audithook.fault.server.RecordedRequest;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A receiver that closes idle connections just as they are used again. */
class KeepAliveRaceTest {

    private static final int REQUESTS = Integer.getInteger("race.requests", 3000);
    private static final int AT_ONCE = 4;

    @Test
    void connection_closedAsItIsReused_costsNoEvent_andOneRepetitionAtMost() throws Exception {
        try (FaultServer server =
                        FaultServer.builder().byDefault(Faults.keepAliveRace()).start();
                TransportPool pool = new TransportPool(Runnable::run, new ManualTimekeeper())) {
            Transport transport = pool.lease(new TransportSettings(
                            TestProfile.INSTANCE,
                            Optional.empty(),
                            TestAddresses.ANY,
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(5),
                            TransportSettings.DEFAULT_LIFETIME,
                            Protocol.HTTP_1_1))
                    .transport();
            Map<String, Outcome> outcomes = new HashMap<>();
            for (int i = 0; i < REQUESTS; i += AT_ONCE) {
                Map<String, CompletableFuture<Outcome>> open = new HashMap<>();
                for (int k = i; k < i + AT_ONCE; k++) {
                    CompletableFuture<Outcome> done = new CompletableFuture<>();
                    open.put("id" + k, done);
                    transport.send(request(server, "id" + k), done::complete);
                }
                for (Map.Entry<String, CompletableFuture<Outcome>> one : open.entrySet()) {
                    outcomes.put(one.getKey(), one.getValue().get(20, TimeUnit.SECONDS));
                }
            }
            Map<String, Integer> seen = new HashMap<>();
            for (RecordedRequest request : server.requests()) {
                seen.merge(request.header("webhook-id").orElseThrow(), 1, Integer::sum);
            }
            List<String> delivered = outcomes.entrySet().stream()
                    .filter(entry -> entry.getValue().delivered())
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(seen.keySet()).as("%s: lost", server).containsAll(delivered);
            assertThat(seen.values()).as("%s: repeated", server).allMatch(times -> times <= 2);
            // the few others are tried again on the schedule
            assertThat(delivered).as("%s", server).hasSizeGreaterThan(REQUESTS * 9 / 10);
        }
    }

    private static WebhookRequest request(FaultServer server, String id) {
        return new WebhookRequest(
                server.uri("/hook"),
                Map.of("webhook-id", id),
                "application/json",
                "{}".getBytes(StandardCharsets.UTF_8),
                Duration.ofSeconds(10));
    }
}
