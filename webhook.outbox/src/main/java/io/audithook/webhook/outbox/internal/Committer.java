/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.audit.api.AuditTrailFullException;
import io.audithook.audit.api.AuditTrailUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * <p>Positions of lanes ride along with the next commit, and wait for one at most {@value #FLUSH_MILLIS} ms.
 */
final class Committer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private static final long FLUSH_MILLIS = 50;
    private static final int MAX_GROUP_COMMANDS = 4096;
    private static final long MAX_GROUP_BYTES = 4L << 20;
    private static final long HOUSEKEEPING_MILLIS = 1000;

    private final Path file;
    private final OutboxSettings settings;
    private final InstantSource clock;
    private final EntryCache cache;
    private final Lanes lanes;
    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final Queue<SqliteLane> moved = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean flushAsked = new AtomicBoolean();
    private final Thread thread = new Thread(this::run, "audithook-outbox");
    private final ExecutorService completer = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "audithook-outbox-done");
        worker.setDaemon(true);
        return worker;
    });

    private volatile boolean closing;
    private volatile boolean closed;
    private volatile long head;

    // Mutable state of the thread

    private Store store;
    private SqliteOutbox outbox;
    private boolean failing;
    private long housekeptAt;

    Committer(Path file, OutboxSettings settings, InstantSource clock, EntryCache cache, Lanes lanes) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        this.cache = cache;
        this.lanes = lanes;
        this.store = Store.openForWriting(file);
        try {
            head = store.last();
            store.commit();
        } catch (SQLException e) {
            store.close();
            completer.shutdown();
            throw new OutboxException("The outbox " + file + " cannot be read: " + e.getMessage(), e);
        }
        thread.setDaemon(true);
    }

    /** The cursors as they are on disk. Before {@link #start} only. */
    Map<String, Long> cursors() {
        try {
            return store.cursors();
        } catch (SQLException e) {
            throw new OutboxException("The cursors of " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @param owner gets the lanes that are made */
    void start(SqliteOutbox owner) {
        outbox = owner;
        thread.start();
    }

    long head() {
        return head;
    }

    boolean isClosed() {
        return closed;
    }

    /** Has the command done soon, or fails it. */
    void submit(Command command) {
        if (closing) {
            command.fail(closedFailure());
            return;
        }
        commands.add(command);
        if (closed && commands.remove(command)) {
            command.fail(closedFailure());
        }
    }

    /** The lane has a new position to be made durable. */
    void moved(SqliteLane lane) {
        moved.add(lane);
        if (flushAsked.compareAndSet(false, true)) {
            commands.add(Command.Flush.FLUSH);
        }
    }

    /** Does what was submitted, then stops. Waits at most ten seconds. */
    @Override
    public void close() {
        closing = true;
        if (thread.isAlive()) {
            commands.add(Command.Flush.FLUSH);
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                LOG.error("The outbox {} is still writing; it is left to itself", file);
            }
        } else {
            store.close();
        }
        completer.shutdown();
    }

    private void run() {
        List<Command> group = new ArrayList<>();
        while (!(closing && commands.isEmpty())) {
            try {
                gather(group);
            } catch (InterruptedException e) {
                // nobody interrupts this thread but those who want it gone
                closing = true;
            }
            commit(group);
            group.clear();
            housekeep();
        }
        closed = true;
        commit(group);
        if (store != null) {
            store.close();
        }
        for (Command late = commands.poll(); late != null; late = commands.poll()) {
            late.fail(closedFailure());
        }
    }

    /** Waits for a command; takes with it all that wait, up to a limit. Positions alone wait a little for company. */
    private void gather(List<Command> group) throws InterruptedException {
        Command first = commands.take();
        if (first == Command.Flush.FLUSH && !closing) {
            Command company = commands.poll(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
            first = company == null ? first : company;
        }
        long bytes = 0;
        for (Command next = first; next != null; next = commands.poll()) {
            group.add(next);
            bytes += next instanceof Command.Append append ? append.bytes() : 0;
            if (group.size() >= MAX_GROUP_COMMANDS || bytes >= MAX_GROUP_BYTES) {
                return;
            }
        }
    }

    private void commit(List<Command> group) {
        flushAsked.set(false);
        List<SqliteLane> moves = new ArrayList<>();
        for (SqliteLane lane = moved.poll(); lane != null; lane = moved.poll()) {
            moves.add(lane);
        }
        Transaction transaction = null;
        try {
            if (store == null) {
                store = Store.openForWriting(file);
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
        cache.add(transaction.added());
        head = transaction.head();
        transaction.applyToLanes();
        completer.execute(transaction::complete);
        if (!transaction.added().isEmpty()) {
            lanes.available();
        }
    }

    private void failed(List<Command> group, List<SqliteLane> moves, Exception e) {
        if (!failing) {
            failing = true;
            LOG.error("The outbox {} cannot be written; events are refused until it can: {}", file, e.getMessage(), e);
        }
        if (store != null) {
            store.close();
            store = null;
        }
        moved.addAll(moves);
        RuntimeException failure = e instanceof SQLException sql && Store.isFull(sql)
                ? new AuditTrailFullException("The disk of " + file + " is full", e)
                : new AuditTrailUnavailableException("The outbox " + file + " cannot be written: " + e.getMessage(), e);
        List<Command> failedCommands = List.copyOf(group);
        completer.execute(() -> failedCommands.forEach(command -> command.fail(failure)));
    }

    /** Removes what every endpoint has and nobody wants to keep any longer, a little at a time. */
    private void housekeep() {
        long now = clock.millis();
        if (store == null || Math.abs(now - housekeptAt) < HOUSEKEEPING_MILLIS) {
            return;
        }
        housekeptAt = now;
        try {
            int removed =
                    store.trim(lanes.settled(head), now - settings.retention().toMillis(), Transaction.TRIM_ENTRIES);
            store.commit();
            if (removed > 0) {
                store.vacuum(Transaction.TRIM_ENTRIES);
                // there may be more: look again with the next command
                housekeptAt = 0;
            }
        } catch (SQLException e) {
            failed(List.of(), List.of(), e);
        }
    }

    private AuditTrailUnavailableException closedFailure() {
        return new AuditTrailUnavailableException("The outbox " + file + " is closed", null);
    }
}
