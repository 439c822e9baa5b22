/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.Start;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The outbox in an embedded SQLite database. Everything that writes goes through one {@link Committer};
 * reading is served from the {@link EntryCache} or by the {@link DiskReader}.
 */
final class SqliteOutbox implements Outbox, AutoCloseable {

    /** How much may wait for the committer before more is refused: memory is bounded, and the disk is too slow then. */
    static final long MAX_WAITING_BYTES = 32L << 20;

    /** What an entry takes in memory beside its JSON. */
    private static final int ENTRY_BYTES = 200;

    private final Lanes lanes = new Lanes();
    private final EntryCache cache;
    private final Committer committer;
    private final DiskReader reader;
    private final AtomicLong waitingBytes = new AtomicLong();

    /**
     * Opens the outbox, and recovers what a crash has left.
     *
     * @throws OutboxException if its directory is in use, or its file is not in order
     */
    SqliteOutbox(OutboxSettings settings, InstantSource clock) {
        this(settings, clock, Connector.SQLITE);
    }

    /** @param connector makes the connections: where tests let the disk fail */
    SqliteOutbox(OutboxSettings settings, InstantSource clock, Connector connector) {
        cache = new EntryCache(settings.cacheBytes());
        StoreDirectory directory = StoreDirectory.open(settings.directory());
        try {
            committer = new Committer(directory, connector, settings, clock, cache, lanes);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
        try {
            reader = new DiskReader(directory.database(), connector, new DamageLog(committer::submit));
            committer.cursors().forEach((endpoint, position) -> lanes.add(new SqliteLane(endpoint, position, this)));
        } catch (RuntimeException e) {
            committer.close();
            throw e;
        }
        committer.start(this);
    }

    @Override
    public CompletionStage<List<Appended>> append(List<NewEntry> batch) {
        long bytes = 0;
        for (NewEntry entry : batch) {
            bytes += ENTRY_BYTES + entry.json().length;
        }
        if (waitingBytes.addAndGet(bytes) > MAX_WAITING_BYTES && waitingBytes.get() > bytes) {
            waitingBytes.addAndGet(-bytes);
            return CompletableFuture.failedFuture(new AuditTrailFullException(
                    "More than " + MAX_WAITING_BYTES + " bytes wait to be written; the disk is too slow", null));
        }
        long size = bytes;
        CompletableFuture<List<Appended>> done = new CompletableFuture<>();
        CompletionStage<List<Appended>> result =
                done.whenComplete((appended, failure) -> waitingBytes.addAndGet(-size));
        committer.submit(new Command.Append(List.copyOf(batch), bytes, done));
        return result;
    }

    @Override
    public CompletionStage<Void> attach(String endpoint, Start start) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        committer.submit(new Command.Attach(
                Objects.requireNonNull(endpoint, "endpoint"), Objects.requireNonNull(start, "start"), done));
        return done;
    }

    @Override
    public CompletionStage<Void> detach(String endpoint) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        committer.submit(new Command.Detach(Objects.requireNonNull(endpoint, "endpoint"), done));
        return done;
    }

    @Override
    public Set<String> attached() {
        return lanes.endpoints();
    }

    @Override
    public Registration listen(LaneListener listener) {
        return lanes.listen(listener);
    }

    @Override
    public List<DeadLetter> deadLetters(String endpoint, int max) {
        try {
            return reader.deadLetters(endpoint, max);
        } catch (SQLException e) {
            throw new AuditTrailUnavailableException("The dead letters cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes what was accepted, then closes. After that everything fails as unavailable. */
    @Override
    public void close() {
        committer.refuse();
        reader.close();
        // the last connection to be closed empties the log
        committer.close();
    }

    /** The position of the latest durable entry. */
    long head() {
        return committer.head();
    }

    /** The entries after a position, from memory where possible. */
    Chunk after(long position, int maxEntries, long maxBytes) {
        long head = head();
        if (position >= head || committer.isClosing()) {
            return Chunk.emptyAt(position);
        }
        List<Entry> cached = cache.after(position, maxEntries, maxBytes);
        if (cached == null) {
            return reader.after(position, head, maxEntries, maxBytes);
        }
        return cached.isEmpty()
                ? Chunk.emptyAt(position)
                : new Chunk(cached, cached.get(cached.size() - 1).position());
    }

    void moved(SqliteLane lane) {
        committer.moved(lane);
    }

    CompletionStage<Void> bury(SqliteLane lane, Entry entry, String reason) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (lane.isRevoked()) {
            done.completeExceptionally(
                    new AuditTrailUnavailableException("The lane of " + lane.endpoint() + " was revoked", null));
        } else {
            committer.submit(new Command.Bury(lane.endpoint(), entry, reason, done));
        }
        return done;
    }
}
