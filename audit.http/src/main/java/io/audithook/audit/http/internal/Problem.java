/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.audit.api.InvalidAuditEventException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Why a request was not done, as RFC 9457 has it.
 *
 * @param status the HTTP status
 * @param title what kind of problem, the same for all of its kind
 * @param detail this problem
 * @param retryAfterSeconds when to come again; 0 if that is of no use
 * @param more further members, in their order
 */
record Problem(int status, String title, String detail, int retryAfterSeconds, Map<String, Object> more) {

    private static final int RETRY_SECONDS = 5;

    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, 0, Map.of());
    }

    /** It may be done later: come again in a moment. */
    static Problem unavailable(String title, String detail) {
        return new Problem(503, title, detail, RETRY_SECONDS, Map.of());
    }

    /** What a failed record call means to the one who asked. */
    static Problem of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof InvalidAuditEventException invalid) {
            return invalid(invalid);
        }
        if (cause instanceof AuditTrailFullException) {
            return new Problem(429, "The outbox is full", cause.getMessage(), RETRY_SECONDS, Map.of());
        }
        if (cause instanceof AuditTrailUnavailableException) {
            return unavailable("The outbox is unavailable", cause.getMessage());
        }
        return Problem.of(500, "Internal error", "The event could not be recorded");
    }

    private static Problem invalid(InvalidAuditEventException e) {
        Map<String, Object> more = new LinkedHashMap<>();
        if (!e.member().isEmpty()) {
            more.put("member", e.member());
        }
        if (e.offset() >= 0) {
            more.put("offset", e.offset());
        }
        more.put("rule", e.rule());
        return new Problem(400, "The event is not valid", e.getMessage(), 0, more);
    }

    /** The same with one more member. */
    Problem with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put(name, value);
        return new Problem(status, title, detail, retryAfterSeconds, all);
    }
}
