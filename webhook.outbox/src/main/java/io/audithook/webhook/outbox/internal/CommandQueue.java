/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What waits for the committer: commands, and lanes that are to be stored. */
final class CommandQueue {

    /** Lanes alone wait so long for commands to share a commit with. */
    private static final long FLUSH_MILLIS = 20;

    private static final int MAX_GROUP_COMMANDS = 4096;
    private static final long MAX_GROUP_BYTES = 4L << 20;

    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final Queue<SqliteLane> changed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean flushAsked = new AtomicBoolean();

    void add(Command command) {
        commands.add(command);
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
     * Waits for a command; takes with it all that wait, up to a limit.
     *
     * @param waitMillis how long to wait for the first
     * @param hurry whether lanes alone go at once
     */
    void gather(List<Command> group, long waitMillis, boolean hurry) throws InterruptedException {
        Command first = commands.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first == Command.Flush.FLUSH && !hurry) {
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
}
