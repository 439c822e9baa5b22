/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.settings.Readers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Says what is wrong with the configuration of the outbox. */
@Component
public final class OutboxValidator implements ConfigurationValidator {

    /** Where it would be does not matter here. */
    private static final Path ANYWHERE = Path.of("");

    private static final Readers READERS =
            new Readers(Map.of(OutboxConfig.PID, settings -> OutboxSettings.from(settings, ANYWHERE)));

    @Override
    public Set<String> pids() {
        return READERS.pids();
    }

    @Override
    public List<ConfigurationProblem> validate(String pid, Map<String, Object> configuration) {
        return READERS.validate(pid, configuration, ConfigurationProblem::new);
    }
}
