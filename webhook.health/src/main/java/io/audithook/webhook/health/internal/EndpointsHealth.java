/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.TlsCertificate;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;

/** How healthy endpoints are: a line that counts them, and one for each. */
final class EndpointsHealth {

    private EndpointsHealth() {}

    static ResultLog of(Collection<EndpointStatus> endpoints, Instant now) {
        ResultLog log = new ResultLog();
        log.add(Lines.entry(Status.OK, summary(endpoints)));
        endpoints.forEach(endpoint -> log.add(Lines.entry(status(endpoint, now), line(endpoint))));
        return log;
    }

    private static String summary(Collection<EndpointStatus> endpoints) {
        Map<State, Long> counts = endpoints.stream()
                .collect(Collectors.groupingBy(
                        EndpointStatus::state, () -> new EnumMap<>(State.class), Collectors.counting()));
        StringJoiner text = new StringJoiner(", ", "endpoints: " + endpoints.size() + ": ", "")
                .setEmptyValue("endpoints: none is configured");
        counts.forEach((state, count) -> text.add(count + " " + state));
        return text.toString();
    }

    private static String line(EndpointStatus endpoint) {
        StringBuilder line = new StringBuilder(endpoint.name() + ": " + endpoint.state());
        if (!endpoint.reason().isEmpty()) {
            line.append(": ").append(endpoint.reason());
        }
        endpoint.warnings().forEach(warning -> line.append("; ").append(warning));
        LaneStats stats = endpoint.stats();
        if (stats.lost() > 0) {
            line.append("; ").append(stats.lost()).append(" events were removed before they were delivered");
        }
        if (stats.damaged() > 0) {
            line.append("; ").append(stats.damaged()).append(" events were damaged on disk");
        }
        return line.toString();
    }

    private static Status status(EndpointStatus endpoint, Instant now) {
        return switch (endpoint.state()) {
            // nothing is to be delivered, so nothing can be wrong with it
            case DISABLED, RETIRED -> Status.OK;
            case INVALID, GONE -> Status.CRITICAL;
            case WAITING -> worse(Status.TEMPORARILY_UNAVAILABLE, ofSecurity(endpoint, now));
            case FAILING, PAUSED -> worse(Status.WARN, ofSecurity(endpoint, now));
            case ACTIVE -> ofSecurity(endpoint, now);
        };
    }

    private static Status ofSecurity(EndpointStatus endpoint, Instant now) {
        if (cannotBeUsed(endpoint.certificates(), now)) {
            return Status.CRITICAL;
        }
        return endpoint.warnings().isEmpty() ? Status.OK : Status.WARN;
    }

    /**
     * Whether a key's certificate has expired, or all that are trusted have: next to one that is valid, an old one does no
     * harm.
     */
    private static boolean cannotBeUsed(List<TlsCertificate> certificates, Instant now) {
        Map<TlsCertificate.Role, List<Boolean>> expired = certificates.stream()
                .collect(Collectors.groupingBy(
                        TlsCertificate::role,
                        Collectors.mapping(certificate -> certificate.daysLeft(now) < 0, Collectors.toList())));
        return expired.getOrDefault(TlsCertificate.Role.KEY, List.of()).contains(true)
                || !expired.getOrDefault(TlsCertificate.Role.TRUST, List.of(false))
                        .contains(false);
    }

    private static Status worse(Status one, Status other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
