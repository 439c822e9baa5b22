/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Says what is wrong with the configuration of the metrics. */
@Component
public final class MetricsValidator implements ConfigurationValidator {

    @Override
    public Set<String> pids() {
        return Set.of(MetricsConfig.PID);
    }

    @Override
    public List<ConfigurationProblem> validate(String pid, Map<String, Object> configuration) {
        if (!pids().contains(pid)) {
            throw new IllegalArgumentException(pid + " is not of " + pids());
        }
        return new Settings(pid, configuration).validate(MetricsSettings::from, ConfigurationProblem::new);
    }
}
