/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import io.audithook.audit.api.AuditTrail;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The intake as a servlet of the host's HTTP service. There is none while there is no audit trail. */
@Component(service = Servlet.class, configurationPid = IntakeConfig.PID)
@Designate(ocd = IntakeConfig.class)
@HttpWhiteboardServletName("audithook-intake")
@HttpWhiteboardServletPattern("/audit/events")
public final class IntakeServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Intake intake;

    /**
     * @param trail where events go
     * @param configuration the configuration
     */
    @Activate
    public IntakeServlet(@Reference AuditTrail trail, Map<String, Object> configuration) {
        intake = new Intake(trail, IntakeSettings.from(configuration));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            intake.handle(request, response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Answers.problem(response, Problem.of(503, "Stopping", "The service is stopping"));
        }
    }
}
