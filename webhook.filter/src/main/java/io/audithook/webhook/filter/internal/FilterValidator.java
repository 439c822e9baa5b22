/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.settings.Readers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Says what is wrong with configurations of declarative filters. */
@Component
public final class FilterValidator implements ConfigurationValidator {

    private static final Readers READERS = new Readers(Map.of(FilterConfig.PID, FilterSettings::from));

    @Override
    public Set<String> pids() {
        return READERS.pids();
    }

    @Override
    public List<ConfigurationProblem> validate(String pid, Map<String, Object> configuration) {
        return READERS.validate(pid, configuration, ConfigurationProblem::new);
    }
}
