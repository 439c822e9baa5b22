/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import io.audithook.webhook.api.ProxyProfile;
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
 * Offers a proxy profile per configuration. Registers it by hand, since its name comes from the PID. A
 * configuration that is not in order gives no profile: the endpoints that name it wait, and nothing goes past the proxy.
 */
@Component(
        service = {},
        configurationPid = ProxyConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ProxyConfig.class, factory = true)
public final class ProxyProfileComponent {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyProfileComponent.class);

    private final Optional<ServiceRegistration<ProxyProfile>> registration;

    /**
     * @param context our bundle
     * @param properties the configuration
     */
    @Activate
    public ProxyProfileComponent(BundleContext context, Map<String, Object> properties) {
        registration = offer(context, new Configuration(properties));
    }

    @Deactivate
    void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }

    private static Optional<ServiceRegistration<ProxyProfile>> offer(
            BundleContext context, Configuration configuration) {
        ProxyProfile profile;
        try {
            profile = ConfiguredProxyProfile.of(configuration);
        } catch (IllegalArgumentException e) {
            LOG.error("{}; endpoints that need this profile wait", e.getMessage());
            return Optional.empty();
        }
        LOG.info("proxy={} is there", profile.name());
        return Optional.of(context.registerService(
                ProxyProfile.class, profile, FrameworkUtil.asDictionary(Map.of(ProxyProfile.NAME, profile.name()))));
    }
}
