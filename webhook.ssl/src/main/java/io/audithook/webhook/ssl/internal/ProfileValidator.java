/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ConfigurationProblem;
import io.audithook.webhook.api.ConfigurationValidator;
import io.audithook.webhook.settings.Readers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Says what is wrong with configurations of TLS profiles, proxy profiles and the address policy. */
@Component
public final class ProfileValidator implements ConfigurationValidator {

    private final Readers readers;

    /** Where no framework runs, properties of the process say what those of the framework would. */
    public ProfileValidator() {
        this(System::getProperty);
    }

    /** @param context tells the properties of the framework */
    @Activate
    public ProfileValidator(BundleContext context) {
        this(context::getProperty);
    }

    ProfileValidator(UnaryOperator<String> properties) {
        boolean allowLoose = TlsProfiles.allowsLoose(properties);
        readers = new Readers(Map.of(
                TlsConfig.PID, settings -> TlsProfiles.from(settings, allowLoose, Optional::empty),
                ProxyConfig.PID, settings -> ProxyProfiles.from(settings, System::getProperty),
                AddressConfig.PID, AddressRules::from));
    }

    @Override
    public Set<String> pids() {
        return readers.pids();
    }

    @Override
    public List<ConfigurationProblem> validate(String pid, Map<String, Object> configuration) {
        return readers.validate(pid, configuration, ConfigurationProblem::new);
    }
}
