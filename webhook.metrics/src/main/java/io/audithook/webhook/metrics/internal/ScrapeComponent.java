/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import io.audithook.webhook.api.MetricSource;
import io.audithook.webhook.settings.Settings;
import jakarta.servlet.Servlet;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the metrics as a servlet of the host's HTTP service, once it is configured to; with a mistake in the configuration, as
 * before. Registers it by hand: Declarative Services would publish the whole configuration, the token too, as service
 * properties.
 */
@Component(
        service = {},
        configurationPid = MetricsConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MetricsConfig.class)
@RequireHttpWhiteboard
public final class ScrapeComponent {

    private static final Logger LOG = LoggerFactory.getLogger(ScrapeComponent.class);

    private final LastSettings last;

    // dynamic, which a reference of a constructor cannot be
    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile Collection<MetricSource> sources;

    /** Empty if its settings are not known. */
    private final Optional<ServiceRegistration<Servlet>> registration;

    /**
     * @param context our bundle
     * @param configuration the configuration
     * @param last what counted before
     */
    @Activate
    public ScrapeComponent(BundleContext context, Map<String, Object> configuration, @Reference LastSettings last) {
        this.last = last;
        Optional<MetricsSettings> settings = last.next(
                MetricsConfig.PID,
                () -> MetricsSettings.from(new Settings(MetricsConfig.PID, configuration, System::getenv, LOG::warn)),
                LOG::error,
                "metrics are shown as before",
                "none are shown until that is put right");
        registration = settings.map(
                right -> serve(context, new MetricsServlet(new Collector(() -> sources), right), right.path()));
    }

    private static ServiceRegistration<Servlet> serve(BundleContext context, MetricsServlet servlet, String path) {
        servlet.check();
        return context.registerService(
                Servlet.class,
                servlet,
                FrameworkUtil.asDictionary(Map.of(
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME,
                        "audithook-metrics",
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
                        path)));
    }

    @Deactivate
    void close(int reason) {
        registration.ifPresent(ServiceRegistration::unregister);
        if (reason == ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED) {
            last.forget(MetricsConfig.PID);
        }
    }
}
