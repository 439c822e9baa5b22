/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.dispatcher.internal.format.AuditFormat;
import io.audithook.webhook.dispatcher.internal.format.CloudEventsFormat;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.NamedPids;
import io.audithook.webhook.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Says what is wrong with configurations of endpoints. */
@Component
public final class EndpointValidator implements ConfigurationValidator {

    private static final List<NamedFormat> OWN_FORMATS = List.of(
            new NamedFormat("audit", new AuditFormat()), new NamedFormat("cloudevents", new CloudEventsFormat()));

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
        return settings.validate(read -> judge(read, configuration), ConfigurationProblem::new);
    }

    /** What keeps an endpoint of this configuration from delivering, as its log says it; empty if nothing in it does. */
    static Optional<String> mistake(Map<String, Object> configuration) {
        Settings settings = new Settings(EndpointConfig.PID, configuration);
        try {
            judge(settings, configuration);
            settings.check();
            return Optional.empty();
        } catch (InvalidSettingsException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What the endpoint would say of it; formats of other bundles are not there to be asked. */
    private static void judge(Settings settings, Map<String, Object> configuration) {
        NamedPids.refuse(settings, EndpointConfig.PID);
        Optional<NamedFormat> format = EndpointSettings.format(settings).flatMap(EndpointValidator::own);
        // asked before the rest, so that all problems are told at once
        format.ifPresent(own -> settings.attempt(() -> own.encoder(configuration, 1)));
        int batchSize = EndpointSettings.from(settings).delivery().batchSize();
        format.ifPresent(own -> settings.attempt(() -> own.encoder(configuration, batchSize)));
    }

    private static Optional<NamedFormat> own(String name) {
        return OWN_FORMATS.stream().filter(format -> format.name().equals(name)).findFirst();
    }
}
