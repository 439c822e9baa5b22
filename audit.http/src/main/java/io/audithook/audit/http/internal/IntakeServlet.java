/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The intake as a servlet. */
final class IntakeServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient volatile Intake intake;

    IntakeServlet(Intake intake) {
        this.intake = intake;
    }

    /** Requests that come from now on are for this one. */
    void use(Intake other) {
        intake = other;
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
