/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.webhook.settings.Settings;
import java.time.InstantSource;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to the framework and to Config Admin, as far as configured: to nothing without a configuration. */
@Component(
        name = FrameworkConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FrameworkConfig.class)
public final class FrameworkComponent {

    private static final Logger LOG = LoggerFactory.getLogger(FrameworkComponent.class);

    private final BundleContext context;
    private final Recorder recorder;
    private final FrameworkSource source;
    private final ServiceRegistration<ConfigurationListener> configurations;

    /**
     * Begins to listen.
     *
     * @param context our bundle
     * @param trail where events go
     * @param configuration the configuration
     */
    @Activate
    public FrameworkComponent(BundleContext context, @Reference CurrentTrail trail, Map<String, Object> configuration) {
        Settings values = new Settings(FrameworkConfig.PID, configuration, System::getenv, LOG::warn);
        FrameworkSettings settings = FrameworkSettings.from(values);
        this.context = context;
        recorder = new Recorder(values.pid(), trail::get, settings.limits(), InstantSource.system());
        source = new FrameworkSource(recorder, InstantSource.system());
        configurations =
                settings.configurations() ? context.registerService(ConfigurationListener.class, source, null) : null;
        if (settings.bundles()) {
            context.addBundleListener(source);
        }
        if (settings.errors()) {
            context.addFrameworkListener(source);
        }
    }

    @Deactivate
    void close() {
        // does nothing to those that are not there
        context.removeBundleListener(source);
        context.removeFrameworkListener(source);
        if (configurations != null) {
            configurations.unregister();
        }
        recorder.close();
    }
}
