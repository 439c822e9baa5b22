/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The durable log of entries, shared by all endpoints: an event is appended once, whatever the number
 * of endpoints. The outbox owns where entries are and who may deliver them; when and how is the
 * dispatcher's. No offset, partition, transaction or connection shows.
 *
 * <p>Safe for use by many threads. Stages complete on a thread of the outbox; dependent actions must
 * not block.
 */
@ProviderType
public interface Outbox {

    /**
     * Appends a batch, in its order, all of it or nothing.
     *
     * <p>An entry whose {@link NewEntry#publisherId()} was stored before is not stored again; its
     * {@link Appended} tells the first acceptance.
     *
     * @return completes when the batch is durable, with one result per entry in the same order; fails
     *     with {@link io.audithook.audit.api.AuditTrailFullException}, {@link
     *     io.audithook.audit.api.AuditTrailUnavailableException}, or {@link
     *     io.audithook.audit.api.InvalidAuditEventException} for an id that was stored before with
     *     other content
     */
    CompletionStage<List<Appended>> append(List<NewEntry> batch);

    /**
     * Creates the durable cursor of an endpoint and assigns its lanes. Does nothing if there is one.
     *
     * @return completes when the cursor is durable
     */
    CompletionStage<Void> attach(String endpoint, Start start);

    /**
     * Removes the cursor of an endpoint and what is pending at it, and revokes its lanes. Does nothing
     * if there is none.
     *
     * @return completes when the cursor is durably gone
     */
    CompletionStage<Void> detach(String endpoint);

    /** The endpoints that have a cursor. */
    Set<String> attached();

    /**
     * Names the one who delivers: it is told of every lane it may work on, of those there are before this
     * call returns.
     *
     * @return to be closed when it stops delivering; then no lane is revoked any more, and another
     *     listener may come
     * @throws IllegalStateException if there is a listener already
     */
    Registration listen(LaneListener listener);

    /**
     * The newest dead letters of an endpoint, newest first.
     *
     * @param max the most to give
     */
    List<DeadLetter> deadLetters(String endpoint, int max);

    /** Undone by {@link #close()}, which has no effect the second time. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
