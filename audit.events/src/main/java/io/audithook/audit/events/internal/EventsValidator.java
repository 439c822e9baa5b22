/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;

/** Says what is wrong with configurations of event sources. */
@Component
public final class EventsValidator implements ConfigurationValidator {

    /** What makes something of a configuration, by the PID. */
    private static final Map<String, Consumer<Settings>> READERS =
            Map.of(EventsConfig.PID, EventsSettings::from, FrameworkConfig.PID, FrameworkSettings::from);

    @Override
    public Set<String> pids() {
        return READERS.keySet();
    }

    @Override
    public List<ConfigurationProblem> validate(String pid, Map<String, Object> configuration) {
        Consumer<Settings> reader = READERS.get(ConfigurationValidator.factory(pid));
        if (reader == null) {
            throw new IllegalArgumentException(pid + " is not of " + pids());
        }
        return new Settings(pid, configuration).validate(reader, ConfigurationProblem::new);
    }
}
