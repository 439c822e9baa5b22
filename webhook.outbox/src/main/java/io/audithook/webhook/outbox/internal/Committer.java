/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Gap;
import io.audithook.webhook.api.Trouble;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes all commands that wait, does them in one transaction, and tells their
 * futures after the commit: one fsync for many (group commit).
 *
 * <p><b>Guarantee:</b> a future completes normally only after the commit that holds its command has returned, with
 * {@code synchronous=FULL} on a write-ahead log. After any failure the transaction is rolled back, all its
 * commands fail, and the connection is opened anew ({@link StoreKeeper}).
 *
 * <p>What has changed in lanes rides along with the next commit, and waits for one only a moment. When the disk is full,
 * that goes on: appends alone are refused, or wait.
 */
final class Committer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private static final long CLOSE_MILLIS = 10_000;

    private final StoreDirectory directory;
    private final Path file;
    private final Failures failures;
    private final OutboxSettings settings;
    private final InstantSource clock;
    private final EntryCache cache;
    private final Lanes lanes;
    private final Housekeeping housekeeping;
    private final StoreKeeper keeper;
    private final DiskSpace space;
    private final CommandQueue queue = new CommandQueue(CommandQueue.COMPANY);
    private final Thread thread = new Thread(this::run, "audithook-outbox");
    private final Completer completer = new Completer();
    private final Troubles troubles;

    private volatile boolean closing;
    private volatile boolean ended;
    private volatile long head;
    private volatile long trimmed;

    // Mutable state of the thread

    private final Deque<Command> waiting = new ArrayDeque<>();
    private SqliteOutbox outbox;
    private Loaded loaded;
    private boolean failing;
    private boolean full;
    private long refusedBytes;
    private long settled;
    private boolean moreToTrim;

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
        this.settings = settings;
        this.clock = clock;
        this.cache = cache;
        this.lanes = lanes;
        this.troubles = new Troubles(file, clock);
        this.housekeeping = new Housekeeping(clock, lanes);
        this.keeper = new StoreKeeper(recovery, clock, lanes, directory.files());
        this.space = new DiskSpace(directory, settings.sizeLimitBytes());
        try {
            this.loaded = keeper.open();
        } catch (RuntimeException e) {
            completer.end();
            throw e;
        }
        this.head = loaded.last();
        this.trimmed = loaded.trimmed();
        this.settled = directory.mark().read().map(HeadMark.Mark::settled).orElse(0L);
        thread.setDaemon(true);
    }

    /** @param owner gets the lanes there are, and those that are made */
    void start(SqliteOutbox owner) {
        outbox = owner;
        if (loaded.lanes().isEmpty() && !loaded.holes().isEmpty()) {
            LOG.error(
                    "The endpoints of the outbox {} are not known any more; everything that is stored is delivered to those that"
                            + " come now, and what is not there counts for them",
                    file);
            lanes.beginAt(trimmed);
        }
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
            loaded.holes().forEach(hole -> countDamage(lane, hole));
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
    Optional<Trouble> trouble() {
        return troubles.now();
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
            completer.execute(() -> lanes.lost(lane, gap, "backlog.age or backlog.bytes, or size.limit for a replay"));
        }
    }

    /** Takes no more commands. */
    void refuse() {
        // the first reason is the one, and the thread may end as soon as it sees that it is to
        troubles.ended("is closed");
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
                troubles.writing();
                commit(group);
                group.clear();
                housekeep();
                troubles.written();
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
        troubles.ended("is written no longer: its thread has ended");
        unfinished.forEach(command -> command.fail(failures.closed()));
        waiting.forEach(command -> command.fail(failures.closed()));
        for (Command late = queue.poll(); late != null; late = queue.poll()) {
            late.fail(failures.closed());
        }
        if (troubles.gone().isPresent()) {
            lanes.own().forEach(Committer::tellWhatEnds);
        }
        keeper.close();
        directory.close();
        completer.end();
    }

    private static void tellWhatEnds(SqliteLane lane) {
        if (lane.pending() > 0) {
            LOG.error(
                    "endpoint={} {} pending entries were in files that are gone, and are lost with this process",
                    lane.endpoint(),
                    lane.pending());
        }
    }

    private void commit(List<Command> group) {
        List<SqliteLane> changed = queue.takeChanged();
        refuseIfGone(group);
        if (group.isEmpty() && changed.isEmpty() && !failing) {
            return;
        }
        List<Command> mends =
                group.stream().filter(Command.Mend.class::isInstance).toList();
        group.removeAll(mends);
        Exception failure = mends.isEmpty() ? attempt(group, changed) : new DamagedRowException("a table is damaged");
        if (failure != null
                && Failures.isDamage(failure)
                && troubles.gone().isEmpty()
                && keeper.rescue(head, failure, outbox::replaced)) {
            mends.forEach(
                    mend -> completer.execute(() -> ((Command.Mend) mend).done().complete(null)));
            failure = attempt(group, changed);
        } else if (failure != null) {
            queue.putBack(changed);
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

    /** Refuses appends as long as the files are not those that were opened: nobody would find them again. */
    private void refuseIfGone(List<Command> group) {
        Optional<String> gone = directory.files().gone();
        if (gone.isPresent()
                && keeper.isOpen()
                && directory.files().isOnlyPassing()
                && keeper.renewLog(outbox::replaced)) {
            LOG.error(
                    "The log of the outbox {} was taken from under it; what it held is in the database now, and it has a"
                            + " new one",
                    file);
            gone = directory.files().gone();
        }
        if (troubles.files(gone)) {
            gone.ifPresentOrElse(
                    LOG::error,
                    () -> LOG.warn("The files of the outbox {} are there again; events are accepted", file));
        }
        if (gone.isPresent()) {
            List<Command> appends =
                    group.stream().filter(Command.Append.class::isInstance).toList();
            group.removeAll(appends);
            waiting.removeAll(appends);
            tell(appends, failures.gone(gone.get()));
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
            if (!keeper.isOpen()) {
                keeper.reopen();
            }
            if (keeper.takeReopened()) {
                catchUp();
            }
            long free = space.forWriting(keeper.store(), Appends.wantedBytes(group));
            transaction = new Transaction(
                    keeper.store(), outbox, lanes, head, clock, settings, free, space.used(keeper.store()));
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
        trimmed = keeper.store().trimmed();
        cache.add(transaction.added());
        transaction.apply();
        space.added(transaction.appends().writtenBytes());
        if (head != before) {
            markHead();
        }
        moreToTrim = transaction.trimming().hasMore();
        waiting.addAll(transaction.appends().waiting());
        noteTrouble(transaction, group);
        // what was written meanwhile is delivered all the same: twice is better than never
        refuseIfGone(new ArrayList<>(group));
        completer.execute(transaction::complete);
        if (head != before || transaction.isNudged()) {
            lanes.available();
        }
    }

    private void markHead() {
        directory.mark().write(new HeadMark.Mark(keeper.store().id(), head, settled));
    }

    private void noteTrouble(Transaction transaction, List<Command> group) {
        String before = troubles.known();
        String now = transaction.appends().trouble();
        if (!now.isEmpty()) {
            refusedBytes = transaction.appends().refusedBytes();
        } else if (group.stream().noneMatch(Command.Append.class::isInstance) && !before.isEmpty()) {
            // those that wait come first, and tell when there is room for them
            boolean room = !full && waiting.isEmpty() && transaction.appends().hasRoom(refusedBytes);
            now = room ? "" : before;
        }
        if (now.isEmpty() != before.isEmpty()) {
            LOG.warn("{}", now.isEmpty() ? "The outbox has room again" : now);
        }
        troubles.set(now);
    }

    /** A commit that was reported as failed may have taken effect all the same; its positions must not be given again. */
    private void catchUp() throws SQLException {
        long last = keeper.store().entries().last();
        if (last > head) {
            cache.clear();
            head = last;
        }
        trimmed = keeper.store().trimmed();
    }

    private void failed(Transaction transaction, List<SqliteLane> changed, Exception e) {
        if (!failing) {
            failing = true;
            LOG.error("The outbox {} cannot be written; events are refused until it can", file, e);
        }
        troubles.set(failures.writing(e).getMessage());
        if (transaction != null) {
            transaction.keepUnstored(queue);
        }
        queue.putBack(changed);
        keeper.failed(transaction);
    }

    private void tell(List<Command> group, RuntimeException failure) {
        List<Command> failedCommands = List.copyOf(group);
        completer.execute(() -> failedCommands.forEach(command -> command.fail(failure)));
    }

    private static void countDamage(SqliteLane lane, Holes.Hole hole) {
        long count = lane.ledger().damaged(hole.first(), hole.last());
        if (count > 0) {
            LOG.error(
                    "endpoint={} {} entries count as damaged, of the {} that are not there",
                    lane.endpoint(),
                    count,
                    hole.text());
            lane.changed();
        }
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
        if (!keeper.isOpen() || !housekeeping.isDue()) {
            return;
        }
        try {
            Exception failure = attempt(housekeeping.commands(), queue.takeChanged());
            if (failure != null && Failures.isDamage(failure)) {
                // nobody else may come that way for long, and the next time it would be the same
                keeper.rescue(head, failure, outbox::replaced);
            }
            if (failure == null) {
                housekeeping.shrink(keeper.store(), !moreToTrim, space);
                keeper.store().commit();
                long now = lanes.settledByEndpoints(head);
                if (now != settled) {
                    settled = now;
                    markHead();
                }
            }
        } catch (SQLException e) {
            failed(null, List.of(), e);
        }
    }
}
