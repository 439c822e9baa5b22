/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.http.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.audithook.audit.api.Receipt;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes answers as JSON. */
final class Answers {

    private static final JsonFactory JSON = new JsonFactory();

    private Answers() {}

    static void accepted(HttpServletResponse response, Receipt receipt) throws IOException {
        write(response, 202, "application/json", json -> {
            json.writeStringField("id", receipt.eventId());
            json.writeStringField("acceptedAt", receipt.acceptedAt().toString());
        });
    }

    static void accepted(HttpServletResponse response, List<String> ids) throws IOException {
        write(response, 202, "application/json", json -> {
            json.writeNumberField("accepted", ids.size());
            array(json, "ids", ids);
        });
    }

    static void problem(HttpServletResponse response, Problem problem) throws IOException {
        if (problem.retryAfterSeconds() > 0) {
            response.setIntHeader("Retry-After", problem.retryAfterSeconds());
        }
        write(response, problem.status(), "application/problem+json", json -> {
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", problem.title());
            json.writeNumberField("status", problem.status());
            json.writeStringField("detail", problem.detail());
            for (Map.Entry<String, Object> member : problem.more().entrySet()) {
                if (member.getValue() instanceof List<?> items) {
                    array(json, member.getKey(), items);
                } else {
                    json.writeObjectField(member.getKey(), member.getValue());
                }
            }
        });
    }

    private static void array(JsonGenerator json, String name, List<?> items) throws IOException {
        json.writeArrayFieldStart(name);
        for (Object item : items) {
            json.writeString(item.toString());
        }
        json.writeEndArray();
    }

    private static void write(HttpServletResponse response, int status, String type, Body body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        }
        out.write('\n');
        response.setStatus(status);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(out.size());
        out.writeTo(response.getOutputStream());
    }

    /** Writes the members of an answer. */
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }
}
