/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides what an endpoint gets to see. Register it as a service with these properties:
 *
 * <ul>
 *   <li>{@value #NAME}: how endpoints name it, {@code filters.target=(filter.name=NAME)}; required
 *   <li>{@value #SCOPE}: {@code global} (default) filters every endpoint, {@code named} only those
 *       that name it
 * </ul>
 *
 * <p>Called once for each event and endpoint, before the first attempt, by several threads at once. A
 * filter should return within milliseconds. One that throws holds the endpoint's events: nothing is
 * sent past a failing filter.
 */
@ConsumerType
@FunctionalInterface
public interface EventFilter {

    /** Service property with the name of the filter. */
    String NAME = "filter.name";

    /** Service property with the scope of the filter, {@code global} or {@code named}. */
    String SCOPE = "filter.scope";

    /** Says what becomes of the event at this endpoint. Must not be null. */
    Verdict filter(AuditEvent event);
}
