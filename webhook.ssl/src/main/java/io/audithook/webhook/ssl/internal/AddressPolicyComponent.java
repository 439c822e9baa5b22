/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address policy as it is configured, or that of an intranet. A wrong configuration leaves none at all, and so no
 * connections. Registers it by hand: a component that cannot begin is tried again for each endpoint, with a stack trace each time.
 */
@Component(
        service = {},
        configurationPid = AddressConfig.PID)
@Designate(ocd = AddressConfig.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"io.audithook.webhook.api.AddressPolicy\"")
public final class AddressPolicyComponent {

    private static final Logger LOG = LoggerFactory.getLogger(AddressPolicyComponent.class);

    private final Optional<ServiceRegistration<AddressPolicy>> registration;

    /** Reads the configuration. */
    @Activate
    public AddressPolicyComponent(BundleContext context, Map<String, Object> configuration) {
        this(context, configuration, LOG::error);
    }

    AddressPolicyComponent(BundleContext context, Map<String, Object> configuration, Consumer<String> errors) {
        registration =
                rules(configuration, errors).map(rules -> context.registerService(AddressPolicy.class, rules, null));
    }

    private static Optional<AddressRules> rules(Map<String, Object> configuration, Consumer<String> errors) {
        try {
            return Optional.of(
                    AddressRules.from(new Settings(AddressConfig.PID, configuration, System::getenv, LOG::warn)));
        } catch (InvalidSettingsException e) {
            errors.accept(e.getMessage() + "; all endpoints wait until that is put right");
            return Optional.empty();
        }
    }

    @Deactivate
    void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
