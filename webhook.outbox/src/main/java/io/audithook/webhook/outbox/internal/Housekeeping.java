/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/** Removes what every endpoint has and nobody wants to keep any longer, a little at a time. Used by the committer alone. */
final class Housekeeping {

    /** How many entries are removed at a time. */
    static final int TRIM_ENTRIES = 2000;

    /** Free pages up to this many stay in the file, for the next entries. */
    static final int SPARE_PAGES = 1024;

    private static final String FREE_PAGES = "PRAGMA freelist_count";
    private static final int VACUUM_PAGES = 512;
    private static final long PAUSE_MILLIS = 1000;
    private static final long PAUSE_WITH_MORE_MILLIS = 5;

    private final Duration retention;
    private final InstantSource clock;
    private long doneAt;
    private boolean more;

    Housekeeping(Duration retention, InstantSource clock) {
        this.retention = retention;
        this.clock = clock;
    }

    /** How long it may wait when there is nothing else to do. */
    long pauseMillis() {
        return more ? PAUSE_WITH_MORE_MILLIS : PAUSE_MILLIS;
    }

    /**
     * Does some of it, if it is time.
     *
     * @param settled the position up to which every endpoint has settled all
     */
    void run(Store store, long settled) throws SQLException {
        long now = clock.millis();
        // a clock that was set back must not stop it
        if (!more && Math.abs(now - doneAt) < PAUSE_MILLIS) {
            return;
        }
        doneAt = now;
        int removed = store.trim(settled, now - retention.toMillis(), TRIM_ENTRIES);
        store.commit();
        more = removed == TRIM_ENTRIES || shrink(store);
    }

    /** Whether the file became smaller. */
    private static boolean shrink(Store store) throws SQLException {
        long free = store.number(FREE_PAGES);
        if (free <= SPARE_PAGES) {
            return false;
        }
        store.vacuum(VACUUM_PAGES);
        return store.number(FREE_PAGES) < free;
    }
}
