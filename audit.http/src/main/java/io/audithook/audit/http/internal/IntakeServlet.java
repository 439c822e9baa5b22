/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** The intake as a servlet. */
final class IntakeServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Problem NOT_CONFIGURED =
            Problem.unavailable("Not ready", "The configuration of this service has a mistake; the log names it");

    private transient volatile Optional<Intake> intake = Optional.empty();

    /** Requests that come from now on are for this one; if it is empty, they are all refused. */
    void use(Optional<Intake> other) {
        intake = other;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Optional<Intake> now = intake;
            if (now.isPresent()) {
                now.get().handle(request, response);
            } else {
                Intake.refuse(request, response, NOT_CONFIGURED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Answers.problem(response, Problem.of(503, "Stopping", "The service is stopping"));
        }
    }
}
