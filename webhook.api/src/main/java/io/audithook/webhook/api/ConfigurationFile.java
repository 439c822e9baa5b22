/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How a file of a {@link ConfigurationSource} is doing. Nothing in it is secret.
 *
 * @param name its path
 * @param state whether it is in force
 * @param since when it came into this state
 * @param problems what keeps it from being in force; a line each
 * @param warnings what of it has no effect, or another than its author may think; a line each
 */
public record ConfigurationFile(String name, State state, Instant since, List<String> problems, List<String> warnings) {

    public ConfigurationFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Whether a file is in force. */
    public enum State {
        /** It has not been read yet. */
        UNREAD,
        /** It is in force. */
        APPLIED,
        /** There is something wrong with it: what came from it before stays in force. */
        KEPT,
        /** It is not there. */
        MISSING
    }
}
