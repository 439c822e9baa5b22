/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import io.audithook.audit.api.AuditEvent;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes what one endpoint sends, by a {@link PayloadFormat} and the endpoint's settings for it. Must be safe for use by
 * many threads.
 */
@ConsumerType
public interface PayloadEncoder {

    /**
     * What is sent of one event. Called before the first attempt, after the filters; all attempts send what it gave, unless
     * the endpoint changes or restarts in between, so the same event must give the same again. Called on a thread of the
     * lanes: it may compute, and must not wait.
     *
     * <p>If it throws, the events of the endpoint wait, and it is asked again: nothing is sent past it.
     *
     * @param entry the event as stored; if a filter has replaced the event, with the JSON of that
     * @param event a view of the same JSON, which is read when one of its members is asked for
     */
    Payload encode(Entry entry, AuditEvent event);

    /** Whether {@link #join} works, so that the endpoint's {@code batch.size} may be more than 1. */
    default boolean joins() {
        return false;
    }

    /**
     * What is sent of several events in one request. Called for each attempt on the thread that sends, so it should do no
     * more than to put together what was encoded before.
     *
     * @param payloads what {@link #encode} gave for each, in the order of the events; one or more
     */
    default Payload join(List<Payload> payloads) {
        throw new UnsupportedOperationException("This format puts no events together");
    }
}
