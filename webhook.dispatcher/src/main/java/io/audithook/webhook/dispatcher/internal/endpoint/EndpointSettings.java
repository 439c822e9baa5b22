/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.Start;
import io.audithook.webhook.dispatcher.internal.http.HeaderRules;
import io.audithook.webhook.dispatcher.internal.http.HostSpelling;
import io.audithook.webhook.dispatcher.internal.http.Protocol;
import io.audithook.webhook.dispatcher.internal.http.TransportSettings;
import io.audithook.webhook.dispatcher.internal.lane.Delays;
import io.audithook.webhook.dispatcher.internal.lane.DeliverySettings;
import io.audithook.webhook.dispatcher.internal.lane.Handshake;
import io.audithook.webhook.dispatcher.internal.lane.Ordering;
import io.audithook.webhook.dispatcher.internal.lane.RetryPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of an endpoint, checked.
 *
 * @param url where to POST
 * @param enabled whether to send at all
 * @param connectTimeout for a connection with its handshake
 * @param idleTimeout how long a connection may be silent
 * @param gzip whether bodies are compressed
 * @param maxLifetime how old a connection may be when a request takes it
 * @param protocol which HTTP to speak
 * @param requestTimeout for one whole attempt; not less than the connect timeout
 * @param delivery how to deliver
 * @param deletion what becomes of events that wait when the configuration is deleted
 * @param headers the headers that are the same in all requests; may hold a secret, so never log them
 * @param auth how to tell who sends
 * @param sign how to sign
 */
record EndpointSettings(
        URI url,
        boolean enabled,
        Duration connectTimeout,
        Duration idleTimeout,
        boolean gzip,
        Duration maxLifetime,
        Protocol protocol,
        Duration requestTimeout,
        DeliverySettings delivery,
        Deletion deletion,
        Map<String, String> headers,
        AuthSettings auth,
        SignSettings sign) {

    private static final Pattern DNS_NAME =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*");

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
        if (properties.has("format")) {
            String format = properties.text("format", "");
            throw Properties.bad("format", format, "has no effect; use format.target=(format.name=" + format + ")");
        }
        Duration requestTimeout = properties.duration("timeout.request", Duration.ofSeconds(30));
        // who shortens the whole need not think of its part
        Duration connectTimeout = properties.has("timeout.connect")
                ? properties.duration("timeout.connect", Duration.ZERO)
                : shorter(requestTimeout, Duration.ofSeconds(10));
        return new EndpointSettings(
                required(properties),
                properties.bool("enabled", true),
                connectTimeout,
                properties.duration("timeout.idle", Duration.ofSeconds(15)),
                properties.bool("gzip", false),
                properties.duration("connection.maxLifetime", TransportSettings.DEFAULT_LIFETIME),
                protocol(properties),
                requestTimeout,
                delivery(properties),
                deletion(properties),
                headers(properties),
                AuthSettings.from(properties),
                SignSettings.from(properties));
    }

    private static Protocol protocol(Properties properties) {
        String label = properties.text("protocol", Protocol.AUTO.label());
        return Protocol.of(label.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> Properties.bad("protocol", label, "must be one of [auto, http/1.1, h2]"));
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
                properties.integer("parked.limit", 10_000, 0, 100_000),
                handshake(properties));
    }

    private static Optional<Handshake> handshake(Properties properties) {
        HandshakeType type = properties.constant("handshake.type", HandshakeType.NONE, HandshakeType.class);
        if (type == HandshakeType.NONE) {
            return Optional.empty();
        }
        String key = "handshake.origin";
        String origin = properties.text(key, "");
        if (origin.isEmpty()) {
            throw new IllegalArgumentException(key + " is required with handshake.type=cloudevents");
        }
        if (!DNS_NAME.matcher(origin).matches()) {
            throw Properties.bad(key, origin.replaceAll("[^ -~]", "?"), "must be a DNS name such as audit.example.com");
        }
        return Optional.of(new Handshake(
                origin,
                properties.integer("handshake.rate", 0, 0, 1_000_000),
                properties.duration("handshake.validity", Duration.ofHours(24))));
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
        return display(url);
    }

    static String display(URI url) {
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

    private static URI required(Properties properties) {
        if (!properties.has("url")) {
            throw new IllegalArgumentException("url is required: where events are POSTed");
        }
        return url(properties, "url");
    }

    /** @throws IllegalArgumentException with key, value and rule */
    static URI url(Properties properties, String key) {
        String text = properties.text(key, "");
        String shown = text.replaceAll("//[^/]*@", "//...@").replaceAll("(?s)\\?.*", "?...");
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw Properties.bad(key, shown, "is not a URL: " + e.getReason() + " at index " + e.getIndex());
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw Properties.bad(key, shown, "must begin with http:// or https://");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(key + " must not hold user information; use auth.type");
        }
        if (url.getHost() == null) {
            throw Properties.bad(key, shown, "must name a host by letters, digits, dots and hyphens, or an IP address");
        }
        HostSpelling.objection(url.getHost()).ifPresent(rule -> {
            throw Properties.bad(key, shown, rule);
        });
        if (url.getPort() == 0 || url.getPort() > 65535) {
            throw Properties.bad(key, shown, "must have a port from 1 to 65535");
        }
        if (url.getRawFragment() != null) {
            throw Properties.bad(key, shown, "must not have a fragment");
        }
        return url;
    }

    private static Map<String, String> headers(Properties properties) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", userAgent(properties));
        headers.putAll(
                CustomHeaders.parse(properties.headers(CustomHeaders.KEY), AuthSettings.headerNames(properties)));
        return headers;
    }

    static String userAgent(Properties properties) {
        return visible("userAgent", properties.text("userAgent", "Audithook"));
    }

    /** @throws IllegalArgumentException if a header cannot hold it */
    static String visible(String key, String value) {
        if (!HeaderRules.isVisible(value)) {
            throw Properties.bad(key, value.replaceAll("[^ -~]", "?"), "must be visible ASCII characters");
        }
        return value;
    }

    private enum HandshakeType {
        NONE,
        CLOUDEVENTS
    }
}
