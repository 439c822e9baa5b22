/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.HeaderRules;
import io.audithook.webhook.api.Start;
import io.audithook.webhook.dispatcher.internal.http.HostSpelling;
import io.audithook.webhook.dispatcher.internal.http.Protocol;
import io.audithook.webhook.dispatcher.internal.http.TransportSettings;
import io.audithook.webhook.dispatcher.internal.lane.Delays;
import io.audithook.webhook.dispatcher.internal.lane.DeliverySettings;
import io.audithook.webhook.dispatcher.internal.lane.Handshake;
import io.audithook.webhook.dispatcher.internal.lane.Ordering;
import io.audithook.webhook.dispatcher.internal.lane.RetryPolicy;
import io.audithook.webhook.settings.Authority;
import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.NamedPids;
import io.audithook.webhook.settings.Settings;
import io.audithook.webhook.settings.ShownUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
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

    /** Beside those of the form what selects services that nobody has to choose, and what is told what to write instead. */
    static final Form FORM = Form.of(
            EndpointConfig.class,
            "format",
            "addresses.target",
            "engine.target",
            "globalFilters.target",
            "globalFilters.cardinality.minimum");

    private static final Pattern FORMAT = Pattern.compile("\\(format\\.name=([\\w.-]+)\\)");

    private static final int MAX_HEADER = 4096;
    private static final String CLOUDEVENTS = "cloudevents";
    private static final String HANDSHAKE = "handshake.type";
    private static final String ORIGIN = "handshake.origin";

    private static final Pattern STATUS = Pattern.compile("[3-5][0-9]{2}");

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
     * @throws InvalidSettingsException with all that is wrong
     */
    static EndpointSettings from(Settings settings) {
        settings.checkKeys(form(settings));
        NamedPids.refuseSigns(settings);
        ReferenceKeys.check(settings);
        ofOtherFormats(settings);
        Optional<URI> url = required(settings);
        boolean enabled = settings.flag("enabled", true);
        // who shortens the whole need not think of its part, nor who lengthens the part of the whole
        Optional<Duration> connect = settings.duration("timeout.connect");
        Duration requestTimeout =
                settings.duration("timeout.request", longer(connect.orElse(Duration.ZERO), Duration.ofSeconds(30)));
        Duration connectTimeout = connect.orElse(shorter(requestTimeout, Duration.ofSeconds(10)));
        Duration idleTimeout = settings.duration("timeout.idle", Duration.ofSeconds(15));
        boolean gzip = settings.flag("gzip", false);
        Duration maxLifetime = settings.duration("connection.maxLifetime", TransportSettings.DEFAULT_LIFETIME);
        Protocol protocol = protocol(settings);
        Supplier<DeliverySettings> delivery = delivery(settings);
        Deletion deletion = deletion(settings);
        Start start = startOf(settings);
        if (!start.equals(Start.NOW) && start.after().isAfter(Instant.now())) {
            settings.warn("start=\"" + settings.text("start", "") + "\" has not come yet, and counts as now");
        }
        Map<String, String> headers = headers(settings);
        AuthSettings auth = AuthSettings.from(settings);
        SignSettings sign = SignSettings.from(settings);
        return settings.complete(() -> new EndpointSettings(
                url.orElseThrow(),
                enabled,
                connectTimeout,
                idleTimeout,
                gzip,
                maxLifetime,
                protocol,
                requestTimeout,
                delivery.get(),
                deletion,
                headers,
                auth,
                sign));
    }

    /** A format has keys of its own, below its name, and says itself which. */
    private static Form form(Settings settings) {
        settings.text("format")
                .ifPresent(name -> settings.problem(
                        "format", name, "has no effect; use format.target=(format.name=" + name + ")"));
        return format(settings).map(name -> FORM.open(name + ".")).orElse(FORM);
    }

    /** The name of the format that is chosen, if it is chosen by its name. */
    static Optional<String> format(Settings settings) {
        Matcher format = FORMAT.matcher(settings.text("format.target", EndpointConfig.DEFAULT_FORMAT));
        return format.matches() ? Optional.of(format.group(1)) : Optional.empty();
    }

    /** Whoever writes one of these wants them to count. */
    private static void ofOtherFormats(Settings settings) {
        format(settings)
                .filter(name -> !name.equals(CLOUDEVENTS))
                .ifPresent(name -> FORM.keys().stream()
                        .filter(key -> key.startsWith(CLOUDEVENTS + ".") && settings.has(key))
                        .filter(key -> !FORM.isDefault(key, settings.text(key, "")))
                        .forEach(key -> settings.warn(key + " has no effect with the format " + name
                                + "; it takes format.target=(format.name=" + CLOUDEVENTS + ")")));
    }

    private static Protocol protocol(Settings settings) {
        return settings.value(
                        "protocol",
                        text -> Protocol.of(text.toLowerCase(Locale.ROOT))
                                .orElseThrow(() -> new IllegalArgumentException("must be auto, http/1.1 or h2")))
                .orElse(Protocol.AUTO);
    }

    private static Supplier<DeliverySettings> delivery(Settings settings) {
        double jitter =
                settings.decimal("retry.jitter", RetryPolicy.STANDARD.delays().jitter(), 0, 10);
        List<Duration> schedule = settings.durations(
                "retry.schedule", RetryPolicy.STANDARD.delays().list());
        List<Duration> refusedSchedule = settings.durations(
                "retry.refused.schedule", RetryPolicy.STANDARD.refusedDelays().list());
        List<Integer> statuses = settings.values("retry.refused.statuses", EndpointSettings::status);
        RetryPolicy retry = new RetryPolicy(
                new Delays(schedule, jitter),
                new Delays(refusedSchedule, jitter),
                statuses.isEmpty() ? RetryPolicy.STANDARD.refused() : Set.copyOf(statuses),
                settings.duration("retry.giveUpAfter"));
        Ordering ordering = settings.constant("ordering", Ordering.KEY);
        int minConcurrency = settings.integer("concurrency.min", 1, 1, 256);
        int maxConcurrency = settings.integer("concurrency", 8, 1, 256);
        double rateLimit = settings.decimal("rate.limit", 0, 0, 1e6);
        int batchSize = settings.integer("batch.size", 1, 1, 100);
        int breakerFailures = settings.integer("breaker.failures", 5, 1, 1000);
        Delays probes = new Delays(settings.durations("breaker.probes", PROBES), jitter);
        int parkedLimit = settings.integer("parked.limit", 10_000, 0, 100_000);
        Optional<Handshake> handshake = handshake(settings);
        return () -> new DeliverySettings(
                ordering,
                minConcurrency,
                maxConcurrency,
                rateLimit,
                batchSize,
                retry,
                breakerFailures,
                probes,
                parkedLimit,
                handshake);
    }

    private static Optional<Handshake> handshake(Settings settings) {
        HandshakeType type = settings.constant(HANDSHAKE, HandshakeType.NONE);
        Optional<String> origin = settings.value(ORIGIN, EndpointSettings::dnsName);
        int rate = settings.integer("handshake.rate", 0, 0, 1_000_000);
        if (settings.has(ORIGIN) && !settings.has(HANDSHAKE)) {
            // whoever writes it wants the receiver to be asked first
            settings.problem(ORIGIN, "has no effect without " + HANDSHAKE + "; set " + HANDSHAKE + "=cloudevents");
        } else if (settings.has(ORIGIN) && type == HandshakeType.NONE) {
            settings.warn(ORIGIN + " has no effect with " + HANDSHAKE + "=none");
        }
        Duration validity = settings.duration("handshake.validity", Duration.ofHours(24));
        if (type == HandshakeType.NONE) {
            return Optional.empty();
        }
        if (!settings.has(ORIGIN)) {
            settings.problem(ORIGIN, "is required with handshake.type=cloudevents");
        }
        return origin.map(name -> new Handshake(name, rate, validity));
    }

    private static String dnsName(String text) {
        if (!DNS_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a DNS name such as audit.example.com");
        }
        return text;
    }

    private static Integer status(String text) {
        if (!STATUS.matcher(text).matches()) {
            throw new IllegalArgumentException("must be HTTP statuses from 300 to 599, such as 400, 422");
        }
        return Integer.valueOf(text);
    }

    /**
     * What becomes of events that wait when the configuration is deleted.
     *
     * @throws InvalidSettingsException with key, value and rule
     */
    static Deletion deletion(Map<String, Object> configuration) {
        Settings settings = new Settings(EndpointConfig.PID, configuration);
        Deletion deletion = deletion(settings);
        settings.check();
        return deletion;
    }

    private static Deletion deletion(Settings settings) {
        return new Deletion(
                settings.constant("delete.policy", Deletion.Policy.KEEP),
                settings.duration("delete.retention", Deletion.DEFAULT.retention()));
    }

    /**
     * Where a new endpoint starts.
     *
     * @throws InvalidSettingsException with key, value and rule
     */
    static Start start(Map<String, Object> configuration) {
        Settings settings = new Settings(EndpointConfig.PID, configuration);
        Start start = startOf(settings);
        settings.check();
        return start;
    }

    private static Start startOf(Settings settings) {
        return settings.text("start")
                .flatMap(text -> settings.attempt(() -> {
                    try {
                        return Start.parse(text);
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException("start=" + e.getMessage(), e);
                    }
                }))
                .orElse(Start.NOW);
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

    private static Duration longer(Duration one, Duration two) {
        return one.compareTo(two) > 0 ? one : two;
    }

    private static Duration shorter(Duration one, Duration two) {
        return one.compareTo(two) < 0 ? one : two;
    }

    private static Optional<URI> required(Settings settings) {
        if (!settings.has("url")) {
            settings.problem("url", "is required: where events are POSTed");
        }
        return url(settings, "url");
    }

    /** A URL for requests; empty if there is none, or it breaks a rule. */
    static Optional<URI> url(Settings settings, String key) {
        Optional<String> text = settings.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String shown = ShownUrl.of(text.get());
        URI url;
        try {
            url = new URI(text.get());
        } catch (URISyntaxException e) {
            settings.problem(key, shown, "is not a URL: " + e.getReason() + " at index " + e.getIndex());
            return Optional.empty();
        }
        Optional<String> objection = objection(url);
        objection.ifPresent(rule -> settings.problem(key, shown, rule));
        return objection.isEmpty() ? Optional.of(url) : Optional.empty();
    }

    private static Optional<String> objection(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("must begin with http:// or https://");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of(
                    "must not hold user information; there are keys for that: auth.type and what goes with it");
        }
        Optional<Authority> authority = Authority.of(url);
        if (authority.isEmpty()) {
            return Optional.of("must name a host by letters, digits, dots, hyphens and underscores, or an IP address");
        }
        int port = authority.get().port();
        if (port == 0 || port > 65535) {
            return Optional.of("must have a port from 1 to 65535");
        }
        if (url.getRawFragment() != null) {
            return Optional.of("must not have a fragment");
        }
        return HostSpelling.objection(authority.get().host());
    }

    private static Map<String, String> headers(Settings settings) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", userAgent(settings));
        headers.putAll(CustomHeaders.from(settings, AuthSettings.headerNames(settings)));
        return headers;
    }

    static String userAgent(Settings settings) {
        return visible(settings, "userAgent", "Audithook");
    }

    /** A value that a header can hold. */
    static String visible(Settings settings, String key, String otherwise) {
        return settings.value(key, text -> {
                    if (!HeaderRules.isVisible(text)) {
                        throw new IllegalArgumentException("must be visible ASCII characters");
                    }
                    if (text.length() > MAX_HEADER) {
                        throw new IllegalArgumentException("must not be longer than " + MAX_HEADER + " characters");
                    }
                    return text;
                })
                .orElse(otherwise);
    }

    private enum HandshakeType {
        NONE,
        CLOUDEVENTS
    }
}
