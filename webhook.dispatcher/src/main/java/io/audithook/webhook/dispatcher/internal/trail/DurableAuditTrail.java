/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.trail;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.audit.api.AuditTrailException;
import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.audit.api.Receipt;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Encodes each event once, on the caller's thread, and appends it to the outbox. */
final class DurableAuditTrail implements AuditTrail {

    private final Outbox outbox;
    private final AuditEventJson json;

    DurableAuditTrail(Outbox outbox, AuditEventJson json) {
        this.outbox = outbox;
        this.json = json;
    }

    @Override
    public CompletionStage<List<Receipt>> record(List<AuditEvent> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("events must not be empty");
        }
        List<NewEntry> batch = new ArrayList<>(events.size());
        try {
            for (AuditEvent event : events) {
                AuditEventJson.Encoded encoded = json.encode(event);
                batch.add(new NewEntry(event.eventId(), encoded.key(), encoded.json()));
            }
        } catch (AuditTrailException e) {
            return CompletableFuture.failedFuture(e);
        }
        return outbox.append(batch).thenApply(DurableAuditTrail::receipts);
    }

    private static List<Receipt> receipts(List<Appended> appended) {
        List<Receipt> receipts = new ArrayList<>(appended.size());
        for (Appended entry : appended) {
            receipts.add(new Receipt(entry.id(), entry.acceptedAt()));
        }
        return receipts;
    }

    @Override
    public Receipt recordAndWait(AuditEvent event) throws InterruptedException {
        try {
            return record(event).toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw named(e.getCause());
        }
    }

    private static AuditTrailException named(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof AuditTrailException known
                ? known
                : new AuditTrailUnavailableException("The outbox failed: " + cause, cause);
    }
}
