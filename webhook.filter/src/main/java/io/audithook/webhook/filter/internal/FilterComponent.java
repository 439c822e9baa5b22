/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import io.audithook.audit.api.EventFilter;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One filter per configuration. Fails closed: with an invalid setting there is no filter, so that endpoints that need
 * it hold their events. One for all endpoints that went away would let everything pass; it stays, and fails instead.
 *
 * <p>When the configuration changes, the new filter is there before the old one goes: for that moment an event has to pass
 * both, and none passes unseen.
 */
@Component(
        name = FilterConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FilterConfig.class, factory = true)
public final class FilterComponent {

    private static final Logger LOG = LoggerFactory.getLogger(FilterComponent.class);

    private final BundleContext context;

    /** Null while there is none. */
    private ServiceRegistration<EventFilter> registration;

    /** Makes and registers the filter. */
    @Activate
    public FilterComponent(BundleContext context, Map<String, Object> configuration) {
        this.context = context;
        registration = register(configuration);
    }

    /** Puts the filter that is wanted now in the place of the other. */
    @Modified
    synchronized void modified(Map<String, Object> configuration) {
        ServiceRegistration<EventFilter> before = registration;
        registration = register(configuration);
        unregister(before);
    }

    @Deactivate
    synchronized void close() {
        unregister(registration);
        registration = null;
    }

    private ServiceRegistration<EventFilter> register(Map<String, Object> configuration) {
        Settings values = new Settings(FilterConfig.PID, configuration, System::getenv, LOG::warn);
        try {
            FilterSettings settings = FilterSettings.from(values);
            String scope = settings.scope().name().toLowerCase(Locale.ROOT);
            LOG.info("filter={} pid={} scope={} ready", settings.name(), values.pid(), scope);
            return register(values, settings.name(), scope, new DeclarativeFilter(settings));
        } catch (InvalidSettingsException e) {
            if (FilterSettings.mayBeGlobal(values)) {
                LOG.error("{}; all endpoints hold their events until that is put right", e.getMessage());
                return register(values, FilterSettings.nameOf(values), "global", event -> {
                    throw new IllegalStateException(e.getMessage(), e);
                });
            }
            LOG.error("{}; there is no such filter until that is put right", e.getMessage());
            return null;
        }
    }

    private ServiceRegistration<EventFilter> register(Settings values, String name, String scope, EventFilter filter) {
        Map<String, Object> properties =
                Map.of(EventFilter.NAME, name, EventFilter.SCOPE, scope, Constants.SERVICE_PID, values.pid());
        return context.registerService(EventFilter.class, filter, FrameworkUtil.asDictionary(properties));
    }

    private static void unregister(ServiceRegistration<EventFilter> registration) {
        if (registration != null) {
            registration.unregister();
        }
    }
}
