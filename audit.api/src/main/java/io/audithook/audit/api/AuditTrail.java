/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where applications record what happened. An event whose stage has completed is on disk and will be
 * delivered to every endpoint that is configured at that moment, whatever happens to the process.
 *
 * <p>Safe for use by many threads. Events recorded by one thread keep their order; between threads
 * the order is that of acceptance.
 */
@ProviderType
public interface AuditTrail {

    /**
     * Records one event. Returns before the event is durable, at once in the ordinary case.
     *
     * @return completes with the receipt when the event is durable (fsync done), or exceptionally with
     *     {@link InvalidAuditEventException} (required members missing, a limit broken), {@link
     *     AuditTrailFullException} or {@link AuditTrailUnavailableException}; nothing is stored then. Dependent actions run on a
     *     thread of the trail and must not block
     */
    default CompletionStage<Receipt> record(AuditEvent event) {
        return record(List.of(event)).thenApply(receipts -> receipts.get(0));
    }

    /**
     * Records several events in their order, all of them or none.
     *
     * @param events at least one
     * @return as {@link #record(AuditEvent)}, with one receipt per event in the same order
     * @throws IllegalArgumentException if the list is empty
     */
    CompletionStage<List<Receipt>> record(List<AuditEvent> events);

    /**
     * Records one event and waits until it is durable.
     *
     * @throws AuditTrailException as the stage of {@link #record(AuditEvent)}; nothing was stored
     * @throws InterruptedException if interrupted while waiting; the event may be stored all the same
     */
    Receipt recordAndWait(AuditEvent event) throws InterruptedException;
}
