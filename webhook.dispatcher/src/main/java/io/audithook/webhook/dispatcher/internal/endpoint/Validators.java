/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Asks those who say what is wrong with configurations, of all bundles that are there at the moment. */
final class Validators {

    private final BundleContext context;

    Validators(BundleContext context) {
        this.context = context;
    }

    /** The PIDs of all configurations that somebody reads, of factories, too. */
    Set<String> pids() {
        return each(ConfigurationValidator::pids).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** The first mistake of a configuration, for people; empty if there is none. May take long, since files are read. */
    Optional<String> mistake(String pid, Map<String, Object> properties) {
        return each(validator -> validator.pids().contains(ConfigurationValidator.factory(pid))
                        ? validator.validate(pid, properties)
                        : List.<ConfigurationProblem>of())
                .flatMap(List::stream)
                .filter(ConfigurationProblem::error)
                .map(ConfigurationProblem::message)
                .findFirst();
    }

    private <T> Stream<T> each(Function<ConfigurationValidator, T> question) {
        try {
            return context.getServiceReferences(ConfigurationValidator.class, null).stream()
                    .map(reference -> ask(reference, question))
                    .filter(Objects::nonNull);
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
