/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import io.audithook.webhook.api.ConfigurationValidator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Asks the bundles that read the configurations, of those that are there at the moment. No reference of Declarative Services: that would
 * have a resolver look for such a bundle.
 */
final class ValidatorsJudge implements Judge {

    private final BundleContext context;
    private final Class<ConfigurationValidator> contract;

    /** @throws NoClassDefFoundError in a container without our contracts */
    ValidatorsJudge(BundleContext context) {
        this.context = context;
        this.contract = ConfigurationValidator.class;
    }

    @Override
    public Optional<List<Finding>> findings(String pid, Map<String, Object> properties) {
        try {
            for (ServiceReference<ConfigurationValidator> reference : context.getServiceReferences(contract, null)) {
                Optional<List<Finding>> findings = ask(reference, pid, properties);
                if (findings.isPresent()) {
                    return findings;
                }
            }
            return Optional.empty();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<List<Finding>> ask(
            ServiceReference<ConfigurationValidator> reference, String pid, Map<String, Object> properties) {
        ConfigurationValidator validator = context.getService(reference);
        if (validator == null) {
            // it has gone meanwhile
            return Optional.empty();
        }
        try {
            return validator.pids().contains(ConfigurationValidator.factory(pid))
                    ? Optional.of(ValidatorFindings.of(validator, pid, properties))
                    : Optional.empty();
        } finally {
            context.ungetService(reference);
        }
    }
}
