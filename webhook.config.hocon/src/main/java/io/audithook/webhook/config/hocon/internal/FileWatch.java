/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a file and what it includes, and has them read when one has changed and then stayed as it is for one look: a
 * file that is being written is left alone. One that is not there counts as deleted after a while only, since programs
 * that write a file anew may delete it first.
 */
final class FileWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final Duration UNTIL_DELETED = Duration.ofSeconds(2);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

    private final Path file;
    private final Reader reader;
    private final Runnable changed;
    private final InstantSource clock;

    /** What was acted on last. */
    private Map<Path, String> read;

    private Map<Path, String> seen = Map.of();
    private Instant notBefore = Instant.MIN;

    /** Whether it is to be read though it has not changed. */
    private volatile boolean again;

    /** What went wrong last; empty if nothing does. */
    private String trouble = "";

    private final Map<Path, Instant> thereLast = new HashMap<>();

    /**
     * @param file the file to begin with
     * @param changed is told of a change at once; the file may not be complete
     */
    FileWatch(Path file, Reader reader, Runnable changed, InstantSource clock) {
        this.file = file;
        this.reader = reader;
        this.changed = changed;
        this.clock = clock;
        this.read = Map.of(file, "never");
    }

    /** The files that matter, as far as they are known. */
    Set<Path> files() {
        return read.keySet();
    }

    /** Has it read at the next look, changed or not. May be called by any thread. */
    void again() {
        again = true;
    }

    /** Looks once. Does not throw. */
    void look() {
        try {
            unsafeLook();
            trouble = "";
        } catch (InterruptedIOException e) {
            LOG.info("{} is not applied to its end, since that is to stop; the next start does the rest", file);
        } catch (IOException | RuntimeException e) {
            sayOnce(e);
            again = true;
            notBefore = clock.instant().plus(PAUSE_AFTER_FAILURE);
        }
    }

    /** The same again and again fills no log. */
    private void sayOnce(Exception failure) {
        if (failure.toString().equals(trouble)) {
            LOG.debug("{} could still not be applied", file, failure);
        } else {
            LOG.error("{} could not be applied, it is tried again every {}", file, PAUSE_AFTER_FAILURE, failure);
        }
        trouble = failure.toString();
    }

    private void unsafeLook() throws IOException {
        Map<Path, String> now = fingerprints(read.keySet());
        now.forEach((path, fingerprint) -> {
            if (!fingerprint.equals(Fingerprint.ABSENT)) {
                thereLast.put(path, clock.instant());
            }
        });
        boolean settled = seen.isEmpty() ? isOld() : now.equals(seen) && !mayComeBack(now);
        boolean isNews = !now.equals(seen) && !now.equals(read);
        seen = now;
        if (settled && (again || !now.equals(read)) && !clock.instant().isBefore(notBefore)) {
            // before it is read: who asks meanwhile is heard
            again = false;
            read = reader.read();
        } else if (isNews) {
            changed.run();
        }
    }

    /** Whether a file that is seen for the first time is complete, as far as one can tell. */
    private boolean isOld() throws IOException {
        return !Files.exists(file)
                || Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(clock.instant().minusSeconds(1));
    }

    private boolean mayComeBack(Map<Path, String> now) {
        return now.entrySet().stream()
                .filter(one -> one.getValue().equals(Fingerprint.ABSENT))
                .map(one -> thereLast.getOrDefault(one.getKey(), Instant.EPOCH))
                .anyMatch(last -> clock.instant().isBefore(last.plus(UNTIL_DELETED)));
    }

    private static Map<Path, String> fingerprints(Set<Path> files) {
        Map<Path, String> fingerprints = new TreeMap<>();
        for (Path file : files) {
            fingerprints.put(file, Fingerprint.of(file));
        }
        return fingerprints;
    }

    /** Reads the file and acts on it. */
    @FunctionalInterface
    interface Reader {

        /**
         * Does both.
         *
         * @return the files that matter, each with the {@link Fingerprint} of what was read
         * @throws IOException if it could not be acted on, so that it must be tried again
         */
        Map<Path, String> read() throws IOException;
    }
}
