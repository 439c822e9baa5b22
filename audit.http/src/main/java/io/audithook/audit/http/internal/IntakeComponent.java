/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.settings.Settings;
import jakarta.servlet.Servlet;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the intake as a servlet of the host's HTTP service. It refuses all requests (503) while there is no audit trail, or while
 * there is a mistake in the configuration and none was right before: without one a token may be missing that is meant.
 * Registers it by hand: Declarative Services would publish the whole configuration, the token too, as service properties.
 */
@Component(
        service = {},
        configurationPid = IntakeConfig.PID)
@Designate(ocd = IntakeConfig.class)
@RequireHttpWhiteboard
public final class IntakeComponent {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeComponent.class);

    private final LastSettings last;
    private final IntakeServlet servlet = new IntakeServlet();
    private final ServiceRegistration<Servlet> registration;

    // dynamic, which a reference of a constructor cannot be: requests get an answer while there is none
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AuditTrail trail;

    /**
     * @param context our bundle
     * @param configuration the configuration
     * @param last what counted before
     */
    @Activate
    public IntakeComponent(BundleContext context, Map<String, Object> configuration, @Reference LastSettings last) {
        this.last = last;
        modified(configuration);
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
    synchronized void modified(Map<String, Object> configuration) {
        Optional<Intake> intake = last.or(
                        IntakeConfig.PID,
                        () -> read(configuration),
                        LOG::error,
                        "events are taken as before",
                        "events are not taken until that is put right")
                .map(settings -> new Intake(() -> Optional.ofNullable(trail), settings));
        intake.ifPresent(Intake::check);
        servlet.use(intake);
    }

    private IntakeSettings read(Map<String, Object> configuration) {
        IntakeSettings settings =
                IntakeSettings.from(new Settings(IntakeConfig.PID, configuration, System::getenv, LOG::warn));
        if (configuration.containsKey(Constants.SERVICE_PID)) {
            last.set(IntakeConfig.PID, settings);
        } else {
            last.forget(IntakeConfig.PID);
        }
        return settings;
    }

    @Deactivate
    void stop() {
        registration.unregister();
    }
}
