/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.events.internal;

import io.audithook.webhook.settings.Settings;
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

/** One source of events per configuration. With a mistake in it, the source goes on as before. */
@Component(
        name = EventsConfig.PID,
        service = {},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = EventsConfig.class, factory = true)
public final class EventsComponent {

    private static final Logger LOG = LoggerFactory.getLogger(EventsComponent.class);

    private final String pid;
    private final LastSettings last;
    private final Optional<OpenSource> source;

    /**
     * Begins to listen.
     *
     * @param context our bundle
     * @param trail where events go
     * @param configuration the configuration
     * @param last what counted before
     */
    @Activate
    public EventsComponent(
            BundleContext context,
            @Reference CurrentTrail trail,
            Map<String, Object> configuration,
            @Reference LastSettings last) {
        Settings values = new Settings(EventsConfig.PID, configuration, System::getenv, LOG::warn);
        this.pid = values.pid();
        this.last = last;
        Optional<EventsSettings> settings = last.next(
                pid,
                () -> EventsSettings.from(values),
                LOG::error,
                "events are recorded as before",
                "none are recorded by it until that is put right");
        source = settings.map(right -> OpenSource.open(pid, context, right, trail::get));
    }

    @Deactivate
    void close(int reason) {
        source.ifPresent(OpenSource::close);
        if (reason == ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED) {
            last.forget(pid);
        }
    }
}
