/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.itest.Form.Field;
import io.audithook.webhook.api.ConfigurationValidator;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.Test;

/** A form that is saved as it is shown means what a configuration means that has nothing in it. */
public class FormDefaultsIT {

    /** By PID the class that reads its configurations, and how its method is called. */
    private static final Map<String, String> READERS = Map.ofEntries(
            Map.entry("io.audithook.endpoint", "webhook.dispatcher.internal.endpoint.EndpointSettings.from"),
            Map.entry("io.audithook.tls", "webhook.ssl.internal.TlsSettings.read"),
            Map.entry("io.audithook.proxy", "webhook.ssl.internal.ProxySettings.from"),
            Map.entry("io.audithook.address", "webhook.ssl.internal.AddressRules.from"),
            Map.entry("io.audithook.filter", "webhook.filter.internal.FilterSettings.from"),
            Map.entry("io.audithook.events", "audit.events.internal.EventsSettings.from"),
            Map.entry("io.audithook.framework", "audit.events.internal.FrameworkSettings.from"),
            Map.entry("io.audithook.http", "audit.http.internal.IntakeSettings.from"),
            Map.entry("io.audithook.hocon", "webhook.config.hocon.internal.HoconSettings.from"),
            Map.entry("io.audithook.outbox", "webhook.outbox.internal.OutboxSettings.from"),
            Map.entry("io.audithook.metrics", "webhook.metrics.internal.MetricsSettings.from"));

    /** Without these there is nothing to read. */
    private static final Map<String, String> NEEDED = Map.of(
            "io.audithook.endpoint url", "http://h/",
            "io.audithook.proxy host", "h",
            "io.audithook.filter expression", "{\"_is\":{\"a\":1}}",
            "io.audithook.events topics", "*");

    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    @Test
    public void defaults_ofTheForm_areThoseOfTheCode() throws Exception {
        Map<String, Form> forms = new TreeMap<>();
        for (Path jar : BundleJars.all()) {
            Form.of(jar).forEach(form -> forms.put(form.pid(), form));
        }
        try (URLClassLoader loader = BundleJars.loader()) {
            TreeSet<String> judged = new TreeSet<>();
            ServiceLoader.load(ConfigurationValidator.class, loader)
                    .forEach(validator -> judged.addAll(validator.pids()));
            assertThat(READERS.keySet()).containsExactlyInAnyOrderElementsOf(judged);
            for (String pid : judged) {
                Map<String, Object> empty = new HashMap<>();
                Map<String, Object> saved = new HashMap<>();
                for (Field field : forms.get(pid).fields()) {
                    String needed = NEEDED.get(pid + " " + field.id());
                    if (needed == null) {
                        saved.put(field.id(), standard(field));
                    } else {
                        empty.put(field.id(), needed);
                        saved.put(field.id(), needed);
                    }
                }
                assertThat(read(loader, forms.get(pid), saved))
                        .as(pid)
                        .usingRecursiveComparison()
                        .withEqualsForType((a, b) -> a.pattern().equals(b.pattern()), Pattern.class)
                        .isEqualTo(read(loader, forms.get(pid), empty));
            }
        }
    }

    /** Metatype has commas between values, and a backslash before what is to stay as it is. */
    private static Object standard(Field field) {
        List<String> values = COMMA.splitAsStream(field.standard())
                .map(value -> value.replaceAll("\\\\(.)", "$1"))
                .toList();
        return field.isList() ? values.toArray(String[]::new) : String.join(",", values);
    }

    private static Object read(ClassLoader loader, Form form, Map<String, Object> configuration) throws Exception {
        Class<?> settings = loader.loadClass("io.audithook.webhook.settings.Settings");
        Constructor<?> constructor = settings.getConstructor(String.class, Map.class);
        String reader = "io.audithook." + READERS.get(form.pid());
        int dot = reader.lastIndexOf('.');
        Method method = Arrays.stream(loader.loadClass(reader.substring(0, dot)).getDeclaredMethods())
                .filter(one ->
                        one.getName().equals(reader.substring(dot + 1)) && one.getParameterTypes()[0].equals(settings))
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        Object values = constructor.newInstance(form.pid() + (form.isFactory() ? "~NAME" : ""), configuration);
        return method.getParameterCount() == 1
                ? method.invoke(null, values)
                : method.invoke(null, values, Path.of("otherwise"));
    }
}
