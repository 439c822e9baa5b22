/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An endpoint's way through the outbox. Its owner reads entries with {@link #next} and settles each, in any order: as
 * delivered or filtered ({@link #settle}) or as a dead letter ({@link #bury}). What must wait long is put aside
 * ({@link #park}), so that the lane goes on behind it. What is neither settled nor parked comes again after a restart.
 *
 * <p>Settlements are coalesced and made durable a little later, so that a crash may repeat a few deliveries. Parking and
 * burying are durable when their stage completes.
 *
 * <p>Positions grow along the lane and can be compared only inside it. {@link #next} and {@link #rewind} are used by
 * one thread at a time; all else may be called by any. After the lane was revoked, or the outbox was closed,
 * lists are empty, settlements have no effect, and stages fail with {@link
 * io.audithook.audit.api.AuditTrailUnavailableException}.
 */
@ProviderType
public interface Lane {

    /** The endpoint this lane belongs to. */
    String endpoint();

    /** The id of the replay this lane is made for; empty for the endpoint's own lane. */
    Optional<String> replay();

    /**
     * The next entries, in order, after those handed out before; may read from disk. Entries that are settled or parked
     * are left out.
     *
     * @param maxEntries the most entries to give
     * @param maxBytes the most bytes of JSON to give; one entry is given even when it is larger
     * @return empty when there is nothing more at the moment
     */
    List<Entry> next(int maxEntries, long maxBytes);

    /** Starts again: {@link #next} gives the first entry that is neither settled nor parked. */
    void rewind();

    /**
     * Settles an entry that was handed out or parked. The second time for the same entry it has no effect.
     *
     * @param how what has become of it
     */
    void settle(long position, Settlement how);

    /**
     * Puts an entry aside, or changes what is known of one that was put aside before.
     *
     * @return completes when it is durable
     */
    CompletionStage<Void> park(Entry entry, RetryState state);

    /** The deliveries that are put aside, by position. */
    List<Parked> parked();

    /**
     * The entries of parked deliveries; reads from disk.
     *
     * @return those of them that are parked and sound, by position
     */
    List<Entry> read(Collection<Long> positions);

    /**
     * Settles an entry as a dead letter and keeps it as such. A replay keeps none; it counts.
     *
     * @param reason why delivery was given up, for people
     * @param history the attempts, in the form the owner of the lane gives them
     * @return completes when the dead letter is durable
     */
    CompletionStage<Void> bury(Entry entry, String reason, String history);

    /** Why the owner does not deliver until told otherwise; empty if it does. */
    Optional<Suspension> suspension();

    /**
     * Remembers, over restarts, that the owner does not deliver, or that it does again. The lane itself works on as
     * before.
     *
     * @return completes when it is durable
     */
    CompletionStage<Void> suspend(Optional<Suspension> suspension);

    /** What has become of its entries so far; may read from disk when the oldest of the pending was accepted. */
    LaneStats stats();

    /** As {@link #stats}, but from memory: without when the oldest of the pending was accepted. */
    LaneStats counts();

    /** The number of entries that are not settled, parked ones included. Cheap. */
    long pending();
}
