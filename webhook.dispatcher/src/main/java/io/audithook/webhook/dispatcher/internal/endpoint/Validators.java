/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Asks those who say what is wrong with configurations, of all bundles that are there at the moment. */
final class Validators {

    private final BundleContext context;

    Validators(BundleContext context) {
        this.context = context;
    }

    /** The PIDs of all configurations that somebody reads, of factories, too, each with the locations of the bundles that do. */
    Map<String, Set<String>> readers() {
        Map<String, Set<String>> readers = new HashMap<>();
        for (ServiceReference<ConfigurationValidator> reference : references()) {
            Set<String> pids = ask(reference, ConfigurationValidator::pids);
            Bundle bundle = reference.getBundle();
            if (pids != null && bundle != null) {
                pids.forEach(pid ->
                        readers.computeIfAbsent(pid, first -> new HashSet<>()).add(bundle.getLocation()));
            }
        }
        return readers;
    }

    /** The first mistake of a configuration, for people; empty if there is none. May take long, since files are read. */
    Optional<String> mistake(String pid, Map<String, Object> properties) {
        return references().stream()
                .map(reference -> ask(
                        reference,
                        validator -> validator.pids().contains(ConfigurationValidator.factory(pid))
                                ? validator.validate(pid, properties)
                                : List.<ConfigurationProblem>of()))
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(ConfigurationProblem::error)
                .map(ConfigurationProblem::message)
                .findFirst();
    }

    private Collection<ServiceReference<ConfigurationValidator>> references() {
        try {
            return context.getServiceReferences(ConfigurationValidator.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null if it has gone meanwhile. */
    private <T> T ask(
            ServiceReference<ConfigurationValidator> reference, Function<ConfigurationValidator, T> question) {
        ConfigurationValidator validator = context.getService(reference);
        if (validator == null) {
            return null;
        }
        try {
            return question.apply(validator);
        } finally {
            context.ungetService(reference);
        }
    }
}
