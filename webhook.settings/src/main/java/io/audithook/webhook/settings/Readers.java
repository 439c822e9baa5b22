/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What makes something of configurations, by PID, for who only wants to know what is wrong with one. Immutable. */
public final class Readers {

    private static final String NAME_FOLLOWS = "~";

    private final Map<String, Consumer<Settings>> readers;

    /**
     * The readers of some PIDs.
     *
     * @param readers by the PID of a singleton or of a factory; throw {@link InvalidSettingsException} with all that is
     *     wrong
     */
    public Readers(Map<String, Consumer<Settings>> readers) {
        this.readers = Map.copyOf(readers);
    }

    /** The PIDs there is a reader for. */
    public Set<String> pids() {
        return readers.keySet();
    }

    /**
     * All there is to say about a configuration.
     *
     * @param pid one of {@link #pids()}, or that of an instance of such a factory: {@code FACTORY~NAME}
     * @param shape how somebody else writes down a problem
     * @throws IllegalArgumentException if there is no reader for the PID
     */
    public <T> List<T> validate(String pid, Map<String, ?> configuration, Problem.Shape<T> shape) {
        Consumer<Settings> reader = readers.get(pid.split(NAME_FOLLOWS, 2)[0]);
        if (reader == null) {
            throw new IllegalArgumentException(pid + " is not of " + pids());
        }
        return new Settings(pid, configuration).validate(reader, shape);
    }
}
