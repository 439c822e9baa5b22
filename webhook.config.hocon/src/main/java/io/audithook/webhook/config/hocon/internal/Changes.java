/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** A line for each kind of change, for people; none if nothing was changed. */
    List<String> lines() {
        return Stream.of(line("added", added), line("changed", changed), line("removed", removed))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> line(String what, List<String> pids) {
        if (pids.isEmpty()) {
            return Optional.empty();
        }
        String named = String.join(", ", pids.subList(0, Math.min(MAX_NAMED, pids.size())));
        return Optional.of(what + " " + pids.size() + ": " + named
                + (pids.size() > MAX_NAMED ? " and " + (pids.size() - MAX_NAMED) + " more" : ""));
    }
}
