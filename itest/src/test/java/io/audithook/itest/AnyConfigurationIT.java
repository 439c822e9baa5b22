/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.Test;

/** Whatever stands under the keys that we have: each validator comes to an end, names what is wrong, and shows no secret. */
public class AnyConfigurationIT {

    private static final int CONFIGURATIONS_PER_PID = 4_000;
    private static final String MARKER = "MARKER-THAT-NOBODY-SHOWS";

    /** What is read by rules of its own somewhere. */
    private static final List<Object> VALUES = List.of(
            "http://h/",
            "https://[::1]:1/a?b#c",
            "http://0x7f.1/",
            "(a=b)",
            "(format.name=cloudevents)",
            "(format.name=audit)",
            "(&".repeat(20_000) + "(a=b)" + ")".repeat(20_000),
            "(".repeat(50_000),
            "x".repeat(200_000),
            "[".repeat(50_000),
            "{".repeat(50_000),
            "\u0000\n\r\t\u2028\ud800",
            "30 s",
            "1 s, 2 s, 3 d",
            "999999999999999999999 d",
            "1e999999999",
            "8 GiB",
            "-1",
            "NaN",
            "1/2/3",
            "10.0.0.0/8, ::/0",
            "10.0.0.0/99999999999",
            "$[secret:a]",
            "file:",
            "file:\u0000",
            "env:NOT_THERE",
            "whsec_" + "A".repeat(44),
            "sha256/" + "A".repeat(43) + "=",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----".repeat(1_000),
            "basic",
            "bearer",
            "oauth2",
            "header",
            "cloudevents",
            "binary",
            "hard",
            "PEM",
            "PKCS12",
            "socks5",
            "strict",
            "earliest",
            "2026-01-01T00:00:00Z",
            "X-A: b",
            "{operation}.{objectType}.{",
            "{\"_is\":{\"objectType\":\"case\"}}",
            "{\"_not\":".repeat(20_000),
            "{\"_gt\":{\"a\":1e999999999}}",
            "{\"_has\":\"" + "a.".repeat(1_000) + "a\"}",
            "pass",
            "redact",
            "global",
            "object.description, details.ip",
            "",
            " ",
            true,
            0,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            'c',
            new String[] {},
            new String[] {"a", "b", "a"},
            new int[] {1, 2, 3},
            new byte[] {1, 2},
            new Object[] {"a", 1, new Object[] {"b"}},
            List.of("a", List.of("b")),
            Map.of("a", "b"));

    @Test
    public void validators_withAnyValues_endAndNameWhatIsWrong() throws IOException {
        long seed = Long.getLong("any.seed", new SplittableRandom().nextLong(1_000_000));
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Map<String, Boolean>> forms = forms();
        int problems = 0;
        int accepted = 0;
        try (URLClassLoader loader = BundleJars.loader()) {
            List<String> judged = new ArrayList<>();
            for (ConfigurationValidator validator : ServiceLoader.load(ConfigurationValidator.class, loader)) {
                for (String factory : validator.pids()) {
                    String pid = forms.containsKey(factory) ? factory : factory + "~NAME";
                    judged.add(pid);
                    for (int i = 0; i < CONFIGURATIONS_PER_PID; i++) {
                        Map<String, Object> configuration = configuration(random, forms.get(pid), i);
                        List<ConfigurationProblem> found =
                                validate(validator, pid, configuration, "-Dany.seed=" + seed + ", number " + i);
                        problems += found.size();
                        accepted += found.isEmpty() ? 1 : 0;
                    }
                }
            }
            assertEquals(judged.toString(), 11, judged.size());
        }
        assertTrue("problems " + problems + ", accepted " + accepted, problems > 10_000 && accepted > 100);
    }

    private static List<ConfigurationProblem> validate(
            ConfigurationValidator validator, String pid, Map<String, Object> configuration, String which) {
        List<ConfigurationProblem> problems;
        try {
            problems = validator.validate(pid, configuration);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(which + " of " + pid + ", with " + configuration.keySet(), e);
        }
        for (ConfigurationProblem problem : problems) {
            assertTrue(which + ": " + problem.message(), problem.message().startsWith(pid + ": "));
            assertTrue(which + ": " + problem.message(), !problem.message().contains(MARKER));
            assertTrue(
                    which + ": a message of " + problem.message().length() + " characters for " + problem.key(),
                    problem.message().length() < 2_000);
        }
        return problems;
    }

    private static Map<String, Object> configuration(SplittableRandom random, Map<String, Boolean> form, int number) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        if (form.containsKey("url")) {
            configuration.put("url", "http://h/");
        }
        List<String> keys = List.copyOf(form.keySet());
        // one alone, and what several make of each other
        for (int left = number % 5; left >= 0; left--) {
            String key = keys.get(random.nextInt(keys.size()));
            Object value = VALUES.get(random.nextInt(VALUES.size()));
            configuration.put(key, form.get(key) && random.nextBoolean() ? MARKER : value);
        }
        return configuration;
    }

    /** By PID its keys, and whether they hold secrets; as the documentation says, which is compared with Metatype. */
    private static Map<String, Map<String, Boolean>> forms() throws IOException {
        Map<String, Map<String, Boolean>> forms = new TreeMap<>();
        Map<String, Boolean> form = Map.of();
        for (String line : Files.readAllLines(Path.of(System.getProperty("configuration.doc")))) {
            if (line.startsWith("## `")) {
                form = new TreeMap<>();
                forms.put(line.substring(4, line.length() - 1), form);
            } else if (line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                form.put(cells[1].strip().replace("`", ""), cells[2].contains("secret"));
            }
        }
        return forms;
    }
}
