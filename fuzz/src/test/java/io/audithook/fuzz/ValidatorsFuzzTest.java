/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** What a configuration may hold, in the keys whose values have a grammar. */
class ValidatorsFuzzTest {

    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry(
                    "io.audithook.endpoint",
                    List.of(
                            "url",
                            "start",
                            "tls.target",
                            "proxy.target",
                            "format.target",
                            "filters.target",
                            "filters.cardinality.minimum",
                            "headers",
                            "retry.schedule",
                            "retry.refused.statuses",
                            "cloudevents.source",
                            "cloudevents.type",
                            "handshake.origin",
                            "auth.type",
                            "auth.tokenUrl",
                            "auth.header",
                            "sign.keys",
                            "userAgent")),
            Map.entry("io.audithook.filter", List.of("expression", "action", "redact.remove", "redact.replace")),
            Map.entry(
                    "io.audithook.events",
                    List.of("topics", "filter", "operation", "objectId", "startDate", "details.bytes")),
            Map.entry("io.audithook.framework", List.of("bundles", "errors", "pending.bytes")),
            Map.entry("io.audithook.address", List.of("allowed", "profile")),
            Map.entry("io.audithook.proxy", List.of("type", "host", "nonProxyHosts")),
            Map.entry("io.audithook.tls", List.of("trust.data", "key.data", "pins", "protocols")),
            Map.entry(
                    "io.audithook.outbox",
                    List.of("directory", "size.limit", "retention", "backlog.age", "backlog.bytes", "full")),
            Map.entry("io.audithook.http", List.of("event.maxBytes", "loopbackOnly", "timeoutMillis", "token")),
            Map.entry("io.audithook.metrics", List.of("path", "loopbackOnly", "token")),
            Map.entry("io.audithook.hocon", List.of("file", "whenDeleted")));

    private static final List<ConfigurationValidator> VALIDATORS =
            ServiceLoader.load(ConfigurationValidator.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    @FuzzTest(maxDuration = "20s")
    void configuration_withAnyValues_isJudged(FuzzedDataProvider data) {
        String factory = data.pickValue(KEYS.keySet().stream().sorted().toList());
        Map<String, Object> configuration = new HashMap<>();
        while (data.remainingBytes() > 0 && configuration.size() < 5) {
            configuration.put(data.pickValue(KEYS.get(factory)), value(data));
        }
        String pid = factory + "~NAME";
        for (ConfigurationProblem problem : validator(factory).validate(pid, configuration)) {
            if (!problem.message().startsWith(pid + ": ") || problem.message().length() > 2_000) {
                throw new AssertionError(problem.message());
            }
        }
    }

    /** In one of the types that tools write. */
    private static Object value(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 6)) {
            case 0 -> data.consumeLong();
            case 1 -> data.consumeDouble();
            case 2 -> data.consumeBoolean();
            case 3 -> new String[] {data.consumeString(100), data.consumeString(100)};
            case 4 -> List.of(data.consumeString(100), data.consumeInt());
            case 5 -> data.consumeInts(3);
            default -> data.consumeString(500);
        };
    }

    private static ConfigurationValidator validator(String factory) {
        return VALIDATORS.stream()
                .filter(one -> one.pids().contains(factory))
                .findFirst()
                .orElseThrow();
    }
}
