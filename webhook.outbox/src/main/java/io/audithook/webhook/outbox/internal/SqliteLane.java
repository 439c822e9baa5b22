/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Lane;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** The lane of one endpoint: how far it has read, and how far it has settled. */
final class SqliteLane implements Lane {

    private final String endpoint;
    private final SqliteOutbox outbox;
    private final AtomicBoolean moved = new AtomicBoolean();
    private volatile long acked;
    private volatile boolean revoked;
    private long read;

    SqliteLane(String endpoint, long position, SqliteOutbox outbox) {
        this.endpoint = endpoint;
        this.outbox = outbox;
        this.acked = position;
        this.read = position;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public List<Entry> next(int maxEntries, long maxBytes) {
        if (revoked) {
            return List.of();
        }
        Chunk chunk = outbox.after(read, maxEntries, maxBytes);
        read = chunk.scanned();
        return chunk.entries();
    }

    @Override
    public void rewind() {
        read = acked;
    }

    @Override
    public void ack(long position) {
        if (revoked || !advance(Math.min(position, outbox.head()))) {
            return;
        }
        if (moved.compareAndSet(false, true)) {
            outbox.moved(this);
        }
    }

    @Override
    public CompletionStage<Void> bury(Entry entry, String reason) {
        return outbox.bury(this, entry, reason);
    }

    @Override
    public long pending() {
        return Math.max(0, outbox.head() - acked);
    }

    /** Any thread may acknowledge, so an older position may come after a newer one. */
    private synchronized boolean advance(long position) {
        if (position <= acked) {
            return false;
        }
        acked = position;
        return true;
    }

    /** The position to be made durable; what is acknowledged after this call is a new move. */
    long takeMove() {
        moved.set(false);
        return acked;
    }

    /** The position up to which all is settled. */
    long acked() {
        return acked;
    }

    boolean isRevoked() {
        return revoked;
    }

    void revoke() {
        revoked = true;
    }
}
