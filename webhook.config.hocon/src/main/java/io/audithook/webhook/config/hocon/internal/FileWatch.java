/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files twice a second, and says when one has changed and then stayed as it is for one look: a file
 * that is being written is left alone. Owns one daemon thread.
 */
final class FileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long PERIOD_MILLIS = 500;

    private final Supplier<Set<Path>> files;
    private final Runnable changed;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "audithook-hocon");
        thread.setDaemon(true);
        return thread;
    });

    private Map<Path, String> reported = Map.of();
    private Map<Path, String> seen = Map.of();

    /**
     * @param files which files to look at; asked at each look
     * @param changed called on the thread of this watch, at first as soon as possible
     */
    FileWatch(Supplier<Set<Path>> files, Runnable changed) {
        this.files = files;
        this.changed = changed;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // look() does not throw
    void start() {
        executor.execute(this::first);
        executor.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("A configuration file is still being read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void first() {
        report(fingerprints());
    }

    private void look() {
        Map<Path, String> now = fingerprints();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(reported)) {
            report(now);
        }
    }

    private void report(Map<Path, String> now) {
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.error("A changed configuration file could not be applied", e);
        }
        // what it includes is known only now
        Map<Path, String> after = fingerprints();
        after.keySet().removeAll(now.keySet());
        after.putAll(now);
        reported = after;
    }

    private Map<Path, String> fingerprints() {
        Map<Path, String> fingerprints = new TreeMap<>();
        for (Path file : files.get()) {
            fingerprints.put(file, fingerprint(file));
        }
        return fingerprints;
    }

    private static String fingerprint(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "absent";
        }
    }
}
