/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.settings.Readers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Says what is wrong with the configuration that names the files. A container without our contracts never loads this class. */
@Component
public final class HoconValidator implements ConfigurationValidator {

    private static final Readers READERS = new Readers(Map.of(HoconConfig.PID, HoconSettings::from));

    @Override
    public Set<String> pids() {
        return READERS.pids();
    }

    @Override
    public List<ConfigurationProblem> validate(String pid, Map<String, Object> configuration) {
        return READERS.validate(pid, configuration, ConfigurationProblem::new);
    }
}
