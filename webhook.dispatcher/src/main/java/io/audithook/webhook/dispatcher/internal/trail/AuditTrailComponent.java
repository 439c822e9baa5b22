/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.trail;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.Receipt;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.api.Outbox;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Offers the audit trail for as long as there is an outbox. */
@Component(service = AuditTrail.class)
public final class AuditTrailComponent implements AuditTrail {

    private final DurableAuditTrail trail;

    /** @param outbox where the events go */
    @Activate
    public AuditTrailComponent(@Reference Outbox outbox) {
        trail = new DurableAuditTrail(outbox, new AuditEventJson(JsonLimits.DEFAULT));
    }

    @Override
    public CompletionStage<List<Receipt>> record(List<AuditEvent> events) {
        return trail.record(events);
    }

    @Override
    public Receipt recordAndWait(AuditEvent event) throws InterruptedException {
        return trail.recordAndWait(event);
    }
}
