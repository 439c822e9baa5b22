/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Runs what one client has to work out in TLS handshakes. A task may ask others, who may not answer, and hold its thread for
 * long; those of one receiver hold a few threads at most, and its others wait in line. Safe for use by many threads.
 */
final class HandshakeTasks {

    /** More than one, or a task that hangs would hold up the next attempt, too; few beside all threads there are. */
    static final int PER_RECEIVER = 8;

    private final Executor threads;
    private final Map<Receiver, Line> lines = new HashMap<>();

    HandshakeTasks(Executor threads) {
        this.threads = threads;
    }

    /** With whom a handshake is. */
    record Receiver(String host, int port) {}

    /**
     * Runs a task as soon as it is its turn.
     *
     * @throws java.util.concurrent.RejectedExecutionException if all is stopped
     */
    void execute(Receiver receiver, Runnable task) {
        synchronized (this) {
            Line line = lines.computeIfAbsent(receiver, r -> new Line());
            if (line.running == PER_RECEIVER) {
                line.waiting.add(task);
                return;
            }
            line.running++;
        }
        start(receiver, task);
    }

    /** Takes a task out of the line, if it is still there. */
    synchronized void withdraw(Receiver receiver, Runnable task) {
        Line line = lines.get(receiver);
        if (line != null) {
            line.waiting.remove(task);
        }
    }

    private void start(Receiver receiver, Runnable task) {
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                next(receiver);
            }
        });
    }

    private void next(Receiver receiver) {
        Runnable task;
        synchronized (this) {
            Line line = lines.get(receiver);
            task = line.waiting.poll();
            if (task == null) {
                if (--line.running == 0) {
                    lines.remove(receiver);
                }
                return;
            }
        }
        start(receiver, task);
    }

    private static final class Line {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int running;
    }
}
