/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.List;

/**
 * What was done to Config Admin.
 *
 * @param added the PIDs of new configurations
 * @param changed the PIDs of those that have other values now
 * @param removed the PIDs of those that are gone
 * @param conflicts what was left out, and why, for people
 */
record Changes(List<String> added, List<String> changed, List<String> removed, List<String> conflicts) {

    private static final int MAX_NAMED = 20;

    Changes {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        conflicts = List.copyOf(conflicts);
    }

    @Override
    public String toString() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty()
                ? "nothing to change"
                : "added " + some(added) + ", changed " + some(changed) + ", removed " + some(removed);
    }

    /** A line of a log is for people. */
    private static String some(List<String> pids) {
        return pids.size() <= MAX_NAMED
                ? pids.toString()
                : pids.size() + " (" + String.join(", ", pids.subList(0, MAX_NAMED)) + ", ...)";
    }
}
