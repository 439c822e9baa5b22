/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import jakarta.servlet.Servlet;
import java.util.Map;
import org.osgi.framework.BundleContext;
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
 * Offers the intake as a servlet of the host's HTTP service. There is none while there is no audit trail. Registers it
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
    private final IntakeServlet servlet;
    private final ServiceRegistration<Servlet> registration;

    /**
     * @param trail where events go
     * @param context our bundle
     * @param configuration the configuration
     */
    @Activate
    public IntakeComponent(@Reference AuditTrail trail, BundleContext context, Map<String, Object> configuration) {
        this.trail = trail;
        servlet = new IntakeServlet(intake(configuration));
        registration = context.registerService(
                Servlet.class,
                servlet,
                FrameworkUtil.asDictionary(Map.of(
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME,
                        "audithook-intake",
                        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
                        "/audit/events")));
    }

    /** Goes by what is wanted now, or on as before if there is a mistake in it. */
    @Modified
    void modified(Map<String, Object> configuration) {
        try {
            servlet.use(intake(configuration));
        } catch (InvalidSettingsException e) {
            LOG.error("{}; events are taken as before", e.getMessage());
        }
    }

    private Intake intake(Map<String, Object> configuration) {
        return new Intake(
                trail, IntakeSettings.from(new Settings(IntakeConfig.PID, configuration, System::getenv, LOG::warn)));
    }

    @Deactivate
    void close() {
        registration.unregister();
    }
}
