/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.audit.api.EventFilter;
import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.api.PayloadFormat;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.settings.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which service an endpoint waits for, and why that is not there. */
final class MissingReference {

    /** All is there, or so it seems: Declarative Services have still to see it. */
    static final String NOTHING = "not wired yet";

    /** The services that are made of configurations, one of each. */
    private static final Map<Class<?>, Origin> ORIGINS = Map.of(
            TlsProfile.class, new Origin("io.audithook.tls", TlsProfile.NAME),
            ProxyProfile.class, new Origin("io.audithook.proxy", ProxyProfile.NAME),
            EventFilter.class, new Origin("io.audithook.filter", EventFilter.NAME));

    private static final Logger LOG = LoggerFactory.getLogger(MissingReference.class);

    private final BundleContext context;
    private final ConfigurationAdmin admin;

    MissingReference(BundleContext context, ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
    }

    /** What is missing for this configuration, for people. From memory. */
    String of(Map<String, Object> configuration) {
        return first(configuration).map(Missing::toString).orElse(NOTHING);
    }

    /**
     * What is wrong with configurations of which that would have been made, for people; empty if nothing is. May take long, since
     * files are read.
     */
    String causes(Map<String, Object> configuration) {
        return first(configuration)
                .filter(missing -> ORIGINS.containsKey(missing.service))
                .map(missing -> mistakes(ORIGINS.get(missing.service), missing.target))
                .orElse("");
    }

    private Optional<Missing> first(Map<String, Object> configuration) {
        Settings settings = new Settings(EndpointConfig.PID, configuration);
        int filters = ReferenceKeys.minimum(settings, ReferenceKeys.FILTERS_MINIMUM);
        // each is looked for only if those before it are there: thousands of endpoints may wait at once
        return Stream.<Supplier<Optional<Missing>>>of(
                        () -> missing(TlsProfile.class, settings, "tls.target", EndpointConfig.DEFAULT_TLS, 1),
                        () -> missing(ProxyProfile.class, settings, "proxy.target", EndpointConfig.DEFAULT_PROXY, 1),
                        () -> missing(PayloadFormat.class, settings, "format.target", EndpointConfig.DEFAULT_FORMAT, 1),
                        () -> missing(
                                EventFilter.class, settings, ReferenceKeys.FILTERS, EndpointConfig.NO_FILTERS, filters),
                        () -> missing(AddressPolicy.class, settings, "addresses.target", "(service.id=*)", 1))
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Missing> missing(Class<?> service, Settings settings, String key, String otherwise, int needed) {
        String target = settings.text(key, otherwise);
        try {
            int found = context.getServiceReferences(service, target).size();
            return found >= needed ? Optional.empty() : Optional.of(new Missing(service, key, target, needed, found));
        } catch (InvalidSyntaxException e) {
            // the endpoint is invalid, which is told in a moment
            return Optional.empty();
        }
    }

    private String mistakes(Origin origin, String target) {
        try {
            Filter filter = context.createFilter(target);
            StringBuilder mistakes = new StringBuilder();
            for (Configuration configuration : configurations(origin.pid)) {
                mistake(configuration, origin, filter)
                        .ifPresent(mistake -> mistakes.append("; ").append(mistake));
            }
            return mistakes.toString();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Configuration> configurations(String factory) {
        try {
            return FactoryConfigurations.of(admin, factory);
        } catch (IOException e) {
            LOG.debug("The configurations of {} cannot be read", factory, e);
            return List.of();
        }
    }

    private Optional<String> mistake(Configuration configuration, Origin origin, Filter target)
            throws InvalidSyntaxException {
        try {
            String pid = configuration.getPid();
            Map<String, Object> properties = FrameworkUtil.asMap(configuration.getProperties());
            return target.matches(Map.of(origin.name, origin.nameOf(pid, properties)))
                    ? mistake(pid, properties)
                    : Optional.empty();
        } catch (IllegalStateException e) {
            LOG.debug("Deleted meanwhile: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> mistake(String pid, Map<String, Object> properties) throws InvalidSyntaxException {
        return context.getServiceReferences(ConfigurationValidator.class, null).stream()
                .flatMap(reference -> problems(reference, pid, properties))
                .filter(ConfigurationProblem::error)
                .map(ConfigurationProblem::message)
                .findFirst();
    }

    private Stream<ConfigurationProblem> problems(
            ServiceReference<ConfigurationValidator> reference, String pid, Map<String, Object> properties) {
        ConfigurationValidator validator = context.getService(reference);
        if (validator == null) {
            return Stream.empty();
        }
        try {
            return validator.pids().contains(ConfigurationValidator.factory(pid))
                    ? validator.validate(pid, properties).stream()
                    : Stream.empty();
        } finally {
            context.ungetService(reference);
        }
    }

    /** Services that an endpoint needs and that are not there. */
    private record Missing(Class<?> service, String key, String target, int needed, int found) {

        @Override
        public String toString() {
            return "needs " + needed + " " + service.getSimpleName() + " for " + key + "=" + target + ", found "
                    + found;
        }
    }

    /**
     * Where a service comes from.
     *
     * @param pid the factory of the configurations that it is made of
     * @param name the property with its name
     */
    private record Origin(String pid, String name) {

        /** As the bundle that makes it has it: what it is called by, or else what stands in the PID. */
        String nameOf(String instance, Map<String, Object> properties) {
            return new Settings(instance, properties).text(name, instance.substring(pid.length() + 1));
        }
    }
}
