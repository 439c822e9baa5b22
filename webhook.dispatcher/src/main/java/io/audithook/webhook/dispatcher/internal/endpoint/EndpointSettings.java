/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.Start;
import io.audithook.webhook.dispatcher.internal.lane.Ordering;
import io.audithook.webhook.dispatcher.internal.lane.RetryPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The settings of an endpoint, checked.
 *
 * @param url where to POST
 * @param enabled whether to send at all
 * @param ordering which deliveries wait for one another
 * @param concurrency how many attempts may be under way at once, 1 to 256
 * @param connectTimeout for a connection with its handshake
 * @param idleTimeout how long a connection may be silent
 * @param requestTimeout for one whole attempt; not less than the connect timeout
 * @param retry when to try again
 * @param headers the headers that are the same in all requests; may hold a secret, so never log them
 */
record EndpointSettings(
        URI url,
        boolean enabled,
        Ordering ordering,
        int concurrency,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration requestTimeout,
        RetryPolicy retry,
        Map<String, String> headers) {

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
        Duration requestTimeout = properties.duration("timeout.request", "30 s");
        // who shortens the whole need not think of its part
        Duration connectTimeout = properties.has("timeout.connect")
                ? properties.duration("timeout.connect", "")
                : shorter(requestTimeout, Duration.ofSeconds(10));
        return new EndpointSettings(
                url(properties),
                properties.bool("enabled", true),
                properties.constant("ordering", Ordering.KEY, Ordering.class),
                properties.integer("concurrency", 8, 1, 256),
                connectTimeout,
                properties.duration("timeout.idle", "15 s"),
                requestTimeout,
                new RetryPolicy(
                        properties.duration("retry.initial", "1 s"),
                        properties.decimal("retry.multiplier", 2, 1, 100),
                        properties.duration("retry.max", "5 min"),
                        properties.duration("retry.giveUpAfter", "3 d")),
                headers(properties));
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
