/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.audithook.itest.Form.Field;
import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What the forms say of values is what the code keeps: what lies just outside is refused, in words that say the same. */
public class FormLimitsIT {

    private static final Set<String> NUMBERS = Set.of("Integer", "Long", "Double");
    private static final Pattern SIZES = Pattern.compile(".*?(\\d+) ([KMG]iB) to (\\d+) ([KMG]iB).*");
    /** Of a key that is read only where another one has this value. */
    private static final Pattern ONLY_WITH =
            Pattern.compile("With (format )?(cloudevents|basic|bearer|header|oauth2): .*");

    /** What is needed before the rest of these keys is read. */
    private static final Map<String, String> AUTHENTICATION = Map.of(
            "auth.user", "u",
            "auth.password", "p",
            "auth.token", "t",
            "auth.header", "X-A",
            "auth.value", "v",
            "auth.tokenUrl", "http://h/",
            "auth.clientId", "i",
            "auth.clientSecret", "s");

    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB");

    private final List<Form> forms = new ArrayList<>();
    private URLClassLoader loader;
    private List<ConfigurationValidator> validators;

    @Before
    public void open() throws IOException {
        loader = BundleJars.loader();
        validators = ServiceLoader.load(ConfigurationValidator.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        Set<String> judged =
                validators.stream().flatMap(one -> one.pids().stream()).collect(Collectors.toCollection(TreeSet::new));
        for (Path jar : BundleJars.all()) {
            Form.of(jar).stream().filter(form -> judged.contains(form.pid())).forEach(forms::add);
        }
        assertEquals(judged, forms.stream().map(Form::pid).collect(Collectors.toCollection(TreeSet::new)));
    }

    @After
    public void close() throws IOException {
        loader.close();
    }

    @Test
    public void numbers_haveTheLimitsOfTheForm() {
        int checked = 0;
        for (Form form : forms) {
            for (Field field : form.fields()) {
                if (NUMBERS.contains(field.type())) {
                    checked++;
                    boolean whole = !field.type().equals("Double");
                    String min = field.min().orElseThrow(() -> new AssertionError(form.pid() + " " + field.id()));
                    String max = field.max().orElse(Integer.toString(Integer.MAX_VALUE));
                    String rule = "must be a " + (whole ? "whole number" : "number") + " from " + min + " to " + max;
                    BigDecimal step = whole ? BigDecimal.ONE : new BigDecimal("0.000001");
                    assertRefused(rule, form, field, new BigDecimal(min).subtract(step));
                    assertRefused(rule, form, field, new BigDecimal(max).add(step));
                    assertTaken(form, field, min);
                    assertTaken(form, field, max);
                }
            }
        }
        assertTrue("numbers: " + checked, checked >= 14);
    }

    @Test
    public void sizes_haveTheLimitsOfTheirDescription() {
        int checked = 0;
        for (Form form : forms) {
            for (Field field : form.fields()) {
                Matcher limits = SIZES.matcher(field.description());
                if (limits.matches()) {
                    checked++;
                    String rule = "must be from " + limits.group(1) + " " + limits.group(2) + " to " + limits.group(3)
                            + " " + limits.group(4);
                    long min = bytes(limits.group(1), limits.group(2));
                    long max = bytes(limits.group(3), limits.group(4));
                    assertRefused(rule, form, field, min - 1);
                    assertRefused(rule, form, field, max + 1);
                    assertTaken(form, field, min);
                    assertTaken(form, field, max);
                }
            }
        }
        assertTrue("sizes: " + checked, checked >= 3);
    }

    @Test
    public void choices_areThoseOfTheForm() {
        int checked = 0;
        for (Form form : forms) {
            for (Field field : form.fields()) {
                List<String> options = field.options();
                if (!options.isEmpty()) {
                    checked++;
                    int last = options.size() - 1;
                    assertRefused(
                            "must be " + String.join(", ", options.subList(0, last)) + " or " + options.get(last),
                            form,
                            field,
                            "none-of-them");
                    options.forEach(option -> assertTaken(form, field, option));
                }
            }
        }
        assertTrue("choices: " + checked, checked >= 12);
    }

    @Test
    public void types_areThoseOfTheForm() {
        for (Form form : forms) {
            for (Field field : form.fields()) {
                if (field.type().equals("Boolean")) {
                    assertRefused("must be true or false", form, field, "perhaps");
                } else if (field.description().startsWith("Duration")) {
                    assertRefused("must be a duration such as 500 ms, 30 s, 5 min, 2 h or 3 d", form, field, "a while");
                } else if (field.description().startsWith("Bytes")) {
                    assertRefused("must be a number of bytes, or one with a unit such as 512 MiB", form, field, "much");
                }
                Optional<String> rule = rule(form, field, new String[] {"1", "2"});
                if (field.isList()) {
                    assertNotEquals(form.pid() + " " + field.id(), Optional.of("must be one value, not 2"), rule);
                } else if (!field.id().startsWith("cloudevents.") && !field.id().equals("base.dir")) {
                    // a format takes what it is given as one text, and the directory is for paths alone
                    assertTrue(form.pid() + " " + field.id(), rule.isPresent());
                }
            }
        }
    }

    @Test
    public void keys_thatTheFormRequires_areRequired() {
        for (Form form : forms) {
            Set<String> missed = problems(form, Map.of()).stream()
                    .filter(ConfigurationProblem::error)
                    .map(ConfigurationProblem::key)
                    .collect(Collectors.toSet());
            for (Field field : form.fields()) {
                if (field.isRequired()) {
                    assertTrue(form.pid() + " " + field.id(), missed.contains(field.id()));
                } else if (missed.contains(field.id())) {
                    assertTrue(field.description(), field.description().contains("ust be set"));
                }
            }
        }
    }

    private void assertRefused(String rule, Form form, Field field, Object value) {
        assertEquals(
                form.pid() + " " + field.id() + "=" + value, Optional.of(rule), rule(form, field, value.toString()));
    }

    private void assertTaken(Form form, Field field, Object value) {
        Optional<String> rule = rule(form, field, value.toString());
        assertFalse(
                form.pid() + " " + field.id() + "=" + value + ": " + rule,
                rule.filter(text -> text.startsWith("must be ")).isPresent());
    }

    /** What is said of this key when it has this value. */
    private Optional<String> rule(Form form, Field field, Object value) {
        Map<String, Object> configuration = new HashMap<>(Map.of(field.id(), value));
        Matcher only = ONLY_WITH.matcher(field.description());
        if (only.matches() && only.group(1) != null) {
            configuration.put("format.target", "(format.name=" + only.group(2) + ")");
        } else if (only.matches()) {
            configuration.put("auth.type", only.group(2));
            AUTHENTICATION.forEach(configuration::putIfAbsent);
        }
        return problems(form, configuration).stream()
                .filter(problem -> problem.key().equals(field.id()))
                .map(ConfigurationProblem::rule)
                .findFirst();
    }

    private List<ConfigurationProblem> problems(Form form, Map<String, Object> configuration) {
        ConfigurationValidator validator = validators.stream()
                .filter(one -> one.pids().contains(form.pid()))
                .findFirst()
                .orElseThrow();
        return validator.validate(form.pid() + (form.isFactory() ? "~NAME" : ""), configuration);
    }

    private static long bytes(String number, String unit) {
        return Long.parseLong(number) << (10 * (1 + UNITS.indexOf(unit)));
    }
}
