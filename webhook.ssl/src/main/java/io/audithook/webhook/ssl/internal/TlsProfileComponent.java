/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.TlsProfile;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers a TLS profile per configuration. Registers it by hand, since its name comes from the PID. A
 * configuration that is not in order gives no profile: the endpoints that name it wait (fail closed).
 */
@Component(
        service = {},
        configurationPid = TlsConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TlsConfig.class, factory = true)
public final class TlsProfileComponent {

    private static final Logger LOG = LoggerFactory.getLogger(TlsProfileComponent.class);

    private final Optional<ServiceRegistration<TlsProfile>> registration;

    /**
     * @param context our bundle
     * @param properties the configuration
     */
    @Activate
    public TlsProfileComponent(BundleContext context, Map<String, Object> properties) {
        registration = offer(context, new Configuration(properties));
    }

    @Deactivate
    void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }

    private static Optional<ServiceRegistration<TlsProfile>> offer(BundleContext context, Configuration configuration) {
        TlsProfile profile;
        try {
            profile = MaterialTlsProfile.of(configuration);
        } catch (IllegalArgumentException e) {
            LOG.error("{}; endpoints that need this profile wait", e.getMessage());
            return Optional.empty();
        }
        LOG.info("tls={} is there", profile.name());
        if (!profile.verifyHostName()) {
            LOG.warn("tls={} does not verify host names (verifyHostName=false)", profile.name());
        }
        return Optional.of(context.registerService(
                TlsProfile.class, profile, FrameworkUtil.asDictionary(Map.of(TlsProfile.NAME, profile.name()))));
    }
}
