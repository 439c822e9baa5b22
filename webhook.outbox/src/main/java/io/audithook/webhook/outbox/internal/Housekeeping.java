/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What has to be done from time to time, a little at a time. Used by the committer alone. */
final class Housekeeping {

    /** Free pages up to this many stay in the file, for the next entries. */
    static final int SPARE_PAGES = (8 << 20) / Schema.PAGE_BYTES;

    /** As {@link #SPARE_PAGES}, when there is little room on the disk. */
    private static final int FEW_SPARE_PAGES = (256 << 10) / Schema.PAGE_BYTES;

    private static final long PAUSE_MILLIS = 1000;
    private static final long PAUSE_WITH_MORE_MILLIS = 5;

    /** What is free now is most likely written again before that. */
    private static final long SHRINK_PAUSE_MILLIS = 60_000;

    private final InstantSource clock;
    private final Lanes lanes;
    private long doneAt;
    private long shrunkAt;
    private boolean more;

    Housekeeping(InstantSource clock, Lanes lanes) {
        this.clock = clock;
        this.lanes = lanes;
    }

    /** How long it may wait when there is nothing else to do. */
    long pauseMillis() {
        return more ? PAUSE_WITH_MORE_MILLIS : PAUSE_MILLIS;
    }

    /** Whether it is time to do some of it. */
    boolean isDue() {
        return more || isOver(PAUSE_MILLIS, doneAt);
    }

    /** A clock that was set back must not stop anything. */
    private boolean isOver(long pauseMillis, long since) {
        return Math.abs(clock.millis() - since) >= pauseMillis;
    }

    /** What is to be done in a transaction. */
    List<Command> commands() {
        doneAt = clock.millis();
        more = false;
        Instant now = clock.instant();
        List<Command> commands = new ArrayList<>();
        for (SqliteLane lane : lanes.own()) {
            if (lane.standing()
                    .retiredUntil()
                    .filter(until -> !now.isBefore(until))
                    .isPresent()) {
                commands.add(new Command.Expire(lane.endpoint(), new CompletableFuture<>()));
            }
        }
        for (SqliteLane lane : lanes.replays()) {
            if (lane.ledger().isFinished()) {
                commands.add(new Command.EndReplay(lane.replay().orElseThrow(), false, new CompletableFuture<>()));
            }
        }
        commands.add(Command.Trim.TRIM);
        return commands;
    }

    /**
     * Gives the file system back what is free: a few pages at a time, and each minute, or at once when there is little room on
     * the disk.
     *
     * @param trimmedAll whether nothing more is to be removed at the moment
     * @param space how much room there is on the disk
     */
    void shrink(Store store, boolean trimmedAll, DiskSpace space) throws SQLException {
        more = !trimmedAll;
        if (more) {
            return;
        }
        boolean isLow = space.isLow();
        if (!isLow && !isOver(SHRINK_PAUSE_MILLIS, shrunkAt)) {
            return;
        }
        long free = store.freePages();
        int pages = free > (isLow ? FEW_SPARE_PAGES : SPARE_PAGES) ? space.pagesToMove() : 0;
        if (pages > 0) {
            store.vacuum(pages);
            if (isLow) {
                // only then the file is smaller
                store.emptyLog();
            }
            more = store.freePages() < free;
        }
        if (!more) {
            // until then the pause does not begin
            shrunkAt = clock.millis();
        }
    }
}
