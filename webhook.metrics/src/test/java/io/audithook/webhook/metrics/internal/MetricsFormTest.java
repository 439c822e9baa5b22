/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MetricsFormTest {

    private static final MetricsValidator VALIDATOR = new MetricsValidator();

    @Test
    void form_showsWhatIsRead_andNothingElse() {
        Set<String> read = new TreeSet<>();
        Map<String, Object> recording = new HashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Object get(Object key) {
                read.add((String) key);
                return super.get(key);
            }
        };
        MetricsSettings settings = MetricsSettings.from(new Settings(MetricsConfig.PID, recording));
        read.removeAll(Set.of("service.pid", Settings.BASE_DIR));
        assertThat(read).isEqualTo(MetricsSettings.FORM.keys());
        assertThat(settings.path()).isEqualTo("/metrics");
        assertThat(settings.loopbackOnly()).isTrue();
    }

    @Test
    void path_thatIsNone_isNamed() {
        for (String path : new String[] {"metrics", "/", "/a/*", "/a//b", "/a?b"}) {
            assertThat(VALIDATOR.validate(MetricsConfig.PID, Map.of("path", path)))
                    .extracting(ConfigurationProblem::message)
                    .containsExactly("io.audithook.metrics: path=\"" + path
                            + "\" must begin with / and have only letters, digits, '.', '_' and '-' between slashes");
        }
        assertThat(VALIDATOR.validate(MetricsConfig.PID, Map.of("path", "/audithook/metrics")))
                .isEmpty();
    }
}
