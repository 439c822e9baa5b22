/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.EndpointStatus;
import io.audithook.webhook.api.EndpointStatus.State;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.MetricFamily;
import io.audithook.webhook.api.MetricSample;
import io.audithook.webhook.api.TlsCertificate;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.lane.CourierMetrics;
import io.audithook.webhook.dispatcher.internal.lane.FilterCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes metrics of what is known of endpoints, at one moment. What the outbox knows survives restarts; what the couriers
 * have counted begins at 0 with each.
 */
final class EndpointMetrics {

    private static final State[] STATES = State.values();

    private final Growing states = new Growing(
            "audithook_endpoint_state",
            MetricFamily.Type.GAUGE,
            "1 for the state the endpoint is in, 0 for all others; failing is an outage.",
            "endpoint",
            "state");
    private final Growing accepted = new Growing(
            "audithook_endpoint_accepted_entries_total",
            MetricFamily.Type.COUNTER,
            "Entries that came into the lane since its cursor was made.",
            "endpoint");
    private final Growing entries = new Growing(
            "audithook_endpoint_entries",
            MetricFamily.Type.GAUGE,
            "What has become of the accepted entries; the sum over all places is their number.",
            "endpoint",
            "place");
    private final Growing parked = new Growing(
            "audithook_endpoint_parked_entries",
            MetricFamily.Type.GAUGE,
            "Those of the pending entries that are put aside.",
            "endpoint");
    private final Growing lag = new Growing(
            "audithook_endpoint_lag_seconds",
            MetricFamily.Type.GAUGE,
            "How long ago the oldest pending entry was accepted; 0 if none is pending.",
            "endpoint");
    private final Growing inFlight = new Growing(
            "audithook_endpoint_in_flight_attempts",
            MetricFamily.Type.GAUGE,
            "Attempts that are under way.",
            "endpoint");
    private final Growing deliveries = new Growing(
            "audithook_deliveries_total",
            MetricFamily.Type.COUNTER,
            "Deliveries that have ended since the start, those of replays among them.",
            "endpoint",
            "outcome");
    private final Growing attempts = new Growing(
            "audithook_delivery_attempts_total",
            MetricFamily.Type.COUNTER,
            "Attempts since the start, by outcome; one that was not seen has no sample, but for delivered.",
            "endpoint",
            "outcome");
    private final Growing durations = new Growing(
            "audithook_delivery_attempt_duration_seconds",
            MetricFamily.Type.HISTOGRAM,
            "How long attempts took, whatever their outcome.",
            "endpoint");
    private final Growing expiry = new Growing(
            "audithook_endpoint_tls_certificate_expiry_seconds",
            MetricFamily.Type.GAUGE,
            "How long until the first certificate of this role in the TLS profile expires; negative afterwards.",
            "endpoint",
            "profile",
            "role");

    private final Growing answers = new Growing(
            "audithook_filter_answers_total",
            MetricFamily.Type.COUNTER,
            "How often a filter was asked since the start, by its answer; an event may be asked about more than once.",
            "endpoint",
            "filter",
            "answer");
    private final Growing slow = new Growing(
            "audithook_filter_slow_calls_total",
            MetricFamily.Type.COUNTER,
            "Calls of a filter that had not ended after a second.",
            "endpoint",
            "filter");
    private final Growing stuck = new Growing(
            "audithook_filter_stuck_calls",
            MetricFamily.Type.GAUGE,
            "Those of the slow calls that have not ended yet; the endpoint waits for them.",
            "endpoint",
            "filter");

    private final Instant now;

    /** Many endpoints share a profile. */
    private final IdentityHashMap<TlsProfile, Map<TlsCertificate.Role, Instant>> firstExpiries =
            new IdentityHashMap<>();

    EndpointMetrics(Instant now) {
        this.now = now;
    }

    /**
     * Adds an endpoint.
     *
     * @param courier what was counted; empty if it has no lane, and counts as nothing then
     * @param profile its TLS profile, if it is wired to one
     */
    void add(EndpointStatus status, Optional<CourierMetrics> courier, Optional<TlsProfile> profile) {
        String name = status.name();
        for (State state : STATES) {
            states.add(state == status.state() ? 1 : 0, name, word(state));
        }
        LaneStats stats = status.stats();
        accepted.add(stats.accepted(), name);
        entries.add(stats.pending(), name, "pending");
        entries.add(stats.delivered(), name, "delivered");
        entries.add(stats.filtered(), name, "filtered");
        entries.add(stats.dead(), name, "dead");
        entries.add(stats.damaged(), name, "damaged");
        entries.add(stats.lost(), name, "lost");
        parked.add(stats.parked(), name);
        lag.add(Math.max(0, stats.oldestPending().map(this::secondsSince).orElse(0.0)), name);
        inFlight.add(status.inFlight(), name);
        courier.ifPresent(counted -> {
            counted.deliveries((outcome, count) -> deliveries.add(count, name, outcome));
            counted.attempts((outcome, count) -> attempts.add(count, name, outcome));
            durations.add(new MetricSample(List.of(name), counted.seconds(), counted.durations()));
            counted.filters().byName().forEach((filter, count) -> add(name, filter, count));
        });
        profile.ifPresent(found -> firstExpiries
                .computeIfAbsent(found, EndpointMetrics::firstExpiries)
                .forEach((role, at) -> expiry.add(-secondsSince(at), name, found.name(), word(role))));
    }

    private void add(String endpoint, String filter, FilterCounts.Counts count) {
        answers.add(count.passedCount(), endpoint, filter, "passed");
        answers.add(count.replacedCount(), endpoint, filter, "replaced");
        answers.add(count.droppedCount(), endpoint, filter, "dropped");
        answers.add(count.failedCount(), endpoint, filter, "failed");
        slow.add(count.slowCount(), endpoint, filter);
        stuck.add(count.stuckNow(), endpoint, filter);
    }

    List<MetricFamily> families() {
        return Stream.of(
                        states,
                        accepted,
                        entries,
                        parked,
                        lag,
                        inFlight,
                        deliveries,
                        attempts,
                        durations,
                        expiry,
                        answers,
                        slow,
                        stuck)
                .map(Growing::family)
                .toList();
    }

    private double secondsSince(Instant then) {
        return Duration.between(then, now).toMillis() / 1e3;
    }

    private static Map<TlsCertificate.Role, Instant> firstExpiries(TlsProfile profile) {
        Map<TlsCertificate.Role, Instant> first = new EnumMap<>(TlsCertificate.Role.class);
        for (TlsCertificate certificate : profile.certificates()) {
            first.merge(certificate.role(), certificate.notAfter(), (a, b) -> a.isBefore(b) ? a : b);
        }
        return first;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A family that gets its samples one by one. */
    private static final class Growing {

        private final String name;
        private final MetricFamily.Type type;
        private final String help;
        private final List<String> labels;
        private final List<MetricSample> samples = new ArrayList<>();

        Growing(String name, MetricFamily.Type type, String help, String... labels) {
            this.name = name;
            this.type = type;
            this.help = help;
            this.labels = List.of(labels);
        }

        void add(long value, String... values) {
            add((double) value, values);
        }

        void add(double value, String... values) {
            samples.add(new MetricSample(List.of(values), value));
        }

        void add(MetricSample sample) {
            samples.add(sample);
        }

        MetricFamily family() {
            return new MetricFamily(name, type, help, labels, samples);
        }
    }
}
