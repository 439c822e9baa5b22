/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.settings.Settings;
import jakarta.servlet.Servlet;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the intake as a servlet of the host's HTTP service. There is none while there is no audit trail, or while there is a
 * mistake in the configuration and none was right before: without one a token may be missing that is meant. Registers it
 * by hand: Declarative Services would publish the whole configuration, the token too, as service properties.
 */
@Component(
        service = {},
        configurationPid = IntakeConfig.PID)
@Designate(ocd = IntakeConfig.class)
@RequireHttpWhiteboard
public final class IntakeComponent {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeComponent.class);

    private final AuditTrail trail;
    private final BundleContext context;
    private final LastSettings last;

    /** Null while events are not taken; so is the other. */
    private ServiceRegistration<Servlet> registration;

    private IntakeServlet servlet;

    /**
     * @param trail where events go
     * @param context our bundle
     * @param configuration the configuration
     * @param last what counted before
     */
    @Activate
    public IntakeComponent(
            @Reference AuditTrail trail,
            BundleContext context,
            Map<String, Object> configuration,
            @Reference LastSettings last) {
        this.trail = trail;
        this.context = context;
        this.last = last;
        modified(configuration);
    }

    /** Goes by what is wanted now, or on as before if there is a mistake in it. */
    @Modified
    synchronized void modified(Map<String, Object> configuration) {
        last.or(
                        () -> read(configuration),
                        LOG::error,
                        "events are taken as before",
                        "events are not taken until that is put right")
                .ifPresentOrElse(this::serve, this::stop);
    }

    private IntakeSettings read(Map<String, Object> configuration) {
        IntakeSettings settings =
                IntakeSettings.from(new Settings(IntakeConfig.PID, configuration, System::getenv, LOG::warn));
        if (configuration.containsKey(Constants.SERVICE_PID)) {
            last.set(settings);
        } else {
            last.forget();
        }
        return settings;
    }

    private void serve(IntakeSettings settings) {
        Intake intake = new Intake(trail, settings);
        if (servlet != null) {
            servlet.use(intake);
            return;
        }
        servlet = new IntakeServlet(intake);
        registration = context.registerService(
                Servlet.class,
                servlet,
                FrameworkUtil.asDictionary(Map.of(
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME,
                        "audithook-intake",
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
                        "/audit/events")));
    }

    @Deactivate
    synchronized void stop() {
        if (registration != null) {
            registration.unregister();
            registration = null;
            servlet = null;
        }
    }
}
