/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.audit.api.AuditTrailUnavailableException;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.Lane;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Settlement;
import io.audithook.webhook.api.Suspension;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/** The lane of one endpoint, or of a replay: how far it has read, and what has become of its entries. */
final class SqliteLane implements Lane {

    /** With so many settlements that are not durable, a lane waits no longer for others to share a commit with. */
    static final int URGENT = 64;

    /** A replay that finds nothing of its own looks at so many chunks, and then lets others have the disk. */
    private static final int MAX_CHUNKS = 16;

    private static final int MIN_CHUNK_ENTRIES = 500;

    private final LaneRow row;
    private final Ledger ledger;
    private final SqliteOutbox outbox;
    private final Predicate<Entry> wanted;
    private final AtomicBoolean changed = new AtomicBoolean();
    private volatile Standing standing;
    private volatile boolean revoked;
    private volatile long storedMark;

    /** Read and written by the thread that reads. */
    private long read;

    SqliteLane(LaneRow row, SqliteOutbox outbox) {
        this.row = row;
        this.ledger = new Ledger(row.start(), row.end(), row.progress());
        this.outbox = outbox;
        this.standing = row.standing();
        this.wanted = row.range().map(SqliteLane::wanted).orElse(null);
        this.read = row.progress().mark();
        this.storedMark = row.progress().mark();
    }

    private static Predicate<Entry> wanted(ReplayRange range) {
        return entry -> !entry.acceptedAt().isBefore(range.from())
                && entry.acceptedAt().isBefore(range.to())
                && (range.keys().isEmpty() || range.keys().contains(entry.key()));
    }

    @Override
    public String endpoint() {
        return row.endpoint();
    }

    @Override
    public Optional<String> replay() {
        return row.isReplay() ? Optional.of(Long.toString(row.id())) : Optional.empty();
    }

    Optional<ReplayRange> range() {
        return row.range();
    }

    @Override
    public List<Entry> next(int maxEntries, long maxBytes) {
        int chunkEntries = row.isReplay() ? Math.max(maxEntries, MIN_CHUNK_ENTRIES) : maxEntries;
        for (int chunks = 0; chunks < MAX_CHUNKS; chunks++) {
            Chunk chunk = revoked ? Chunk.emptyAt(read) : outbox.after(read, row.end(), chunkEntries, maxBytes);
            if (chunk.scanned() == read) {
                return List.of();
            }
            Ledger.HandOut found = ledger.handOut(read, chunk, wanted);
            read = chunk.scanned();
            found.gap().ifPresent(gap -> outbox.lost(this, gap));
            if (found.changed()) {
                changed();
            }
            if (!found.entries().isEmpty()) {
                return upTo(maxEntries, found.entries());
            }
        }
        outbox.nudge();
        return List.of();
    }

    /** A replay may have looked at more than was asked for, to find some of its own. */
    private List<Entry> upTo(int maxEntries, List<Entry> entries) {
        if (entries.size() <= maxEntries) {
            return entries;
        }
        read = entries.get(maxEntries - 1).position();
        return List.copyOf(entries.subList(0, maxEntries));
    }

    @Override
    public void rewind() {
        read = ledger.rewind();
    }

    @Override
    public void settle(long position, Settlement how) {
        if (revoked) {
            return;
        }
        int unstored = ledger.settle(position, how, outbox.head());
        if (unstored > 0) {
            changed();
            if (unstored == URGENT) {
                outbox.hurry();
            }
        }
    }

    @Override
    public CompletionStage<Void> park(Entry entry, RetryState state) {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(state, "state");
        return submit(done -> new Command.Park(this, entry, state, done));
    }

    @Override
    public List<Parked> parked() {
        return revoked ? List.of() : outbox.parked(this);
    }

    @Override
    public List<Entry> read(Collection<Long> positions) {
        return revoked ? List.of() : outbox.readParked(this, positions);
    }

    @Override
    public CompletionStage<Void> bury(Entry entry, String reason, String history) {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(history, "history");
        return submit(done -> new Command.Bury(this, entry, reason, history, done));
    }

    @Override
    public Optional<Suspension> suspension() {
        return standing.suspension();
    }

    @Override
    public CompletionStage<Void> suspend(Optional<Suspension> suspension) {
        Objects.requireNonNull(suspension, "suspension");
        return submit(done -> new Command.Suspend(this, suspension, done));
    }

    @Override
    public LaneStats stats() {
        return outbox.stats(this);
    }

    @Override
    public LaneStats counts() {
        return ledger.stats(outbox.head(), Optional.empty());
    }

    @Override
    public long pending() {
        return ledger.pending(outbox.head());
    }

    private CompletionStage<Void> submit(Function<CompletableFuture<Void>, Command> command) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (revoked) {
            done.completeExceptionally(revokedFailure());
        } else {
            outbox.submit(command.apply(done));
        }
        return done;
    }

    AuditTrailUnavailableException revokedFailure() {
        return new AuditTrailUnavailableException("The lane of " + endpoint() + " was revoked", null);
    }

    long id() {
        return row.id();
    }

    Ledger ledger() {
        return ledger;
    }

    Standing standing() {
        return standing;
    }

    void setStanding(Standing newStanding) {
        standing = newStanding;
    }

    /** What is to be stored of it. */
    LaneRow row(Progress progress, Standing newStanding) {
        return row.with(progress, newStanding);
    }

    /** Something is to be stored, and a replay may be at its end. */
    void changed() {
        if (changed.compareAndSet(false, true)) {
            outbox.changed(this);
        }
        endIfFinished();
    }

    /** A replay ends when nothing of it is left. */
    void endIfFinished() {
        if (row.isReplay() && ledger.isFinished()) {
            outbox.finished(this);
        }
    }

    /** The mark that is durable. */
    long storedMark() {
        return storedMark;
    }

    void setStoredMark(long mark) {
        storedMark = mark;
    }

    /** What changes after this call is to be stored again. */
    void takeChange() {
        changed.set(false);
    }

    /** Entries up to a position were removed; tells of those that it does not get for that. */
    Optional<Gap> removed(long upTo) {
        Optional<Gap> gap = ledger.removed(upTo);
        if (gap.isPresent()) {
            changed();
        }
        return gap;
    }

    boolean isRevoked() {
        return revoked;
    }

    void revoke() {
        revoked = true;
    }
}
