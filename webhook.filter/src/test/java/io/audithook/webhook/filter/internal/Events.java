/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Events of the tests, read as those of a publisher are. */
final class Events {

    private static final AuditEventJson JSON = new AuditEventJson(JsonLimits.DEFAULT);

    private Events() {}

    /** @param more members beside those that each event has */
    static AuditEvent with(String more) {
        String required = "\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"1\",\"startDate\":0";
        String json = "{" + required + (more.isEmpty() ? "" : "," + more) + "}";
        return JSON.read(json.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    /** What a receiver would get. */
    static String json(AuditEvent event) {
        return new String(JSON.encode(event).json(), StandardCharsets.UTF_8);
    }
}
