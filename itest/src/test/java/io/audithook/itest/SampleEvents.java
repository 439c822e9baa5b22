/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest;

import io.audithook.audit.api.AuditEvent;
import java.time.Instant;
import java.util.Map;

/** Events that differ in what a test looks at. */
final class SampleEvents {

    private SampleEvents() {}

    static AuditEvent of(String objectId) {
        return builder(objectId).build();
    }

    /** @param object what there is to say of the object */
    static AuditEvent of(String objectId, Map<String, Object> object) {
        return builder(objectId).object(object).build();
    }

    private static AuditEvent.Builder builder(String objectId) {
        return AuditEvent.builder()
                .operation("Update")
                .objectType("case")
                .objectId(objectId)
                .startDate(Instant.EPOCH);
    }
}
