/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.OpenDelivery;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.Suspension;
import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.Verification;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What is known, as members with names for programs. The names stay. No content of an event is among them. */
final class Documents {

    private Documents() {}

    static Map<String, Object> of(EndpointStatus endpoint) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", endpoint.name());
        members.put("url", endpoint.url());
        members.put("state", endpoint.state().name());
        members.put("reason", endpoint.reason());
        endpoint.suspension().ifPresent(suspension -> members.put("suspension", of(suspension)));
        members.put("warnings", endpoint.warnings());
        members.put("inFlight", endpoint.inFlight());
        members.put("stats", of(endpoint.stats()));
        return members;
    }

    static Map<String, Object> of(LaneStats stats) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("accepted", stats.accepted());
        members.put("delivered", stats.delivered());
        members.put("pending", stats.pending());
        members.put("dead", stats.dead());
        members.put("filtered", stats.filtered());
        members.put("damaged", stats.damaged());
        members.put("lost", stats.lost());
        members.put("missing", stats.missing());
        members.put("parked", stats.parked());
        stats.oldestPending().ifPresent(oldest -> members.put("oldestPending", Times.format(oldest)));
        return members;
    }

    static Map<String, Object> of(Attempt attempt) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("at", Times.format(attempt.at()));
        members.put("eventId", attempt.eventId());
        members.put("number", attempt.number());
        members.put("outcome", attempt.outcome());
        members.put("status", attempt.status());
        members.put("phase", attempt.phase());
        members.put("millis", attempt.millis());
        members.put("charged", attempt.charged());
        members.put("generation", attempt.generation());
        members.put("detail", attempt.detail());
        return members;
    }

    static Map<String, Object> of(OpenDelivery delivery) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("eventId", delivery.eventId());
        members.put("key", delivery.key());
        members.put("attempts", delivery.attempts());
        members.put("nextAttempt", Times.format(delivery.nextAttempt()));
        members.put("failures", delivery.failures().stream().map(Documents::of).toList());
        return members;
    }

    static Map<String, Object> of(DeadLetter letter) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("eventId", letter.entry().id());
        members.put("key", letter.entry().key());
        members.put("acceptedAt", Times.format(letter.entry().acceptedAt()));
        members.put("buriedAt", Times.format(letter.buriedAt()));
        members.put("reason", letter.reason());
        return members;
    }

    static Map<String, Object> of(Replay replay) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", replay.id());
        members.put("endpoint", replay.endpoint());
        members.put("from", Times.format(replay.range().from()));
        members.put("to", Times.format(replay.range().to()));
        members.put("keys", replay.range().keys().stream().sorted().toList());
        members.put("stats", of(replay.stats()));
        return members;
    }

    static Map<String, Object> of(TlsCertificate certificate, Instant now) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("role", certificate.role().name().toLowerCase(Locale.ROOT));
        members.put("subject", certificate.subject());
        members.put("serial", certificate.serial());
        members.put("notAfter", Times.format(certificate.notAfter()));
        members.put("daysLeft", certificate.daysLeft(now));
        return members;
    }

    static Map<String, Object> of(Verification verification) {
        Map<String, Object> lanes = new LinkedHashMap<>();
        verification.lanes().keySet().stream()
                .sorted()
                .forEach(name -> lanes.put(name, of(verification.lanes().get(name))));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("sound", verification.isSound());
        members.put("entries", verification.entries());
        members.put("endpoints", lanes);
        members.put("problems", verification.problems());
        return members;
    }

    private static Map<String, Object> of(Suspension suspension) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("cause", suspension.cause().name());
        members.put("since", Times.format(suspension.since()));
        members.put("detail", suspension.detail());
        return members;
    }
}
