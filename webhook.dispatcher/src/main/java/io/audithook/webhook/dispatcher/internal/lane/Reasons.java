/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Tells when a trouble that goes on has another reason, so that what the log says last of it is right. A reason that is new is told
 * at once; one that comes back, as when two take turns, not before a minute has gone by since the last was told. Not thread-safe.
 */
final class Reasons {

    static final Duration CALM = Duration.ofMinutes(1);

    private final Set<Outcome.Kind> told = EnumSet.noneOf(Outcome.Kind.class);
    private Outcome.Kind last;
    private long lastTold;
    private long since;

    /** The trouble begins, and why is told with that. */
    void begin(Outcome.Kind reason, long nanos) {
        told.clear();
        since = nanos;
        tell(reason, nanos);
    }

    /**
     * It goes on.
     *
     * @param began when what has failed now was begun; it tells nothing new if that was before the trouble
     * @return whether to tell the reason
     */
    boolean change(Outcome.Kind reason, long began, long nanos) {
        boolean late = began - since <= 0;
        boolean calm = !told.contains(reason) || nanos - lastTold >= CALM.toNanos();
        if (late || reason == last || !calm) {
            return false;
        }
        tell(reason, nanos);
        return true;
    }

    private void tell(Outcome.Kind reason, long nanos) {
        told.add(reason);
        last = reason;
        lastTold = nanos;
    }
}
