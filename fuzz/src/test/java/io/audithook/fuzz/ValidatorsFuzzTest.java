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

    private static final Map<String, List<String>> KEYS = Map.of(
            "io.audithook.endpoint",
                    List.of(
                            "url",
                            "start",
                            "tls.target",
                            "format.target",
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
                            "userAgent"),
            "io.audithook.filter", List.of("expression", "action", "redact.remove", "redact.replace"),
            "io.audithook.events", List.of("topics", "filter", "operation", "objectId", "startDate", "details.bytes"),
            "io.audithook.address", List.of("allowed", "profile"),
            "io.audithook.proxy", List.of("type", "host", "nonProxyHosts"),
            "io.audithook.tls", List.of("trust.data", "key.data", "pins", "protocols"));

    private static final List<ConfigurationValidator> VALIDATORS =
            ServiceLoader.load(ConfigurationValidator.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    @FuzzTest(maxDuration = "20s")
    void configuration_withAnyValues_isJudged(FuzzedDataProvider data) {
        String factory = data.pickValue(KEYS.keySet().stream().sorted().toList());
        Map<String, Object> configuration = new HashMap<>();
        while (data.remainingBytes() > 0 && configuration.size() < 5) {
            configuration.put(data.pickValue(KEYS.get(factory)), data.consumeString(500));
        }
        String pid = factory + "~NAME";
        for (ConfigurationProblem problem : validator(factory).validate(pid, configuration)) {
            if (!problem.message().startsWith(pid + ": ") || problem.message().length() > 2_000) {
                throw new AssertionError(problem.message());
            }
        }
    }

    private static ConfigurationValidator validator(String factory) {
        return VALIDATORS.stream()
                .filter(one -> one.pids().contains(factory))
                .findFirst()
                .orElseThrow();
    }
}
