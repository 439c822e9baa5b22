/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.Test;

/**
 * A hundred configurations that are wrong, and what is said of each. The validators are loaded from the jars of the
 * bundles without a framework, as an offline check does.
 */
public class BadConfigurationsIT {

    @Test
    public void configuration_thatIsWrong_isToldInTheseWords() throws IOException {
        List<String> lines = new String(
                        getClass()
                                .getResourceAsStream("/bad-configurations.txt")
                                .readAllBytes(),
                        StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        try (URLClassLoader loader = BundleJars.loader()) {
            Map<String, ConfigurationValidator> validators = validators(loader);
            for (int i = 0; i < lines.size(); i += 2) {
                String[] parts = lines.get(i).split(" \\| ", -1);
                Map<String, Object> configuration = new LinkedHashMap<>();
                for (int j = 1; j < parts.length; j++) {
                    String[] keyAndValue = parts[j].split(" = ", 2);
                    configuration.put(keyAndValue[0], keyAndValue[1]);
                }
                List<ConfigurationProblem> problems =
                        validators.get(ConfigurationValidator.factory(parts[0])).validate(parts[0], configuration);
                String messages =
                        problems.stream().map(ConfigurationProblem::message).collect(Collectors.joining("; "));
                assertFalse(messages, messages.contains("MARKER"));
                expected.add(lines.get(i) + "\n  " + lines.get(i + 1).strip());
                actual.add(lines.get(i) + "\n  " + messages.replace(parts[0] + ": ", ""));
            }
        }
        assertTrue("cases: " + expected.size(), expected.size() >= 100);
        assertEquals(String.join("\n", expected), String.join("\n", actual));
    }

    private static Map<String, ConfigurationValidator> validators(ClassLoader loader) {
        Map<String, ConfigurationValidator> validators = new LinkedHashMap<>();
        ServiceLoader.load(ConfigurationValidator.class, loader)
                .forEach(validator -> validator.pids().forEach(pid -> validators.put(pid, validator)));
        return validators;
    }
}
