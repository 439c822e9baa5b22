/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.InvalidAuditEventException;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from a request and answers when they are durable, not before: 202 says that the fsync is done.
 * Every other answer but that to a body of lines says that nothing was stored.
 */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final long MAX_DISCARDED_BYTES = 4L << 20;
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final Problem NO_TRAIL =
            Problem.unavailable("The outbox is unavailable", "There is none at the moment; the log says why");

    private final Supplier<Optional<AuditTrail>> trail;
    private final IntakeSettings settings;

    private final AuditEventJson json;

    /**
     * @param trail where events go; empty while there is none
     * @param settings what counts
     */
    Intake(Supplier<Optional<AuditTrail>> trail, IntakeSettings settings) {
        this.trail = trail;
        this.settings = settings;
        this.json = new AuditEventJson(JsonLimits.DEFAULT.withEventBytes(settings.maxEventBytes()));
    }

    /** Tells what would keep it from taking any, apart from the trail. */
    void check() {
        settings.token().check(Intake::refused);
    }

    /** Does one request, whatever its method. */
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException, InterruptedException {
        Optional<AuditTrail> now = trail.get();
        Optional<Problem> refusal =
                refusal(request, response).or(() -> now.isEmpty() ? Optional.of(NO_TRAIL) : Optional.empty());
        if (refusal.isPresent()) {
            refuse(request, response, refusal.get());
        } else if (LINES.equals(mediaType(request))) {
            lines(now.orElseThrow(), request, response);
        } else {
            one(now.orElseThrow(), request, response);
        }
    }

    private static void refused(String why) {
        LOG.error("Requests are refused: {}", why);
    }

    static Problem timedOut(Duration timeout) {
        return Problem.unavailable(
                "The outbox is slow",
                "The events were not on disk within " + timeout.toMillis() + " ms; they may be stored all the same");
    }

    private Optional<Problem> refusal(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (settings.loopbackOnly()
                && !InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
            return Optional.of(Problem.of(403, "Not from here", "Only requests from this machine are accepted"));
        }
        switch (settings.token().judge(request.getHeader("Authorization"), Intake::refused)) {
            case ADMITTED -> {
                // the rest is looked at below
            }
            case REFUSED -> {
                response.setHeader("WWW-Authenticate", "Bearer realm=\"audithook\"");
                return Optional.of(Problem.of(401, "Not authorized", "A valid bearer token is needed"));
            }
            case UNREADABLE -> {
                return Optional.of(Problem.unavailable("Not ready", "The token of this service cannot be read"));
            }
        }
        if (!"POST".equals(request.getMethod())) {
            response.setHeader("Allow", "POST");
            return Optional.of(Problem.of(405, "Method not allowed", "Events are sent by POST"));
        }
        String type = mediaType(request);
        if (!JSON.equals(type) && !LINES.equals(type)) {
            response.setHeader("Accept-Post", JSON + ", " + LINES);
            return Optional.of(
                    Problem.of(415, "Media type not supported", "The Content-Type must be " + JSON + " or " + LINES));
        }
        String charset = request.getCharacterEncoding();
        if (charset != null && !charset.toUpperCase(Locale.ROOT).equals("UTF-8")) {
            return Optional.of(Problem.of(415, "Character set not supported", "JSON must be in UTF-8"));
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Optional.of(Problem.of(415, "Content coding not supported", "The body must not be compressed"));
        }
        return Optional.empty();
    }

    private void one(AuditTrail to, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        byte[] body = request.getInputStream().readNBytes(settings.maxEventBytes() + 1);
        if (body.length > settings.maxEventBytes()) {
            refuse(
                    request,
                    response,
                    Problem.of(
                            413,
                            "The event is too large",
                            "An event must not be larger than " + settings.maxEventBytes() + " bytes"));
            return;
        }
        try {
            AuditEvent event = json.read(body, eventId(request));
            Answers.accepted(
                    response,
                    to.record(event)
                            .toCompletableFuture()
                            .get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InvalidAuditEventException | ExecutionException e) {
            Answers.problem(response, Problem.of(e));
        } catch (IllegalArgumentException e) {
            Answers.problem(response, Problem.of(400, "The event id is not valid", e.getMessage()));
        } catch (TimeoutException e) {
            Answers.problem(response, timedOut(settings.timeout()));
        }
    }

    private void lines(AuditTrail to, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        LinesIntake intake = new LinesIntake(to, json, settings);
        intake.run(new LineReader(request.getInputStream(), settings.maxEventBytes()));
        Optional<Problem> problem = intake.problem();
        if (problem.isEmpty()) {
            Answers.accepted(response, intake.ids());
        } else {
            refuse(request, response, problem.get());
        }
    }

    /**
     * Answers before the whole body was read. Reads on for a while: a connection that is closed over unread bytes
     * is reset, and the answer may be lost with it.
     */
    static void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        InputStream body = request.getInputStream();
        long left = MAX_DISCARDED_BYTES;
        byte[] discarded = new byte[8192];
        int read = 0;
        while (left > 0 && read >= 0) {
            read = body.read(discarded);
            left -= read;
        }
        if (read >= 0) {
            response.setHeader("Connection", "close");
        }
        Answers.problem(response, problem);
    }

    private static Optional<String> eventId(HttpServletRequest request) {
        String id = request.getHeader("webhook-id");
        return Optional.ofNullable(id != null ? id : request.getHeader("Idempotency-Key"));
    }

    private static String mediaType(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }
}
