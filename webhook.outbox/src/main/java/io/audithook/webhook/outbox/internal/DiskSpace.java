/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much room there is on the disk for the log, and then for the database. Used by the committer alone. */
final class DiskSpace {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);

    /** With so much left of the disk, nobody has to look closely. */
    private static final long MUCH_BYTES = 32L << 20;

    /** With so much left, nobody has to ask how large the log is. */
    private static final long VERY_MUCH_BYTES = 1L << 30;

    private static final int MAX_PAGES_TO_MOVE = (4 << 20) / Schema.PAGE_BYTES;

    /** For each page that is moved: itself, and those that tell where it is. */
    private static final int PAGES_WRITTEN = 4;

    private static final long UNKNOWN = Long.MAX_VALUE / 4;

    /** As long as the limit is far, the pages in use are counted no more often than that. */
    private static final long COUNT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final StoreDirectory directory;
    private final long sizeLimitBytes;
    private long usedBytes;
    private long countedNanos = System.nanoTime() - COUNT_PAUSE_NANOS;

    DiskSpace(StoreDirectory directory, long sizeLimitBytes) {
        this.directory = directory;
        this.sizeLimitBytes = sizeLimitBytes;
    }

    /** The bytes of the database that are in use; about that many, if the limit is far. */
    long used(Store store) throws SQLException {
        boolean isFar = usedBytes < sizeLimitBytes / 10 * 9;
        if (!isFar || System.nanoTime() - countedNanos >= COUNT_PAUSE_NANOS) {
            usedBytes = store.usedBytes();
            countedNanos = System.nanoTime();
        }
        return usedBytes;
    }

    /** So many bytes were added. */
    void added(long bytes) {
        usedBytes += 2 * bytes;
    }

    /**
     * How many bytes can be written. When that becomes less than is wanted, the log is emptied, as long as there is room
     * for it.
     *
     * @param store has no transaction under way
     */
    long forWriting(Store store, long wanted) throws SQLException {
        try {
            long free = free(store);
            if (free < wanted && directory.logBytes() > 0) {
                store.emptyLog();
                free = free(store);
            }
            return free;
        } catch (IOException e) {
            LOG.debug("The room on the disk cannot be told: {}", e.getMessage());
            return UNKNOWN;
        }
    }

    /** Whether there is so little that the file should give back what it can. */
    boolean isLow() {
        try {
            return directory.usableBytes() < MUCH_BYTES;
        } catch (IOException e) {
            LOG.debug("The room on the disk cannot be told: {}", e.getMessage());
            return false;
        }
    }

    /**
     * How many pages may be moved at once to make the file smaller: that is written to the log first, and must leave room for what
     * is settled.
     */
    int pagesToMove() {
        try {
            long pages =
                    (directory.usableBytes() - Appends.RESERVE_BYTES / 2) / (PAGES_WRITTEN * (long) Schema.PAGE_BYTES);
            return (int) Math.max(0, Math.min(pages, MAX_PAGES_TO_MOVE));
        } catch (IOException e) {
            LOG.debug("The room on the disk cannot be told: {}", e.getMessage());
            return MAX_PAGES_TO_MOVE;
        }
    }

    private long free(Store store) throws IOException, SQLException {
        long usable = directory.usableBytes();
        if (usable > VERY_MUCH_BYTES) {
            return usable / 2;
        }
        long log = directory.logBytes();
        if (usable > MUCH_BYTES + log) {
            return usable - log;
        }
        // what the log holds goes into pages that are free, and then into new ones
        return Math.min(usable, usable - log + store.freePages() * Schema.PAGE_BYTES);
    }
}
