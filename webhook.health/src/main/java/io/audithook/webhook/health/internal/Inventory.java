/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.Endpoints;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.TlsCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All endpoints as members with names; the names stay. No content of an event and nothing secret is among them. */
final class Inventory {

    private Inventory() {}

    static List<Map<String, Object>> of(Endpoints endpoints, Instant now) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (EndpointStatus endpoint : endpoints.list()) {
            Map<String, Object> members = members(endpoint, now);
            endpoints.attempts(endpoint.name(), 1).forEach(last -> members.put("lastAttempt", members(last)));
            all.add(members);
        }
        return all;
    }

    private static Map<String, Object> members(EndpointStatus endpoint, Instant now) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", endpoint.name());
        members.put("state", endpoint.state().name());
        members.put("reason", endpoint.reason());
        members.put("warnings", endpoint.warnings());
        members.put("url", endpoint.url());
        LaneStats stats = endpoint.stats();
        members.put("pending", stats.pending());
        members.put("lagSeconds", lagSeconds(stats, now));
        members.put("inFlight", endpoint.inFlight());
        members.put("parked", stats.parked());
        members.put("delivered", stats.delivered());
        members.put("dead", stats.dead());
        members.put("lost", stats.lost());
        members.put(
                "certificates",
                endpoint.certificates().stream()
                        .map(certificate -> members(certificate, now))
                        .toList());
        return members;
    }

    /** As the metric {@code audithook_endpoint_lag_seconds}. */
    private static long lagSeconds(LaneStats stats, Instant now) {
        return stats.oldestPending()
                .map(oldest -> Math.max(0, Duration.between(oldest, now).toSeconds()))
                .orElse(0L);
    }

    private static Map<String, Object> members(TlsCertificate certificate, Instant now) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("role", certificate.role().name().toLowerCase(Locale.ROOT));
        members.put("subject", certificate.subject());
        members.put(
                "notAfter",
                certificate.notAfter().truncatedTo(ChronoUnit.SECONDS).toString());
        members.put("daysLeft", certificate.daysLeft(now));
        return members;
    }

    private static Map<String, Object> members(Attempt attempt) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("at", attempt.at().truncatedTo(ChronoUnit.MILLIS).toString());
        members.put("outcome", attempt.outcome());
        members.put("status", attempt.status());
        members.put("millis", attempt.millis());
        members.put("detail", attempt.detail());
        return members;
    }
}
