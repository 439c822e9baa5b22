/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.webhook.settings.Settings;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the framework and to Config Admin, as far as configured: to nothing without a configuration. With a mistake in it,
 * as before.
 */
@Component(
        name = FrameworkConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FrameworkConfig.class)
public final class FrameworkComponent {

    private static final Logger LOG = LoggerFactory.getLogger(FrameworkComponent.class);

    private final LastFrameworkSettings last;
    private final Optional<FrameworkSource> source;

    /**
     * Begins to listen.
     *
     * @param context our bundle
     * @param trail where events go
     * @param configuration the configuration
     * @param last what counted before
     */
    @Activate
    public FrameworkComponent(
            BundleContext context,
            @Reference CurrentTrail trail,
            Map<String, Object> configuration,
            @Reference LastFrameworkSettings last) {
        this.last = last;
        Settings values = new Settings(FrameworkConfig.PID, configuration, System::getenv, LOG::warn);
        Optional<FrameworkSettings> settings = last.next(
                FrameworkConfig.PID,
                () -> FrameworkSettings.from(values),
                LOG::error,
                "events are recorded as before",
                "nothing of the framework is recorded until that is put right");
        source = settings.map(right -> FrameworkSource.open(
                context,
                right,
                new Recorder(FrameworkConfig.PID, trail::get, right.limits(), InstantSource.system()),
                InstantSource.system()));
    }

    @Deactivate
    void close(int reason) {
        source.ifPresent(FrameworkSource::close);
        if (reason == ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED) {
            last.forget(FrameworkConfig.PID);
        }
    }
}
