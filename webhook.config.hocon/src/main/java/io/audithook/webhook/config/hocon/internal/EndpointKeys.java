/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static java.util.Map.entry;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Our own keys beside {@code url}. They go into the endpoint under the same names. */
final class EndpointKeys {

    static final String URL = "url";
    static final String CERT = "cert";
    static final String TOKEN = "token";
    static final String TOKEN_NAME = "tokenName";
    static final String WS = "ws";

    /** The names of the filters that an endpoint needs; {@code filters.target} is the long form. */
    static final String FILTERS = "filters";

    /** The name of a format. Keys that begin with that name are the format's own: it knows what they mean. */
    private static final String FORMAT = "format";

    private static final String FORMAT_TARGET = "format.target";

    /** The format that is always there and has keys of its own. */
    private static final String CLOUDEVENTS = "cloudevents";

    private static final String HEADERS = "headers";

    /** TheHive 4's word for {@code ws}, which counts in its list only. */
    private static final String WS_CONFIG = "wsConfig";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

    private static final Pattern FORMAT_NAME = Pattern.compile("\\(format[.]name=(" + NAME + ")\\)");

    private static final Map<String, BiFunction<Values, Setting, Optional<?>>> TYPES = Map.ofEntries(
            entry(URL, Values::filled),
            entry("enabled", Values::flag),
            entry("start", Values::filled),
            entry("ordering", (values, setting) -> values.oneOf(setting, List.of("key", "strict", "none"))),
            entry("concurrency", (values, setting) -> values.integer(setting, 1, 256)),
            entry("tls.target", Values::filled),
            entry("proxy.target", Values::filled),
            entry("filters.target", Values::filled),
            entry(FORMAT, Values::filled),
            entry(FORMAT_TARGET, Values::filled),
            entry("handshake.type", (values, setting) -> values.oneOf(setting, List.of("none", "cloudevents"))),
            entry("handshake.origin", Values::filled),
            entry("handshake.rate", (values, setting) -> values.integer(setting, 0, 1_000_000)),
            entry("handshake.validity", Values::duration),
            entry("filters.cardinality.minimum", (values, setting) -> values.integer(setting, 0, Integer.MAX_VALUE)),
            entry("concurrency.min", (values, setting) -> values.integer(setting, 1, 256)),
            entry("rate.limit", Values::number),
            entry("batch.size", (values, setting) -> values.integer(setting, 1, 100)),
            entry("retry.schedule", Values::durations),
            entry("retry.jitter", Values::number),
            entry("retry.refused.schedule", Values::durations),
            entry("retry.refused.statuses", (values, setting) -> values.integers(setting, 300, 599)),
            entry("retry.giveUpAfter", Values::duration),
            entry("breaker.failures", (values, setting) -> values.integer(setting, 1, 1000)),
            entry("breaker.probes", Values::durations),
            entry("parked.limit", (values, setting) -> values.integer(setting, 0, 100_000)),
            entry("delete.policy", (values, setting) -> values.oneOf(setting, List.of("keep", "drain", "drop"))),
            entry("delete.retention", Values::duration),
            entry("protocol", (values, setting) -> values.oneOf(setting, List.of("auto", "http/1.1", "h2"))),
            entry("gzip", Values::flag),
            entry("connection.maxLifetime", Values::duration),
            entry("timeout.connect", Values::duration),
            entry("timeout.idle", Values::duration),
            entry("timeout.request", Values::duration),
            entry("userAgent", Values::filled),
            entry("auth.type", Values::filled),
            entry("auth.scheme", Values::filled),
            entry("auth.token", Values::secret),
            entry("auth.user", Values::secret),
            entry("auth.password", Values::secret),
            entry("auth.header", Values::filled),
            entry("auth.value", Values::secret),
            entry("auth.tokenUrl", Values::filled),
            entry("auth.tokenMethod", (values, setting) -> values.oneOf(setting, List.of("basic", "post"))),
            entry("auth.clientId", Values::secret),
            entry("auth.clientSecret", Values::secret),
            entry("auth.scope", Values::filled),
            entry(HEADERS, Values::lines),
            entry("sign.keys", Values::secrets),
            entry("sign.github.secret", Values::secret));

    /** Those that are read elsewhere. */
    private static final Set<String> ELSEWHERE = Set.of(CERT, TOKEN, TOKEN_NAME, WS, FILTERS);

    private static final Set<String> MUST_COUNT = Set.of("auth", "sign", FILTERS, HEADERS, TOKEN, TOKEN_NAME);

