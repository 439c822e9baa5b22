/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.settings.Settings;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address policy as it is configured, or that of an intranet. A wrong configuration leaves none at all, and so no
 * connections.
 */
@Component(configurationPid = AddressConfig.PID)
@Designate(ocd = AddressConfig.class)
public final class AddressPolicyComponent implements AddressPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(AddressPolicyComponent.class);

    private final AddressRules rules;

    /** Reads the configuration. */
    @Activate
    public AddressPolicyComponent(Map<String, Object> configuration) {
        rules = AddressRules.from(new Settings(AddressConfig.PID, configuration, System::getenv, LOG::warn));
    }

    @Override
    public Optional<String> objection(InetAddress address) {
        return rules.objection(address);
    }

    @Override
    public boolean refusesMixedAnswers() {
        return rules.refusesMixedAnswers();
    }
}
