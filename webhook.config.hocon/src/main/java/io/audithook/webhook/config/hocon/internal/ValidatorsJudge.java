/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import io.audithook.webhook.api.ConfigurationValidator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Asks the bundles that read the configurations. A container without our contracts never loads this class. */
@Component(service = Judge.class)
public final class ValidatorsJudge implements Judge {

    // dynamic, which a reference of a constructor cannot be
    @Reference(
            cardinality = ReferenceCardinality.AT_LEAST_ONE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<ConfigurationValidator> validators;

    @Override
    public Optional<List<Finding>> findings(String pid, Map<String, Object> properties) {
        return validators.stream()
                .filter(validator -> validator.pids().contains(ConfigurationValidator.factory(pid)))
                .findFirst()
                .map(validator -> ValidatorFindings.of(validator, pid, properties));
    }
}