    /** By which others are called in TheHive's list, or elsewhere. */
    private static final Map<String, String> OTHER_WORDS = Map.of(
            "auth.username",
            "auth.user",
            "auth.key",
            "auth.token (with auth.type = bearer) or auth.value (with auth.type = header)");

    private static final Set<String> KNOWN = known();

    private EndpointKeys() {}

    /** Puts what is known among these settings into an endpoint. */
    static void read(Map<String, Setting> settings, Values values, Problems problems, Draft endpoint) {
        String format = Optional.ofNullable(settings.get(FORMAT))
                .flatMap(setting -> name(values, problems, setting))
                .orElse("");
        Set<String> formats = formats(settings, format);
        Set<String> groups = new TreeSet<>(formats);
        groups.add(WS);
        UnknownKeys unknown = new UnknownKeys(KNOWN, groups, problems);
        settings.forEach((key, setting) -> {
            if (ELSEWHERE.contains(key) || key.startsWith(HEADERS + ".")) {
                return;
            }
            if (key.equals(FORMAT)) {
                if (!format.isEmpty()) {
                    endpoint.put(FORMAT_TARGET, "(format.name=" + format + ")", setting);
                }
                return;
            }
            BiFunction<Values, Setting, Optional<?>> type = TYPES.get(key);
            if (type == null && formats.stream().anyMatch(name -> key.startsWith(name + "."))) {
                type = Values::filled;
            }
            if (key.startsWith(WS_CONFIG + ".")) {
                problems.error(setting, "is not known; did you mean " + WS + key.substring(WS_CONFIG.length()) + "?");
            } else if (type == null && key.startsWith(CLOUDEVENTS + ".")) {
                problems.error(setting, "counts with " + FORMAT + " = " + CLOUDEVENTS + " only, which is not chosen");
            } else if (OTHER_WORDS.containsKey(key)) {
                problems.error(setting, "is not known; did you mean " + OTHER_WORDS.get(key) + "?");
            } else if (type == null) {
                unknown.name(key, setting);
            } else {
                type.apply(values, setting).ifPresent(value -> endpoint.put(key, value, setting));
                if (key.startsWith("sign.") && isNothing(setting.value())) {
                    problems.error(setting, "expected a key, found none; requests would not be signed");
                }
            }
        });
        headers(settings, values, endpoint);
    }

    /** The names of the formats that are chosen, in the short form or the long one. */
    private static Set<String> formats(Map<String, Setting> settings, String format) {
        Set<String> names = new TreeSet<>();
        if (!format.isEmpty()) {
            names.add(format);
        }
        Setting target = settings.get(FORMAT_TARGET);
        if (target != null) {
            FORMAT_NAME
                    .matcher(String.valueOf(target.value().unwrapped()))
                    .results()
                    .forEach(name -> names.add(name.group(1)));
        }
        return names;
    }

    /** Whether this, found elsewhere, is what keeps the events of an endpoint from the wrong eyes, or tells the receiver who sends. */
    static boolean isOfAnEndpoint(String key) {
        int dot = key.indexOf('.');
        return KNOWN.contains(key) || MUST_COUNT.contains(dot < 0 ? key : key.substring(0, dot));
    }

    /** Whether it is an empty list, or a blank text: made of a variable, say, that is not set. */
    static boolean isNothing(ConfigValue value) {
        return value instanceof ConfigList list
                ? list.stream().allMatch(EndpointKeys::isNothing)
                : String.valueOf(value.unwrapped()).isBlank();
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(TYPES.keySet());
        known.addAll(ELSEWHERE);
        return known;
    }

    /** {@code headers { X-Tenant = 7 }} is the same as {@code headers = ["X-Tenant: 7"]}. */
    private static void headers(Map<String, Setting> settings, Values values, Draft endpoint) {
        Map<String, Setting> named = Leaves.below(settings, HEADERS + ".");
        if (named.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        if (endpoint.values().get(HEADERS) instanceof String[] before) {
            lines.addAll(List.of(before));
        }
        named.forEach((name, setting) -> values.filled(setting).ifPresent(value -> lines.add(name + ": " + value)));
        endpoint.put(
                HEADERS, lines.toArray(String[]::new), named.values().iterator().next());
    }

    /** A name that means nothing else in an LDAP filter. */
    private static Optional<String> name(Values values, Problems problems, Setting setting) {
        Optional<String> name = values.filled(setting);
        if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
            problems.error(setting, "expected a name of letters, digits and hyphens, found \"" + name.get() + "\"");
            return Optional.empty();
        }
        return name;
    }
}
