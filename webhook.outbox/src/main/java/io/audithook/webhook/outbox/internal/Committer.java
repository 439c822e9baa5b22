/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Gap;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes all commands that wait, does them in one transaction, and tells their
 * futures after the commit: one fsync for many (group commit).
 *
 * <p><b>Guarantee:</b> a future completes normally only after the commit that holds its command has returned, with
 * {@code synchronous=FULL} on a write-ahead log. After any failure the transaction is rolled back, all its
 * commands fail, and the connection is opened anew: SQLite may have ended the transaction by itself, of which the
 * driver knows nothing.
 *
 * <p>What has changed in lanes rides along with the next commit, and waits for one only a moment. When the disk is full,
 * that goes on: appends alone are refused, or wait.
 */
final class Committer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private static final long CLOSE_MILLIS = 10_000;

    /** A damaged store is not made anew more often than that. */
    private static final long RESCUE_PAUSE_MILLIS = 60_000;

    /** With so much left of the disk, nobody has to look closely. */
    private static final long MUCH_BYTES = 32L << 20;

    private final StoreDirectory directory;
    private final Path file;
    private final Failures failures;
    private final Recovery recovery;
    private final OutboxSettings settings;
    private final InstantSource clock;
    private final EntryCache cache;
    private final Lanes lanes;
    private final Housekeeping housekeeping;
    private final CommandQueue queue = new CommandQueue();
    private final Thread thread = new Thread(this::run, "audithook-outbox");
    private final Completer completer = new Completer();

    private volatile boolean closing;
    private volatile boolean ended;
    private volatile long head;
    private volatile long trimmed;
    private volatile String trouble = "";

    // Mutable state of the thread

    private final Deque<Command> waiting = new ArrayDeque<>();
    private Store store;
    private SqliteOutbox outbox;
    private Loaded loaded;
    private boolean failing;
    private boolean full;
    private boolean moreToTrim;

    /** A transaction that has failed, and of which it is not known yet whether it has taken effect. */
    private Transaction inDoubt;

    private long rescuedAt;
    private boolean rescued;

    /**
     * @param directory is closed at the end
     * @throws OutboxException if the database is not in order; then the directory stays open
     */
    Committer(
            StoreDirectory directory,
            Recovery recovery,
            OutboxSettings settings,
            InstantSource clock,
            EntryCache cache,
            Lanes lanes) {
        this.directory = directory;
        this.file = directory.database();
        this.failures = new Failures(file);
        this.recovery = recovery;
        this.settings = settings;
        this.clock = clock;
        this.cache = cache;
        this.lanes = lanes;
        this.housekeeping = new Housekeeping(clock, lanes);
        Recovery.Opened opened;
        try {
            opened = recovery.open();
        } catch (RuntimeException e) {
            completer.end();
            throw e;
        }
        this.store = opened.store();
        this.loaded = opened.loaded();
        this.head = loaded.last();
        this.trimmed = loaded.trimmed();
        thread.setDaemon(true);
    }

    /** @param owner gets the lanes there are, and those that are made */
    void start(SqliteOutbox owner) {
        outbox = owner;
        for (LaneRow row : loaded.lanes()) {
            SqliteLane lane = new SqliteLane(row, owner);
            LongSet parked = loaded.parked().get(row.id());
            if (parked != null) {
                for (long position : parked.toArray()) {
                    lane.ledger().addParked(position);
                }
            }
            lanes.add(lane);
            lane.removed(trimmed).ifPresent(gap -> lost(lane, gap));
            reconcile(lane);
            lane.endIfFinished();
        }
        loaded = null;
        thread.start();
    }

    /** The position of the latest durable entry. */
    long head() {
        return head;
    }

    /** Entries up to this position were removed. */
    long trimmed() {
        return trimmed;
    }

    /** Why nothing can be stored at the moment; empty if it can. */
    String trouble() {
        return trouble;
    }

    Failures failures() {
        return failures;
    }

    boolean isClosing() {
        return closing;
    }

    /** Has the command done soon, or fails it. */
    void submit(Command command) {
        if (closing) {
            command.fail(failures.closed());
            return;
        }
        queue.add(command);
        if (ended && queue.remove(command)) {
            command.fail(failures.closed());
        }
    }

    /** The lane has something to be stored. */
    void changed(SqliteLane lane) {
        queue.changed(lane);
    }

    /** Lanes are to be stored at once. */
    void hurry() {
        queue.hurry();
    }

    /** Tells the listener what a lane will not get, on a thread that may. */
    void lost(SqliteLane lane, Gap gap) {
        if (!closing) {
            completer.execute(() -> lanes.lost(lane, gap));
        }
    }

    /** Takes no more commands. */
    void refuse() {
        closing = true;
    }

    /**
     * Does what was submitted, then stops. Waits at most ten seconds; what takes longer goes on, and keeps the directory
     * locked as long.
     */
    @Override
    public void close() {
        refuse();
        if (thread.getState() == Thread.State.NEW) {
            end(List.of());
            return;
        }
        queue.add(Command.Flush.FLUSH);
        if (!completer.awaitEnd(CLOSE_MILLIS)) {
            LOG.error("The outbox {} is still writing; it is left to itself", file);
        }
    }

    private void run() {
        List<Command> group = new ArrayList<>();
        try {
            while (!(closing && queue.isEmpty())) {
                gather(group);
                commit(group);
                group.clear();
                housekeep();
            }
            commit(group);
        } finally {
            end(group);
        }
    }

    private void gather(List<Command> group) {
        // those that wait for room come first
        group.addAll(waiting);
        waiting.clear();
        try {
            queue.gather(group, housekeeping.pauseMillis(), closing);
        } catch (InterruptedException e) {
            // nobody interrupts this thread but those who want it gone
            closing = true;
        }
    }

    /** Nobody will write any more, whatever the reason. */
    private void end(List<Command> unfinished) {
        closing = true;
        ended = true;
        unfinished.forEach(command -> command.fail(failures.closed()));
        waiting.forEach(command -> command.fail(failures.closed()));
        for (Command late = queue.poll(); late != null; late = queue.poll()) {
            late.fail(failures.closed());
        }
        if (store != null) {
            store.close();
        }
        directory.close();
        completer.end();
    }

    private void commit(List<Command> group) {
        List<SqliteLane> changed = queue.takeChanged();
        if (group.isEmpty() && changed.isEmpty() && !failing) {
            return;
        }
        List<Command> mends =
                group.stream().filter(Command.Mend.class::isInstance).toList();
        group.removeAll(mends);
        Exception failure = mends.isEmpty() ? attempt(group, changed) : new DamagedRowException("a table is damaged");
        if (failure != null && Failures.isDamage(failure) && rescue(failure)) {
            mends.forEach(
                    mend -> completer.execute(() -> ((Command.Mend) mend).done().complete(null)));
            failure = attempt(group, changed);
        } else if (failure != null) {
            tell(mends, failures.writing(failure));
        }
        if (failure != null && Failures.isFull(failure) && group.removeIf(this::isRefused)) {
            // what is settled must not suffer
            full = true;
            failure = attempt(group, queue.takeChanged());
        }
        if (failure != null) {
            tell(group, failures.writing(failure));
        }
    }

    /** Refuses an append, or lets it wait, since the disk is full; false for any other command. */
    private boolean isRefused(Command command) {
        if (!(command instanceof Command.Append append)) {
            return false;
        }
        if (settings.whenFull() == OutboxSettings.WhenFull.BLOCK) {
            waiting.add(append);
        } else {
            tell(List.of(append), failures.full(null));
        }
        return true;
    }

    /** Returns why it failed, or null. */
    private Exception attempt(List<Command> group, List<SqliteLane> changed) {
        Transaction transaction = null;
        try {
            if (store == null) {
                reopen();
            }
            transaction = new Transaction(store, outbox, lanes, head, clock, settings, freeBytes(group));
            for (SqliteLane lane : changed) {
                transaction.changes().touch(lane);
            }
            for (Command command : group) {
                command.in(transaction);
            }
            transaction.commit();
        } catch (SQLException | RuntimeException e) {
            failed(transaction, changed, e);
            return e;
        }
        if (failing && (!full || !transaction.added().isEmpty())) {
            failing = false;
            full = false;
            LOG.info("The outbox {} can be written again", file);
        }
        committed(transaction, group);
        return null;
    }

    private void committed(Transaction transaction, List<Command> group) {
        long before = head;
        // in this order: no lane is given what is after the head
        head = transaction.head();
        trimmed = store.trimmed();
        cache.add(transaction.added());
        transaction.apply();
        moreToTrim = transaction.trimming().hasMore();
        waiting.addAll(transaction.appends().waiting());
        noteTrouble(transaction, group);
        completer.execute(transaction::complete);
        if (head != before || transaction.isNudged()) {
            lanes.available();
        }
    }

    private void noteTrouble(Transaction transaction, List<Command> group) {
        String now = transaction.appends().trouble();
        if (group.stream().noneMatch(Command.Append.class::isInstance) && !trouble.isEmpty()) {
            now = full || !transaction.appends().hasRoom() ? trouble : "";
        }
        if (now.isEmpty() != trouble.isEmpty()) {
            LOG.warn("{}", now.isEmpty() ? "The outbox has room again" : now);
        }
        trouble = now;
    }

    /**
     * How much can be written to the log, and from there to the database. When that becomes little, the log is emptied, as
     * long as there is room for it.
     */
    private long freeBytes(List<Command> group) throws SQLException {
        long wanted = Appends.RESERVE_BYTES;
        for (Command command : group) {
            wanted += command instanceof Command.Append append ? 2 * append.bytes() : 0;
        }
        try {
            long free = freeBytes();
            if (free < wanted && directory.logBytes() > 0) {
                store.emptyLog();
                free = freeBytes();
            }
            return free;
        } catch (IOException e) {
            LOG.debug("The room on the disk of {} cannot be told: {}", file, e.getMessage());
            return Long.MAX_VALUE / 4;
        }
    }

    private long freeBytes() throws IOException, SQLException {
        long usable = directory.usableBytes();
        long log = directory.logBytes();
        if (usable > MUCH_BYTES + log) {
            return usable - log;
        }
        // what the log holds goes into pages that are free, and then into new ones
        return Math.min(usable, usable - log + store.freePages() * Schema.PAGE_BYTES);
    }

    /** A commit that was reported as failed may have taken effect all the same; its positions must not be given again. */
    private void reopen() throws SQLException {
        store = recovery.reopen();
        long last = store.entries().last();
        if (last > head) {
            cache.clear();
            head = last;
        }
        trimmed = store.trimmed();
        if (inDoubt != null) {
            if (inDoubt.hasTakenEffect(store)) {
                inDoubt.apply();
            } else {
                inDoubt.discard();
            }
            inDoubt = null;
        }
    }

    private void failed(Transaction transaction, List<SqliteLane> changed, Exception e) {
        if (!failing) {
            failing = true;
            LOG.error("The outbox {} cannot be written; events are refused until it can", file, e);
        }
        trouble = failures.writing(e).getMessage();
        if (transaction != null) {
            transaction.keepUnstored(queue);
            inDoubt = transaction;
        }
        queue.putBack(changed);
        if (store != null) {
            store.close();
            store = null;
        }
    }

    private void tell(List<Command> group, RuntimeException failure) {
        List<Command> failedCommands = List.copyOf(group);
        completer.execute(() -> failedCommands.forEach(command -> command.fail(failure)));
    }

    /** Makes the store anew of what is sound in it. What lanes know in memory holds. */
    private boolean rescue(Exception why) {
        if (rescued && Math.abs(clock.millis() - rescuedAt) < RESCUE_PAUSE_MILLIS) {
            return false;
        }
        rescued = true;
        rescuedAt = clock.millis();
        if (store != null) {
            store.close();
            store = null;
        }
        try {
            Recovery.Opened opened = recovery.rescue(head, why);
            opened.store().close();
            outbox.replaced();
            reopen();
            for (SqliteLane lane : Stream.concat(lanes.own().stream(), lanes.replays().stream())
                    .toList()) {
                keepRows(lane, opened.loaded());
            }
            store.commit();
            return true;
        } catch (SQLException | OutboxException e) {
            LOG.error("The outbox {} could not be copied", file, e);
            return false;
        }
    }

    private void keepRows(SqliteLane lane, Loaded copied) throws SQLException {
        store.lanes().put(lane.row(lane.ledger().snapshot().progress(), lane.standing()));
        lane.ledger().keepParked(copied.parked().getOrDefault(lane.id(), new LongSet()));
        lane.changed();
    }

    /** What is unaccounted for was on a damaged page. */
    private void reconcile(SqliteLane lane) {
        long missing = lane.ledger().reconcile(head);
        if (missing != 0) {
            LOG.error("endpoint={} {} entries are unaccounted for, and count as damaged", lane.endpoint(), missing);
            lane.changed();
        }
    }

    private void housekeep() {
        if (store == null || !housekeeping.isDue()) {
            return;
        }
        List<Command> commands = housekeeping.commands();
        Exception failure = attempt(commands, queue.takeChanged());
        try {
            if (failure == null) {
                housekeeping.shrink(store, !moreToTrim, directory.usableBytes() < MUCH_BYTES);
                store.commit();
            }
        } catch (SQLException e) {
            failed(null, List.of(), e);
        } catch (IOException e) {
            LOG.debug("The room on the disk of {} cannot be told: {}", file, e.getMessage());
        }
    }
}
