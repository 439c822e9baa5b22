/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.settings.Settings;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One proxy profile per configuration. With an invalid setting there is no profile until that is put right; a profile whose
 * configuration gets a mistake goes on as it was.
 */
@Component(
        name = ProxyConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ProxyConfig.class, factory = true)
public final class ProxyComponent {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyComponent.class);

    private final BundleContext context;
    private final UnaryOperator<String> environment;
    private final Consumer<String> warnings;
    private final Consumer<String> errors;

    /** Null while there is none. */
    private ProfileRegistration registration;

    /** Makes and registers the profile. */
    @Activate
    public ProxyComponent(BundleContext context, Map<String, Object> configuration) {
        this(context, configuration, System::getenv, LOG::warn, LOG::error);
    }

    ProxyComponent(
            BundleContext context,
            Map<String, Object> configuration,
            UnaryOperator<String> environment,
            Consumer<String> warnings,
            Consumer<String> errors) {
        this.context = context;
        this.environment = environment;
        this.warnings = warnings;
        this.errors = errors;
        modified(configuration);
    }

    /** Puts the profile that is wanted now in the place of the other. */
    @Modified
    synchronized void modified(Map<String, Object> configuration) {
        ProfileRegistration before = registration;
        try {
            registration = register(configuration);
        } catch (IllegalArgumentException e) {
            errors.accept(e.getMessage()
                    + (before == null
                            ? "; there is no such profile until that is put right"
                            : "; the profile goes on as it was"));
            return;
        }
        ProfileRegistration.close(before);
    }

    private ProfileRegistration register(Map<String, Object> configuration) {
        Settings values = new Settings(ProxyConfig.PID, configuration, environment, warnings);
        ProxyProfile profile = ProxyProfiles.from(values, System::getProperty);
        return ProfileRegistration.of(
                context, ProxyProfile.class, profile, ProxyProfile.NAME, profile.name(), values.pid(), Map.of());
    }

    @Deactivate
    synchronized void close() {
        ProfileRegistration.close(registration);
    }
}
