/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.api.Attempt;
import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.OpenDelivery;
import io.audithook.webhook.api.TlsCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of one endpoint.
 *
 * @param endpoint how it is doing
 * @param last its latest attempt
 * @param lastFailure the latest of its attempts that did not deliver
 * @param open what will be tried again, the first of it
 * @param publicKeys what its signatures are checked with
 * @param now the time
 */
record InfoPage(
        EndpointStatus endpoint,
        Optional<Attempt> last,
        Optional<Attempt> lastFailure,
        List<OpenDelivery> open,
        List<String> publicKeys,
        Instant now) {

    Map<String, Object> document() {
        Map<String, Object> members = new LinkedHashMap<>(Documents.of(endpoint));
        members.put(
                "certificates",
                endpoint.certificates().stream()
                        .map(certificate -> Documents.of(certificate, now))
                        .toList());
        members.put("publicKeys", publicKeys);
        last.ifPresent(attempt -> members.put("lastAttempt", Documents.of(attempt)));
        lastFailure.ifPresent(attempt -> members.put("lastFailure", Documents.of(attempt)));
        members.put("open", open.stream().map(Documents::of).toList());
        return members;
    }

    @Override
    public String toString() {
        Table table = new Table();
        table.row("name", endpoint.name());
        table.row("state", endpoint.state());
        row(table, "reason", endpoint.reason());
        row(table, "url", endpoint.url());
        endpoint.suspension()
                .ifPresent(suspension -> table.row(
                        "suspended",
                        suspension.cause().name().toLowerCase(Locale.ROOT) + " since "
                                + Times.format(suspension.since())));
        endpoint.warnings().forEach(warning -> table.row("warning", warning));
        stats(table, endpoint.stats());
        table.row("in flight", "" + endpoint.inFlight());
        last.ifPresent(attempt -> table.row("last attempt", told(attempt)));
        lastFailure.ifPresent(attempt -> table.row("last failure", told(attempt)));
        open.forEach(delivery -> table.row("next attempt", told(delivery)));
        endpoint.certificates().forEach(certificate -> table.row("certificate", told(certificate)));
        publicKeys.forEach(key -> table.row("public key", key));
        return table.toString();
    }

    private void stats(Table table, LaneStats stats) {
        table.row("accepted", "" + stats.accepted());
        table.row("delivered", "" + stats.delivered());
        table.row("pending", stats.pending() + (stats.parked() == 0 ? "" : ", of which parked " + stats.parked()));
        stats.oldestPending()
                .ifPresent(oldest -> table.row(
                        "oldest", Times.format(oldest) + ", " + Times.format(Duration.between(oldest, now)) + " ago"));
        table.row("dead", "" + stats.dead());
        table.row("filtered", "" + stats.filtered());
        if (stats.damaged() > 0) {
            table.row("damaged", "" + stats.damaged());
        }
        if (stats.lost() > 0) {
            table.row("lost", "" + stats.lost());
        }
    }

    private static void row(Table table, String title, String text) {
        if (!text.isEmpty()) {
            table.row(title, text);
        }
    }

    private static String told(Attempt attempt) {
        return Times.format(attempt.at()) + " " + attempt.outcome()
                + (attempt.status() == 0 ? "" : ", status " + attempt.status()) + ", event " + attempt.eventId()
                + ", " + attempt.millis() + " ms" + (attempt.detail().isEmpty() ? "" : ": " + attempt.detail());
    }

    private static String told(OpenDelivery delivery) {
        return Times.format(delivery.nextAttempt()) + ", event " + delivery.eventId() + ", key " + delivery.key()
                + ", after " + delivery.attempts() + " charged attempts";
    }

    private String told(TlsCertificate certificate) {
        long days = certificate.daysLeft(now);
        return certificate.role().name().toLowerCase(Locale.ROOT) + " " + certificate.subject() + ", "
                + (days < 0 ? "expired on " : days + " days left, until ") + Times.format(certificate.notAfter());
    }
}
