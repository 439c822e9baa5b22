/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The durable log of entries, shared by all endpoints: an event is appended once, whatever the number
 * of endpoints. The outbox owns where entries are and who may deliver them; when and how is the
 * dispatcher's. No offset, partition, transaction or connection shows.
 *
 * <p>Safe for use by many threads. Stages complete on a thread of the outbox; dependent actions must
 * not block. A stage fails with {@link io.audithook.audit.api.AuditTrailFullException} or {@link
 * io.audithook.audit.api.AuditTrailUnavailableException} when nothing could be stored, and what reads throws
 * the latter.
 */
@ProviderType
public interface Outbox {

    /**
     * Appends a batch, in its order, all of it or nothing.
     *
     * <p>An entry whose {@link NewEntry#publisherId()} was stored before is not stored again; its
     * {@link Appended} tells the first acceptance.
     *
     * @return completes when the batch is durable, with one result per entry in the same order; fails also
     *     with {@link io.audithook.audit.api.InvalidAuditEventException} for an id that was stored before with
     *     other content
     */
    CompletionStage<List<Appended>> append(List<NewEntry> batch);

    /**
     * Creates the durable cursor of an endpoint and assigns its lane. If there is one, it stays as it is, and if
     * it was retired, it is no longer.
     *
     * @return completes when the cursor is durable
     */
    CompletionStage<Void> attach(String endpoint, Start start);

    /**
     * Keeps the cursor of an endpoint, and what is pending at it, until a time, and then detaches it. {@link
     * #attach} takes that back. Does nothing if there is no cursor.
     *
     * @return completes when this is durable
     */
    CompletionStage<Void> retire(String endpoint, Instant until);

    /**
     * Removes the cursor of an endpoint with what is pending at it, its replays and its dead letters, and revokes its
     * lanes. Does nothing if there is none.
     *
     * @return completes when the cursor is durably gone
     */
    CompletionStage<Void> detach(String endpoint);

    /** The endpoints that have a cursor, the retired ones too. */
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
     * Dead letters of an endpoint, newest first.
     *
     * @param before gives those before this position; {@link Long#MAX_VALUE} to begin
     * @param max the most to give
     */
    List<DeadLetter> deadLetters(String endpoint, Selection selection, long before, int max);

    /**
     * Has dead letters delivered again: they become parked deliveries of the endpoint's lane, without attempts
     * and due at once. Later events of their keys may have been delivered meanwhile.
     *
     * @return completes with their number when this is durable
     */
    CompletionStage<Integer> redrive(String endpoint, Selection selection);

    /**
     * Forgets dead letters.
     *
     * @return completes with their number when this is durable
     */
    CompletionStage<Integer> purge(String endpoint, Selection selection);

    /**
     * Has entries that are still stored delivered to an endpoint once more, by an extra lane that ends by itself and
     * never moves the endpoint's own. It survives a restart.
     *
     * @return completes with the id of the replay when it is durable; fails with {@link IllegalArgumentException} if
     *     the endpoint has no cursor
     */
    CompletionStage<String> replay(String endpoint, ReplayRange range);

    /** Ends a replay before its time. Does nothing if there is none of this id. */
    CompletionStage<Void> cancelReplay(String id);

    /** The replays that have not ended, of all endpoints. */
    List<Replay> replays();

    /** How much there is and how much there may be; reads from disk. */
    OutboxStats stats();

    /**
     * Why nothing can be stored at the moment: a full disk or quota, a disk that fails or does not answer, or an outbox that is
     * closed. From memory, and without waiting for who writes.
     *
     * @return empty as long as appends are accepted
     */
    Optional<Trouble> trouble();

    /**
     * Proves that nothing is missing: reads every entry and counts, for each endpoint, what has become of it. Reads
     * one state of the store while appends and deliveries go on; takes as long as reading all does.
     */
    Verification verify();

    /** Undone by {@link #close()}, which has no effect the second time. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
