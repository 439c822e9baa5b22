/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What an operator may do. Each action, whether it succeeds or not, is itself an event of the audit trail: operation {@code
 * Update}, object type {@value #OBJECT_TYPE}, the endpoint's name as the object's id, and in the details {@code action}, {@code
 * parameters}, {@code outcome} and {@code operator}. An action waits for that event no longer than it takes to hand it over, and does
 * not fail when the trail takes none.
 *
 * <p>Safe for use by many threads. Stages fail with {@link IllegalArgumentException} if there is no such endpoint, and
 * otherwise as those of {@link Outbox}; dependent actions must not block.
 */
@ProviderType
public interface EndpointActions {

    /** The object type of the events that say what an operator has done. */
    String OBJECT_TYPE = "webhookEndpoint";

    /** The object type of the event that {@link #test} sends, and that is in no trail. */
    String TEST_OBJECT_TYPE = "webhookTest";

    /** The header of a request that {@link #test} makes; its value is {@code true}. */
    String TEST_HEADER = "audithook-test";

    /** The outcome of a {@link #test} whose event a filter of the endpoint dropped, so that nothing was sent. */
    String FILTERED = "filtered";

    /**
     * Sends one event of our own to an endpoint the way its events go: by its filters, format, signature, authentication, TLS,
     * proxy, address policy and time-out, and not before the receiver has given its consent, where the endpoint asks for it.
     * The event is {@value #TEST_OBJECT_TYPE} with the name of the endpoint as its id, and the request has the header
     * {@value #TEST_HEADER}. It is not stored, is tried once, and changes nothing: no order, breaker, statistics or record of
     * attempts. A paused endpoint may be tested, too.
     *
     * @return completes with how it ended, whatever that is; fails with {@link IllegalStateException}, whose message
     *     says why, if the endpoint cannot send: it is invalid, disabled, deleted, or waits for a service
     */
    CompletionStage<Attempt> test(String endpoint);

    /**
     * Stops deliveries to an endpoint, over restarts, until {@link #resume}. Attempts under way end; events wait.
     *
     * @return completes when it is durable
     */
    CompletionStage<Void> pause(String endpoint);

    /**
     * Delivers again to an endpoint that was paused, or had answered that it is gone. Retries that wait are due at once.
     *
     * @return completes when it is durable
     */
    CompletionStage<Void> resume(String endpoint);

    /**
     * Has dead letters delivered again.
     *
     * @return completes with their number when this is durable; fails with {@link IllegalArgumentException}, and does nothing, if
     *     there is no dead letter of one of the ids that are asked for
     * @see Outbox#redrive
     */
    CompletionStage<Integer> redrive(String endpoint, Selection selection);

    /**
     * Forgets dead letters.
     *
     * @return completes with their number when this is durable; fails with {@link IllegalArgumentException}, and does nothing, if
     *     there is no dead letter of one of the ids that are asked for
     * @see Outbox#purge
     */
    CompletionStage<Integer> purge(String endpoint, Selection selection);

    /**
     * Has entries that are still stored delivered once more.
     *
     * @return completes with the id of the replay when it is durable
     * @see Outbox#replay
     */
    CompletionStage<String> replay(String endpoint, ReplayRange range);

    /**
     * Ends a replay before its time.
     *
     * @return completes when it is durable; fails with {@link IllegalArgumentException} if no replay of this id goes on
     */
    CompletionStage<Void> cancelReplay(String id);

    /**
     * Proves that nothing is missing. Reads every entry, and returns when that is done.
     *
     * @throws io.audithook.audit.api.AuditTrailUnavailableException if the outbox cannot be read
     * @see Outbox#verify
     */
    Verification verify();
}
