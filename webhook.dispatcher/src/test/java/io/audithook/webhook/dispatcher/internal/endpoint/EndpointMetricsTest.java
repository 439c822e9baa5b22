/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.TlsCertificate.Role;
import io.audithook.webhook.api.TlsProfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointMetricsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final EndpointMetrics metrics = new EndpointMetrics(NOW);

    private static EndpointStatus status(String name, State state, Optional<Instant> oldest) {
        return new EndpointStatus(
                name,
                "",
                state,
                "",
                List.of(),
                Optional.empty(),
                List.of(),
                7,
                new LaneStats(100, 50, 20, 10, 1, 2, 17, 3, oldest));
    }

    private List<MetricSample> samples(String family) {
        return metrics.families().stream()
                .filter(found -> found.name().equals(family))
                .findFirst()
                .orElseThrow()
                .samples();
    }

    private static TlsCertificate certificate(Role role, String notAfter) {
        return new TlsCertificate(role, "CN=c", "1", Instant.parse(notAfter));
    }

    @Test
    void families_withoutEndpoints_areAllThere() {
        assertThat(metrics.families())
                .hasSize(13)
                .allMatch(family ->
                        family.samples().isEmpty() && family.labels().get(0).equals("endpoint"));
    }

    @Test
    void state_isOneOfAll() {
        metrics.add(status("e", State.FAILING, Optional.empty()), Optional.empty(), Optional.empty());
        assertThat(samples("audithook_endpoint_state"))
                .hasSize(State.values().length)
                .filteredOn(sample -> sample.value() == 1)
                .extracting(MetricSample::labels)
                .containsExactly(List.of("e", "failing"));
    }

    @Test
    void entries_ofAllPlaces_areThoseAccepted() {
        metrics.add(status("e", State.ACTIVE, Optional.empty()), Optional.empty(), Optional.empty());
        assertThat(samples("audithook_endpoint_entries").stream()
                        .mapToDouble(MetricSample::value)
                        .sum())
                .isEqualTo(100)
                .isEqualTo(samples("audithook_endpoint_accepted_entries_total")
                        .get(0)
                        .value());
        assertThat(samples("audithook_endpoint_parked_entries").get(0).value()).isEqualTo(3);
        assertThat(samples("audithook_endpoint_in_flight_attempts").get(0).value())
                .isEqualTo(7);
    }

    @Test
    void lag_isTheAgeOfTheOldestPending() {
        metrics.add(status("e", State.ACTIVE, Optional.of(NOW.minusMillis(1500))), Optional.empty(), Optional.empty());
        metrics.add(status("idle", State.ACTIVE, Optional.empty()), Optional.empty(), Optional.empty());
        metrics.add(status("early", State.ACTIVE, Optional.of(NOW.plusSeconds(9))), Optional.empty(), Optional.empty());
        assertThat(samples("audithook_endpoint_lag_seconds"))
                .extracting(sample -> sample.labels().get(0), MetricSample::value)
                .containsExactly(tuple("e", 1.5), tuple("idle", 0.0), tuple("early", 0.0));
    }

    @Test
    void expiry_isThatOfTheFirstOfEachRole() {
        TlsProfile profile = new ShownProfile(
                "corp",
                List.of(),
                List.of(
                        certificate(Role.KEY, "2026-01-03T00:00:00Z"),
                        certificate(Role.TRUST, "2026-02-01T00:00:00Z"),
                        certificate(Role.TRUST, "2025-12-31T00:00:00Z")));
        metrics.add(status("e", State.ACTIVE, Optional.empty()), Optional.empty(), Optional.of(profile));
        assertThat(samples("audithook_endpoint_tls_certificate_expiry_seconds"))
                .extracting(MetricSample::labels, MetricSample::value)
                .containsExactly(
                        tuple(List.of("e", "corp", "key"), 2 * 86_400.0),
                        tuple(List.of("e", "corp", "trust"), -86_400.0));
    }

    @Test
    void labels_areAsManyAsTheFamilyNames() {
        metrics.add(status("e", State.ACTIVE, Optional.empty()), Optional.empty(), Optional.empty());
        assertThat(metrics.families())
                .extracting(MetricFamily::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("audithook_"));
    }
}
