/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has everybody look at their files, one after the other, every few seconds, and only while there is something to look
 * after. It polls, because file systems tell of changes behind links and on network shares late or never. Safe for use
 * by many threads.
 */
public final class FileWatch {

    /** A change counts at the second look that finds it, so within 4 s. */
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Timer timer;
    private final Set<Look> looks = ConcurrentHashMap.newKeySet();
    private boolean running;

    public FileWatch(Timer timer) {
        this.timer = Objects.requireNonNull(timer, "timer");
    }

    /** From now on this is called, on a thread of the timer, until what is returned is closed. */
    public Watched add(Runnable task) {
        Look look = new Look(Objects.requireNonNull(task, "task"));
        looks.add(look);
        begin();
        return look;
    }

    /**
     * Has something made of secrets look at their files; nothing to do if they are in none.
     *
     * @param owner whose it is, for messages
     */
    public Watched add(String owner, Rotating<?> rotating) {
        return rotating.isFixed() ? () -> {} : add(() -> rotating.look(owner));
    }

    private synchronized void begin() {
        if (!running) {
            running = true;
            next();
        }
    }

    private void next() {
        timer.schedule(INTERVAL, this::lookAtAll);
    }

    private void lookAtAll() {
        looks.forEach(look -> {
            try {
                if (looks.contains(look)) {
                    look.task.run();
                }
            } catch (RuntimeException e) {
                // the files of others shall be looked after all the same
                LOG.error("Some files cannot be looked after", e);
            }
        });
        synchronized (this) {
            running = !looks.isEmpty();
            if (running) {
                next();
            }
        }
    }

    /** Runs tasks later. */
    @FunctionalInterface
    public interface Timer {

        /** Runs the task once after the delay, on a thread that may read files. */
        void schedule(Duration delay, Runnable task);
    }

    /** Something that is looked after. */
    @FunctionalInterface
    public interface Watched extends AutoCloseable {

        /** No look begins after this; one may be under way. */
        @Override
        void close();
    }

    private final class Look implements Watched {

        private final Runnable task;

        Look(Runnable task) {
            this.task = task;
        }

        @Override
        public void close() {
            looks.remove(this);
        }
    }
}
