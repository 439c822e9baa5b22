/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An endpoint's way through the outbox. Its owner reads entries with {@link #next}, and tells with
 * {@link #ack} how far all of them are settled. What is not acknowledged comes again after a restart.
 *
 * <p>Positions grow along the lane and can be compared only inside it. Used by one thread at a time;
 * {@link #ack} and {@link #bury} may be called by any. After the lane was revoked, or the outbox was closed, its
 * methods do nothing: {@link #next} gives an empty list and stages fail with {@link
 * io.audithook.audit.api.AuditTrailUnavailableException}.
 */
@ProviderType
public interface Lane {

    /** The endpoint this lane belongs to. */
    String endpoint();

    /**
     * The next entries, in order, after those handed out before; may read from disk.
     *
     * @param maxEntries the most entries to give
     * @param maxBytes the most bytes of JSON to give; one entry is given even when it is larger
     * @return empty when there is nothing more at the moment
     */
    List<Entry> next(int maxEntries, long maxBytes);

    /** Starts again: {@link #next} gives the entries after the last acknowledged one. */
    void rewind();

    /**
     * Says that all entries up to this position are settled. Acknowledgements are coalesced and made
     * durable a little later, so that a crash may repeat a few deliveries.
     */
    void ack(long position);

    /**
     * Keeps an entry as a dead letter. It still needs to be acknowledged.
     *
     * @param reason why delivery was given up, for people
     * @return completes when the dead letter is durable
     */
    CompletionStage<Void> bury(Entry entry, String reason);

    /** The number of entries after the last acknowledged one, including those handed out. */
    long pending();
}
