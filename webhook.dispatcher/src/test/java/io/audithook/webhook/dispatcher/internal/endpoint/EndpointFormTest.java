/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.dispatcher.internal.format.CloudEventsFormat;
import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EndpointFormTest {

    /** What each way to authenticate needs, so that it is read to the end. */
    private static final List<Map<String, String>> CONFIGURATIONS = List.of(
            Map.of("url", "http://h/", "auth.type", "none"),
            Map.of("url", "http://h/", "auth.type", "basic", "auth.user", "u", "auth.password", "p"),
            Map.of("url", "http://h/", "auth.type", "bearer", "auth.token", "t"),
            Map.of("url", "http://h/", "auth.type", "header", "auth.header", "X-A", "auth.value", "v"),
            Map.of(
                    "url",
                    "http://h/",
                    "auth.type",
                    "oauth2",
                    "auth.tokenUrl",
                    "http://h/",
                    "auth.clientId",
                    "i",
                    "auth.clientSecret",
                    "s"));

    private static final String CLOUD_EVENTS = "cloudevents.";

    @Test
    void form_showsWhatIsRead_andNothingElse() {
        Set<String> read = new TreeSet<>();
        for (Map<String, String> configuration : CONFIGURATIONS) {
            EndpointSettings.from(new Settings(EndpointConfig.PID, new Recording(configuration, read)));
        }
        // the last one only to say what to write instead
        read.removeAll(Set.of("service.pid", Settings.BASE_DIR, "format"));
        // looked at to say that they have no effect with another format
        read.removeIf(key -> key.startsWith(CLOUD_EVENTS));
        // nobody has to choose these
        read.removeAll(Set.of(
                "addresses.target", "engine.target", "globalFilters.target", "globalFilters.cardinality.minimum"));
        assertThat(read).isEqualTo(keys(key -> !key.startsWith(CLOUD_EVENTS)));
    }

    @Test
    void form_showsOfCloudEvents_whatTheFormatKnows() {
        Map<String, String> values =
                Map.of("mode", "binary", "source", "/a", "type", "com.example.{operation}", "dataschema", "urn:a:b");
        assertThat(keys(key -> key.startsWith(CLOUD_EVENTS)))
                .containsExactlyInAnyOrderElementsOf(
                        values.keySet().stream().map(CLOUD_EVENTS::concat).toList());
        assertThat(new CloudEventsFormat().encoder(values)).isNotNull();
    }

    @Test
    void validator_asksTheFormat_whateverElseIsWrong() {
        Map<String, Object> configuration = Map.of(
                "url",
                "http://h/",
                "format.target",
                "(format.name=cloudevents)",
                "cloudevents.mode",
                "upside-down",
                "protocol",
                "spdy");
        assertThat(new EndpointValidator().validate("io.audithook.endpoint~a", configuration))
                .extracting(ConfigurationProblem::message)
                .containsExactlyInAnyOrder(
                        "io.audithook.endpoint~a: cloudevents.mode=\"upside-down\" must be structured or binary",
                        "io.audithook.endpoint~a: protocol=\"spdy\" must be auto, http/1.1 or h2");
    }

    @Test
    void keys_belowTheNameOfAFormat_areTheFormatsOwn() {
        Map<String, Object> configuration = Map.of(
                "url",
                "http://h/",
                "format.target",
                "(format.name=mine)",
                "mine.colour",
                "red",
                "yours.colour",
                "blue");
        assertThat(new EndpointValidator().validate("io.audithook.endpoint~a", configuration))
                .extracting(ConfigurationProblem::key)
                .containsExactly("yours.colour");
    }

    private static Set<String> keys(Predicate<String> which) {
        return Form.of(EndpointConfig.class).keys().stream()
                .filter(which)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void validator_saysAllThatIsWrong_andChangesNothing() {
        Map<String, Object> configuration = Map.of(
                "url", "ftp://h/", "concurrency", 0, "auth.type", "bearer", "retry.schedul", "1 s", "owner", "me");
        List<ConfigurationProblem> problems =
                new EndpointValidator().validate("io.audithook.endpoint~a", configuration);
        assertThat(problems)
                .extracting(ConfigurationProblem::key, ConfigurationProblem::value, ConfigurationProblem::error)
                .containsExactlyInAnyOrder(
                        tuple("url", "ftp://h/", true),
                        tuple("concurrency", "0", true),
                        tuple("auth.token", "", true),
                        tuple("retry.schedul", "", true),
                        tuple("owner", "", false));
        assertThat(problems).extracting(ConfigurationProblem::suggestion).contains("retry.schedule");
    }

    /** Notes which keys somebody asks for. */
    private static final class Recording extends HashMap<String, Object> {

        private static final long serialVersionUID = 1L;

        private final transient Set<String> read;

        Recording(Map<String, String> configuration, Set<String> read) {
            super(configuration);
            this.read = read;
        }

        @Override
        public Object get(Object key) {
            read.add((String) key);
            return super.get(key);
        }
    }
}
