/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.Start;
import io.audithook.webhook.dispatcher.internal.lane.Delays;
import io.audithook.webhook.dispatcher.internal.lane.DeliverySettings;
import io.audithook.webhook.dispatcher.internal.lane.Ordering;
import io.audithook.webhook.dispatcher.internal.lane.RetryPolicy;
import io.audithook.webhook.dispatcher.internal.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of an endpoint, checked.
 *
 * @param url where to POST
 * @param enabled whether to send at all
 * @param connectTimeout for a connection with its handshake
 * @param idleTimeout how long a connection may be silent
 * @param requestTimeout for one whole attempt; not less than the connect timeout
 * @param delivery how to deliver
 * @param deletion what becomes of events that wait when the configuration is deleted
 * @param headers the headers that are the same in all requests; may hold a secret, so never log them
 * @param sign how to sign
 */
record EndpointSettings(
        URI url,
        boolean enabled,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration requestTimeout,
        DeliverySettings delivery,
        Deletion deletion,
        Map<String, String> headers,
        SignSettings sign) {

    private static final List<Duration> PROBES =
            Stream.of(1, 5, 15, 30, 60, 120, 300).map(Duration::ofSeconds).toList();

    EndpointSettings {
        headers = Map.copyOf(headers);
        if (requestTimeout.compareTo(connectTimeout) < 0) {
            throw new IllegalArgumentException("timeout.request=" + requestTimeout.toMillis()
                    + " ms must not be less than timeout.connect=" + connectTimeout.toMillis() + " ms");
        }
    }

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException with key, value and rule
     */
    static EndpointSettings from(Map<String, Object> configuration) {
        Properties properties = new Properties(configuration);
        Duration requestTimeout = properties.duration("timeout.request", Duration.ofSeconds(30));
        // who shortens the whole need not think of its part
        Duration connectTimeout = properties.has("timeout.connect")
                ? properties.duration("timeout.connect", Duration.ZERO)
                : shorter(requestTimeout, Duration.ofSeconds(10));
        return new EndpointSettings(
                url(properties),
                properties.bool("enabled", true),
                connectTimeout,
                properties.duration("timeout.idle", Duration.ofSeconds(15)),
                requestTimeout,
                delivery(properties),
                deletion(properties),
                headers(properties),
                SignSettings.from(properties));
    }

    private static DeliverySettings delivery(Properties properties) {
        double jitter =
                properties.decimal("retry.jitter", RetryPolicy.STANDARD.delays().jitter(), 0, 10);
        RetryPolicy retry = new RetryPolicy(
                new Delays(
                        properties.durations(
                                "retry.schedule", RetryPolicy.STANDARD.delays().list()),
                        jitter),
                new Delays(
                        properties.durations(
                                "retry.refused.schedule",
                                RetryPolicy.STANDARD.refusedDelays().list()),
                        jitter),
                properties.statuses("retry.refused.statuses", RetryPolicy.STANDARD.refused()),
                properties.has("retry.giveUpAfter")
                        ? Optional.of(properties.duration("retry.giveUpAfter", Duration.ZERO))
                        : Optional.empty());
        return new DeliverySettings(
                properties.constant("ordering", Ordering.KEY, Ordering.class),
                properties.integer("concurrency.min", 1, 1, 256),
                properties.integer("concurrency", 8, 1, 256),
                properties.decimal("rate.limit", 0, 0, 1e6),
                properties.integer("batch.size", 1, 1, 100),
                retry,
                properties.integer("breaker.failures", 5, 1, 1000),
                new Delays(properties.durations("breaker.probes", PROBES), jitter),
                properties.integer("parked.limit", 10_000, 0, 100_000));
    }

    /**
     * What becomes of events that wait when the configuration is deleted.
     *
     * @throws IllegalArgumentException with key, value and rule
     */
    static Deletion deletion(Map<String, Object> configuration) {
        return deletion(new Properties(configuration));
    }

    private static Deletion deletion(Properties properties) {
        return new Deletion(
                properties.constant("delete.policy", Deletion.Policy.KEEP, Deletion.Policy.class),
                properties.duration("delete.retention", Deletion.DEFAULT.retention()));
    }

    /** Where a new endpoint starts. */
    static Start start(Map<String, Object> configuration) {
        String text = new Properties(configuration).text("start", "now");
        try {
            return Start.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("start=" + e.getMessage(), e);
        }
    }

    /** The URL without what may be secret in it. */
    String displayUrl() {
        return url.getScheme() + "://" + url.getRawAuthority() + (url.getRawPath() == null ? "" : url.getRawPath());
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "EndpointSettings[" + displayUrl() + "]";
    }

    private static Duration shorter(Duration one, Duration two) {
        return one.compareTo(two) < 0 ? one : two;
    }

    private static URI url(Properties properties) {
        String text = properties.text("url", "");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("url is required: where events are POSTed");
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw Properties.bad("url", text, "is not a URL: " + e.getReason() + " at index " + e.getIndex());
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw Properties.bad("url", text, "must begin with http:// or https://");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("url must not hold user information; use auth.type");
        }
        if (url.getHost() == null) {
            throw Properties.bad(
                    "url", text, "must name a host by letters, digits, dots and hyphens, or an IP address");
        }
        if (url.getPort() == 0 || url.getPort() > 65535) {
            throw Properties.bad("url", text, "must have a port from 1 to 65535");
        }
        if (url.getRawFragment() != null) {
            throw Properties.bad("url", text, "must not have a fragment");
        }
        return url;
    }

    private static Map<String, String> headers(Properties properties) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", visible("userAgent", properties.text("userAgent", "Audithook")));
        switch (properties.constant("auth.type", AuthType.NONE, AuthType.class)) {
            case NONE -> {}
            case BEARER -> {
                String scheme = visible("auth.scheme", properties.text("auth.scheme", "Bearer"));
                String token = new Secret("auth.token", properties.text("auth.token", "")).resolve();
                if (token.isEmpty()) {
                    throw new IllegalArgumentException("auth.token is required with auth.type=bearer");
                }
                if (!isVisible(token)) {
                    throw new IllegalArgumentException("auth.token must be visible ASCII characters");
                }
                headers.put("Authorization", scheme + " " + token);
            }
        }
        return headers;
    }

    private static String visible(String key, String value) {
        if (!isVisible(value)) {
            throw Properties.bad(key, value.replaceAll("[^ -~]", "?"), "must be visible ASCII characters");
        }
        return value;
    }

    /** RFC 9110, 5.5: what a field value may hold, less the obsolete and the tab. */
    private static boolean isVisible(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private enum AuthType {
        NONE,
        BEARER
    }
}
