/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import io.audithook.audit.api.EventFilter;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.settings.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out why a service is missing: mistakes in the configurations of which it would have been made. */
final class Causes {

    /** The services that are made of configurations, one of each. */
    private static final Map<Class<?>, Origin> ORIGINS = Map.of(
            TlsProfile.class, new Origin("io.audithook.tls", TlsProfile.NAME),
            ProxyProfile.class, new Origin("io.audithook.proxy", ProxyProfile.NAME),
            EventFilter.class, new Origin("io.audithook.filter", EventFilter.NAME));

    private static final Logger LOG = LoggerFactory.getLogger(Causes.class);

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final Validators validators;

    Causes(BundleContext context, ConfigurationAdmin admin, Validators validators) {
        this.context = context;
        this.admin = admin;
        this.validators = validators;
    }

    /** The mistakes, for people, each after a semicolon; empty if there are none. May take long, since files are read. */
    String of(MissingReference missing) {
        return Optional.ofNullable(ORIGINS.get(missing.service()))
                .map(origin -> mistakes(origin, missing.target()))
                .orElse("");
    }

    private String mistakes(Origin origin, String target) {
        try {
            Filter filter = context.createFilter(target);
            StringBuilder mistakes = new StringBuilder();
            Set<String> readers = validators.readers().getOrDefault(origin.pid, Set.of());
            for (Configuration configuration : configurations(origin.pid)) {
                mistake(configuration, origin, filter, readers)
                        .ifPresent(mistake -> mistakes.append("; ").append(mistake));
            }
            return mistakes.toString();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Configuration> configurations(String factory) {
        try {
            // one without a name, too: it is what was meant
            return FactoryConfigurations.list(
                    admin, "(|(service.factoryPid=" + factory + ")(service.pid=" + factory + "))");
        } catch (IOException e) {
            LOG.debug("The configurations of {} cannot be read", factory, e);
            return List.of();
        }
    }

    private Optional<String> mistake(Configuration configuration, Origin origin, Filter target, Set<String> readers) {
        try {
            String pid = configuration.getPid();
            Map<String, Object> properties = FrameworkUtil.asMap(configuration.getProperties());
            return target.matches(Map.of(origin.name, origin.nameOf(pid, properties)))
                    ? Location.mistake(configuration, readers).or(() -> validators.mistake(pid, properties))
                    : Optional.empty();
        } catch (IllegalStateException e) {
            LOG.debug("Deleted meanwhile: {}", e.getMessage());
            return Optional.empty();
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
            return new Settings(instance, properties)
                    .text(name, instance.substring(Math.min(instance.length(), pid.length() + 1)));
        }
    }
}
