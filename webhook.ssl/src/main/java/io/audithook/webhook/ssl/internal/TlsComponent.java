/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsProfile;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TLS profile per configuration. Fails closed: with an invalid setting or unreadable material there is no
 * profile, and what is thrown here is logged by Declarative Services.
 */
@Component(
        name = TlsConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TlsConfig.class, factory = true)
public final class TlsComponent {

    private static final Logger LOG = LoggerFactory.getLogger(TlsComponent.class);

    private final ProfileRegistration registration;

    /** Makes and registers the profile. */
    @Activate
    public TlsComponent(BundleContext context, Map<String, Object> configuration) {
        this(context, configuration, System::getenv, LOG::warn);
    }

    TlsComponent(
            BundleContext context,
            Map<String, Object> configuration,
            UnaryOperator<String> environment,
            Consumer<String> warnings) {
        Values values = new Values(configuration, environment, warnings);
        TlsProfile profile =
                TlsProfiles.from(values, !"false".equalsIgnoreCase(context.getProperty(TlsProfiles.ALLOW_LOOSE)));
        registration = ProfileRegistration.of(
                context, TlsProfile.class, profile, TlsProfile.NAME, profile.name(), values.pid());
    }

    @Deactivate
    void close() {
        registration.close();
    }
}
