/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.settings.Form;
import io.audithook.webhook.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsFormTest {

    private static final String PID = "io.audithook.events~t";

    @Test
    void forms_showWhatIsRead_andNothingElse() {
        assertThat(read(PID, Map.of("topics", "*")))
                .isEqualTo(Form.of(EventsConfig.class).keys());
        assertThat(read(FrameworkConfig.PID, Map.of()))
                .isEqualTo(Form.of(FrameworkConfig.class).keys());
    }

    private static Set<String> read(String pid, Map<String, Object> configuration) {
        Set<String> read = new TreeSet<>();
        Map<String, Object> recording = new HashMap<>(configuration) {
            private static final long serialVersionUID = 1L;

            @Override
            public Object get(Object key) {
                read.add((String) key);
                return super.get(key);
            }
        };
        assertThat(new EventsValidator().validate(pid, recording)).isEmpty();
        read.removeAll(Set.of("service.pid", Settings.BASE_DIR));
        return read;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topics|a/*/b|must be a topic such as com/acme/user/CREATED, com/acme/*, or *",
                "filter|severity>=3|must be an LDAP filter, such as (severity>=3)",
                "objectId|{id|must have a } behind each {",
                "objectId|id}|must have a { before each }",
                "rootId|{}|must have the name of a property between { and }",
                "requestId|{password}|must not show a property that is masked",
                "startDate|2026|must be one property, such as {timestamp}",
                "details.bytes|1|must be from 1 KiB to 512 KiB",
            })
    void value_againstTheRule_isRefused(String key, String value, String rule) {
        Map<String, Object> configuration = new HashMap<>(Map.of("topics", "*"));
        configuration.put(key, value);
        assertThat(new EventsValidator().validate(PID, configuration))
                .extracting(ConfigurationProblem::message)
                .containsExactly(PID + ": " + key + "=\"" + value + "\" " + rule);
    }

    @Test
    void key_misspelt_isAnErrorWithASuggestion() {
        assertThat(new EventsValidator().validate(PID, Map.of("topisc", "*", "topics", "*")))
                .singleElement()
                .extracting(ConfigurationProblem::suggestion)
                .isEqualTo("topics");
    }

    @Test
    void topics_none_isAnError() {
        assertThat(new EventsValidator().validate(PID, Map.of()))
                .extracting(ConfigurationProblem::message)
                .containsExactly(PID + ": topics must be set, or typed.topics");
    }

    @Test
    void log_ofOurOwn_isNotRecorded() {
        String topic = "org/osgi/service/log/LogEntry/LOG_DEBUG";
        assertThat(OwnDoing.is(topic, Map.of("bundle.symbolicName", "io.audithook.webhook.outbox")))
                .isTrue();
        assertThat(OwnDoing.is(topic, Map.of("log.loggername", "io.audithook.webhook.outbox.internal.Committer")))
                .isTrue();
        assertThat(OwnDoing.is(topic, Map.of("bundle.symbolicName", "com.acme")))
                .isFalse();
        assertThat(OwnDoing.is("io/audithook/any", Map.of())).isTrue();
    }
}
