/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** What waits for the committer: commands, and lanes that are to be stored. One thread gathers, many add. */
final class CommandQueue {

    /** The first of many that come at about the same time waits so long for the others, at most. */
    static final Duration COMPANY = Duration.ofMillis(5);

    /** Lanes alone wait so long for commands to share a commit with. */
    private static final long FLUSH_MILLIS = 20;

    private static final int MAX_GROUP_COMMANDS = 4096;
    private static final long MAX_GROUP_BYTES = 4L << 20;

    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final Queue<SqliteLane> changed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean flushAsked = new AtomicBoolean();
    private final long companyNanos;
    private final GroupSize groupSize = new GroupSize();

    /** The thread that waits until there are enough; null if it does not. */
    private final AtomicReference<Thread> gathering = new AtomicReference<>();

    private volatile int enough;

    /** @param company how long the first of many waits for the others, at most */
    CommandQueue(Duration company) {
        this.companyNanos = company.toNanos();
    }

    void add(Command command) {
        commands.add(command);
        Thread waits = gathering.get();
        if (waits != null && commands.size() >= enough && gathering.compareAndSet(waits, null)) {
            LockSupport.unpark(waits);
        }
    }

    /** Takes a command back; false if it is on its way already. */
    boolean remove(Command command) {
        return commands.remove(command);
    }

    /** The next command, or null if none waits. */
    Command poll() {
        return commands.poll();
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    void changed(SqliteLane lane) {
        changed.add(lane);
        if (flushAsked.compareAndSet(false, true)) {
            commands.add(Command.Flush.FLUSH);
        }
    }

    /** Lanes wait no longer: there is company. */
    void hurry() {
        commands.add(Command.Flush.FLUSH);
    }

    /** The lanes that have changed since the last call. */
    List<SqliteLane> takeChanged() {
        flushAsked.set(false);
        List<SqliteLane> lanes = new ArrayList<>();
        for (SqliteLane lane = changed.poll(); lane != null; lane = changed.poll()) {
            lanes.add(lane);
        }
        return lanes;
    }

    /** They could not be stored: they go with the next group. */
    void putBack(Collection<SqliteLane> lanes) {
        changed.addAll(lanes);
    }

    /**
     * Waits for a command, and for as many as come together of late; takes with it all that wait, up to a limit.
     *
     * @param group gets what is taken, also when this thread is interrupted
     * @param waitMillis how long to wait for the first
     * @param hurry whether lanes alone go at once, and nothing waits for company
     */
    void gather(List<Command> group, long waitMillis, boolean hurry) throws InterruptedException {
        Command first = commands.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first == Command.Flush.FLUSH && !hurry) {
            Command company = commands.poll(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
            first = company == null ? first : company;
        }
        if (first == null) {
            return;
        }
        int before = group.size();
        group.add(first);
        boolean complete = hurry || awaitBehindFirst(groupSize.wanted() - 1);
        long bytes = bytes(first);
        while (group.size() < MAX_GROUP_COMMANDS && bytes < MAX_GROUP_BYTES) {
            Command next = commands.poll();
            if (next == null) {
                break;
            }
            group.add(next);
            bytes += bytes(next);
        }
        groupSize.gathered(group.size() - before, complete);
    }

    private static long bytes(Command command) {
        return command instanceof Command.Append append ? append.bytes() : 0;
    }

    /** Returns false if so many have not come in time. */
    private boolean awaitBehindFirst(int number) throws InterruptedException {
        if (commands.size() >= number) {
            return true;
        }
        enough = number;
        gathering.set(Thread.currentThread());
        try {
            long end = System.nanoTime() + companyNanos;
            for (long left = companyNanos; commands.size() < number && left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            gathering.set(null);
        }
        return commands.size() >= number;
    }
}
