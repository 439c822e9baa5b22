/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.health.internal;

import io.audithook.webhook.api.ConfigurationSource;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The health check of files with configurations. A container without Health Checks never loads this class. */
@Component(
        service = HealthCheck.class,
        property = {
            HealthCheck.NAME + "=Audithook configuration files",
            HealthCheck.MBEAN_NAME + "=audithookConfigurationFiles",
            HealthCheck.TAGS + "=audithook",
            HealthCheck.TAGS + "=webhook"
        })
public final class FilesCheck implements HealthCheck {

    private final List<ConfigurationSource> sources;

    /** @param sources who watches files; another one makes this component anew */
    @Activate
    public FilesCheck(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<ConfigurationSource> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public Result execute() {
        return new Result(FilesHealth.of(
                sources.stream().flatMap(source -> source.files().stream()).toList()));
    }
}
