/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.TlsCertificate;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the tests look at. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
    static final LaneStats IDLE = new LaneStats(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty());

    private Samples() {}

    static EndpointStatus endpoint(String name, State state, String reason, String... warnings) {
        return endpoint(name, state, reason, List.of(warnings), List.of(), IDLE);
    }

    static EndpointStatus endpoint(
            String name,
            State state,
            String reason,
            List<String> warnings,
            List<TlsCertificate> certificates,
            LaneStats stats) {
        return new EndpointStatus(
                name,
                "https://" + name + ".example.com/hook",
                state,
                reason,
                warnings,
                Optional.empty(),
                certificates,
                2,
                stats);
    }

    static TlsCertificate certificate(TlsCertificate.Role role, int days) {
        return new TlsCertificate(role, "CN=" + role, "01", NOW.plus(Duration.ofDays(days)));
    }

    static Attempt attempt(String outcome, int status, String detail) {
        return new Attempt(NOW.minusSeconds(1), "id1", 2, outcome, status, "body", 12, true, 1, detail);
    }

    /** A service that answers what is given, and fails when it is asked anything else. */
    static <T> T only(Class<T> type, Map<String, Supplier<?>> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Supplier<?> answer = answers.get(method.getName());
            if (answer == null) {
                throw new AssertionError(method.getName() + " may reach the store");
            }
            return answer.get();
        }));
    }
}
