/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.DeadLetter;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.LaneListener;
import io.audithook.webhook.api.LaneStats;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Outbox;
import io.audithook.webhook.api.OutboxStats;
import io.audithook.webhook.api.Parked;
import io.audithook.webhook.api.Replay;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Start;
import io.audithook.webhook.api.Trouble;
import io.audithook.webhook.api.Verification;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

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
    private final StoreDirectory directory;
    private final Connector connector;
    private final OutboxSettings settings;
    private final EntryCache cache;
    private final Committer committer;
    private final DiskReader reader;
    private final AtomicLong waitingBytes = new AtomicLong();

    /**
     * Opens the outbox, and recovers what a crash or damage has left.
     *
     * @throws OutboxException if its directory is in use, or its file is somebody else's or of a later version
     */
    SqliteOutbox(OutboxSettings settings, InstantSource clock) {
        this(settings, clock, Connector.SQLITE, true);
    }

    /**
     * @param connector makes the connections: where tests let the disk fail
     * @param durable whether a commit waits for the disk; only tests can do without
     */
    SqliteOutbox(OutboxSettings settings, InstantSource clock, Connector connector, boolean durable) {
        this.settings = settings;
        this.connector = connector;
        cache = new EntryCache(settings.cacheBytes());
        directory = StoreDirectory.open(settings.directory(), clock);
        try {
            Recovery recovery = new Recovery(directory, connector, clock, durable);
            committer = new Committer(directory, recovery, settings, clock, cache, lanes);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
        reader = new DiskReader(directory.database(), directory.files(), connector, new DamageLog(committer::submit));
        reader.open();
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
            Optional<Trouble> trouble = committer.trouble();
            return CompletableFuture.failedFuture(new AuditTrailFullException(
                    "More than " + MAX_WAITING_BYTES + " bytes wait to be written; "
                            + trouble.map(Trouble::reason).orElse("the disk is too slow"),
                    null));
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
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(start, "start");
        return submit(done -> new Command.Attach(endpoint, start, done));
    }

    @Override
    public CompletionStage<Void> retire(String endpoint, Instant until) {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(until, "until");
        return submit(done -> new Command.Retire(endpoint, until, done));
    }

    @Override
    public CompletionStage<Void> detach(String endpoint) {
        Objects.requireNonNull(endpoint, "endpoint");
        return submit(done -> new Command.Detach(endpoint, done));
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
    public List<DeadLetter> deadLetters(String endpoint, Selection selection, long before, int max) {
        SqliteLane lane = lanes.of(endpoint);
        if (lane == null) {
            return List.of();
        }
        List<Damaged> damaged = new ArrayList<>(0);
        List<DeadLetter> found = mended(() -> reader.deadLetters(lane, selection, before, max, damaged::add));
        if (damaged.isEmpty()) {
            return found;
        }
        CompletableFuture<?>[] mends = damaged.stream()
                .map(entry -> {
                    CompletableFuture<Void> done = new CompletableFuture<>();
                    committer.submit(new Command.MendDead(lane, entry, done));
                    return done;
                })
                .toArray(CompletableFuture[]::new);
        // what cannot be mended now is left out
        CompletableFuture.allOf(mends).exceptionally(failure -> null).join();
        return mended(() -> reader.deadLetters(lane, selection, before, max, left -> {}));
    }

    @Override
    public CompletionStage<Integer> redrive(String endpoint, Selection selection) {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(selection, "selection");
        return submit(done -> new Command.Redrive(endpoint, selection, done));
    }

    @Override
    public CompletionStage<Integer> purge(String endpoint, Selection selection) {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(selection, "selection");
        return submit(done -> new Command.Purge(endpoint, selection, done));
    }

    @Override
    public CompletionStage<String> replay(String endpoint, ReplayRange range) {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(range, "range");
        return submit(done -> new Command.StartReplay(endpoint, range, done));
    }

    @Override
    public CompletionStage<Void> cancelReplay(String id) {
        Objects.requireNonNull(id, "id");
        return submit(done -> new Command.EndReplay(id, true, done));
    }

    @Override
    public List<Replay> replays() {
        List<Replay> replays = new ArrayList<>();
        List<SqliteLane> some = new ArrayList<>(lanes.replays());
        some.sort(Comparator.comparingLong(SqliteLane::id));
        for (SqliteLane lane : some) {
            replays.add(new Replay(
                    lane.replay().orElseThrow(), lane.endpoint(), lane.range().orElseThrow(), stats(lane)));
        }
        return replays;
    }

    @Override
    public OutboxStats stats() {
        long first = committer.trimmed() + 1;
        long entries = Math.max(0, head() - committer.trimmed());
        return mended(() -> reader.ask(store -> new OutboxStats(
                entries,
                store.usedBytes(),
                settings.sizeLimitBytes(),
                entries == 0 ? Optional.empty() : store.entries().acceptedAt(first),
                Holes.countDamage(store),
                committer.trouble().map(Trouble::reason).orElse(""))));
    }

    @Override
    public Optional<Trouble> trouble() {
        return committer.trouble();
    }

    @Override
    public Verification verify() {
        if (committer.isClosing()) {
            throw committer.failures().closed();
        }
        directory.files().gone().ifPresent(gone -> {
            throw committer.failures().gone(gone);
        });
        // before the state that is looked at, which cannot be older then
        Optional<HeadMark.Mark> mark = directory.mark().read();
        try (Store store = Store.openForReading(directory.database(), connector)) {
            store.holdState();
            Verifier verifier = new Verifier(store, mark);
            Verification verification = verifier.verify();
            if (verifier.isIndexDamaged()) {
                // nobody else would meet it
                committer.submit(new Command.Mend(new CompletableFuture<>()));
            }
            return verification;
        } catch (SQLException e) {
            throw committer.failures().reading(e);
        } catch (OutboxException e) {
            throw committer.failures().reading(new SQLException(e.getMessage(), e));
        }
    }

    /** Writes what was accepted, then closes. After that everything fails as unavailable. */
    @Override
    public void close() {
        // the last connection to be closed empties the log; of two at once none would be the last
        reader.close();
        committer.close();
    }

    /** The position of the latest durable entry. */
    long head() {
        return committer.head();
    }

    /** The entries after a position, up to another one, from memory where possible. */
    Chunk after(long position, long end, int maxEntries, long maxBytes) {
        long last = Math.min(head(), end);
        if (position >= last || committer.isClosing()) {
            return Chunk.emptyAt(position);
        }
        List<Entry> cached = cache.after(position, last, maxEntries, maxBytes);
        if (cached == null) {
            return reader.after(position, last, maxEntries, maxBytes);
        }
        return cached.isEmpty()
                ? Chunk.emptyAt(position)
                : new Chunk(cached, cached.get(cached.size() - 1).position());
    }

    void submit(Command command) {
        committer.submit(command);
    }

    void changed(SqliteLane lane) {
        committer.changed(lane);
    }

    void hurry() {
        committer.hurry();
    }

    /** The listener is to be told that there may be something to read. */
    void nudge() {
        committer.submit(Command.Nudge.NUDGE);
    }

    void lost(SqliteLane lane, Gap gap) {
        committer.lost(lane, gap);
    }

    /** Nothing is left of a replay. */
    void finished(SqliteLane lane) {
        committer.submit(new Command.EndReplay(lane.replay().orElseThrow(), false, new CompletableFuture<>()));
    }

    /** The files are others now. */
    void replaced() {
        reader.reset();
    }

    List<Parked> parked(SqliteLane lane) {
        return committer.isClosing() ? List.of() : mended(() -> reader.parked(lane));
    }

    List<Entry> readParked(SqliteLane lane, Collection<Long> positions) {
        return committer.isClosing()
                ? List.of()
                : mended(() -> reader.parkedEntries(
                        lane,
                        positions,
                        damaged -> committer.submit(new Command.MendParked(lane, damaged, new CompletableFuture<>()))));
    }

    LaneStats stats(SqliteLane lane) {
        Optional<Instant> oldest = lane.ledger().oldest(head()).flatMap(entry -> acceptedAt(lane, entry));
        return lane.ledger().stats(head(), oldest);
    }

    private Optional<Instant> acceptedAt(SqliteLane lane, Ledger.Oldest entry) {
        Instant cached = cache.acceptedAt(entry.position());
        return cached != null ? Optional.of(cached) : reader.acceptedAt(lane, entry);
    }

    private <T> CompletionStage<T> submit(Function<CompletableFuture<T>, Command> command) {
        CompletableFuture<T> done = new CompletableFuture<>();
        committer.submit(command.apply(done));
        return done;
    }

    /** What reads. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws SQLException;
    }

    /** Reads; when damage is in the way, the store is made anew first. */
    private <T> T mended(Reading<T> reading) {
        try {
            try {
                return reading.read();
            } catch (SQLException e) {
                if (!Failures.isDamage(e)) {
                    throw e;
                }
            }
            CompletableFuture<Void> mended = new CompletableFuture<>();
            committer.submit(new Command.Mend(mended));
            mended.join();
            return reading.read();
        } catch (SQLException e) {
            throw committer.failures().reading(e);
        }
    }
}
