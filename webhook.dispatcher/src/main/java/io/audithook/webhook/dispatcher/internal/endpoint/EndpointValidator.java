/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Says what is wrong with configurations of endpoints. */
@Component
public final class EndpointValidator implements ConfigurationValidator {

    @Override
    public Set<String> pids() {
        return Set.of(EndpointConfig.PID);
    }

    @Override
    public List<ConfigurationProblem> validate(String pid, Map<String, Object> configuration) {
        if (!pids().contains(ConfigurationValidator.factory(pid))) {
            throw new IllegalArgumentException(pid + " is not of " + pids());
        }
        Settings settings = new Settings(pid, configuration);
        return settings.validate(EndpointSettings::from, ConfigurationProblem::new);
    }
}
