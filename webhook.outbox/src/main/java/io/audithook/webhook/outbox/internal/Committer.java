/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * <p>Positions of lanes ride along with the next commit, and wait for one only a moment.
 */
final class Committer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private static final long CLOSE_MILLIS = 10_000;

    private final StoreDirectory directory;
    private final Path file;
    private final Failures failures;
    private final Connector connector;
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

    // Mutable state of the thread

    private Store store;
    private SqliteOutbox outbox;
    private boolean failing;

    /**
     * @param directory is closed at the end
     * @throws OutboxException if the database is not in order; then the directory stays open
     */
    Committer(
            StoreDirectory directory,
            Connector connector,
            OutboxSettings settings,
            InstantSource clock,
            EntryCache cache,
            Lanes lanes) {
        this.directory = directory;
        this.file = directory.database();
        this.failures = new Failures(file);
        this.connector = connector;
        this.settings = settings;
        this.clock = clock;
        this.cache = cache;
        this.lanes = lanes;
        this.housekeeping = new Housekeeping(settings.retention(), clock);
        this.store = Store.openForWriting(file, connector);
        try {
            head = store.last();
            store.commit();
        } catch (SQLException e) {
            store.close();
            completer.end();
            throw new OutboxException("The outbox " + file + " cannot be read: " + e.getMessage(), e);
        }
        thread.setDaemon(true);
    }

    /** The cursors as they are on disk. Before {@link #start} only. */
    Map<String, Long> cursors() {
        try {
            Map<String, Long> cursors = store.cursors().all(store.first() - 1);
            store.commit();
            return cursors;
        } catch (SQLException e) {
            throw new OutboxException("The cursors of " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @param owner gets the lanes that are made */
    void start(SqliteOutbox owner) {
        outbox = owner;
        thread.start();
    }

    /** The position of the latest durable entry. */
    long head() {
        return head;
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

    /** The lane has a new position to be made durable. */
    void moved(SqliteLane lane) {
        queue.moved(lane);
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
        List<SqliteLane> moves = queue.takeMoved();
        if (group.isEmpty() && moves.isEmpty() && !failing) {
            return;
        }
        Transaction transaction;
        long before = head;
        try {
            if (store == null) {
                reopen();
            }
            transaction = new Transaction(store, outbox, lanes, head, clock, settings.sizeLimitBytes());
            for (Command command : group) {
                transaction.add(command);
            }
            for (SqliteLane lane : moves) {
                transaction.move(lane);
            }
            transaction.commit();
        } catch (SQLException | RuntimeException e) {
            failed(group, moves, e);
            return;
        }
        if (failing) {
            failing = false;
            LOG.info("The outbox {} can be written again", file);
        }
        // in this order: no lane is given what is after the head
        head = transaction.head();
        cache.add(transaction.added());
        transaction.applyToLanes();
        completer.execute(transaction::complete);
        if (head != before) {
            lanes.available();
        }
    }

    /** A commit that was reported as failed may have taken effect all the same; its positions must not be given again. */
    private void reopen() throws SQLException {
        store = Store.openForWriting(file, connector);
        long last = store.last();
        if (last > head) {
            cache.clear();
            head = last;
        }
    }

    private void failed(List<Command> group, List<SqliteLane> moves, Exception e) {
        if (!failing) {
            failing = true;
            LOG.error("The outbox {} cannot be written; events are refused until it can", file, e);
        }
        if (store != null) {
            store.close();
            store = null;
        }
        queue.putBack(moves);
        RuntimeException failure = failures.writing(e);
        List<Command> failedCommands = List.copyOf(group);
        completer.execute(() -> failedCommands.forEach(command -> command.fail(failure)));
    }

    private void housekeep() {
        if (store == null) {
            return;
        }
        try {
            housekeeping.run(store, lanes.settled(head));
        } catch (SQLException e) {
            failed(List.of(), List.of(), e);
        }
    }
}
