/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.metrics.internal;

import io.audithook.webhook.api.MetricSource;
import io.audithook.webhook.settings.Settings;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the metrics as a servlet of the host's HTTP service, once it is configured to. Registers it by hand: Declarative
 * Services would publish the whole configuration, the token too, as service properties.
 */
@Component(
        service = {},
        configurationPid = MetricsConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MetricsConfig.class)
@RequireHttpWhiteboard
public final class ScrapeComponent {

    private static final Logger LOG = LoggerFactory.getLogger(ScrapeComponent.class);

    private final ServiceRegistration<Servlet> registration;

    /**
     * @param sources those there are; another one makes this component anew
     * @param context our bundle
     * @param configuration the configuration
     */
    @Activate
    public ScrapeComponent(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) List<MetricSource> sources,
            BundleContext context,
            Map<String, Object> configuration) {
        MetricsSettings settings =
                MetricsSettings.from(new Settings(MetricsConfig.PID, configuration, System::getenv, LOG::warn));
        registration = context.registerService(
                Servlet.class,
                new MetricsServlet(new Collector(sources), settings),
                FrameworkUtil.asDictionary(Map.of(
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME,
                        "audithook-metrics",
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
                        settings.path())));
    }

    @Deactivate
    void close() {
        registration.unregister();
    }
}
