/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The last settings of each PID that were right. Declarative Services make a new component for each change of a configuration, so that it cannot
 * remember them itself; a bundle has a component of its own that extends this. Safe for use by many threads.
 *
 * @param <T> the settings
 */
public abstract class LastRight<T> {

    private final Map<String, T> last = new ConcurrentHashMap<>();

    /** These count from now on for this PID. */
    public final void set(String pid, T settings) {
        last.put(pid, settings);
    }

    /** None count any more for this PID. */
    public final void forget(String pid) {
        last.remove(pid);
    }

    /**
     * What is read now, or what counted last if there is a mistake in it, which is told, with what comes of it.
     *
     * @param pid whose settings
     * @param reader throws {@link IllegalArgumentException} with a message for people
     * @param errors is told of the mistake, in one line
     * @param kept what is said if these go on counting
     * @param none what is said if there are none that could
     */
    public final Optional<T> or(String pid, Supplier<T> reader, Consumer<String> errors, String kept, String none) {
        try {
            return Optional.of(reader.get());
        } catch (IllegalArgumentException e) {
            Optional<T> before = get(pid);
            errors.accept(e.getMessage() + "; " + (before.isPresent() ? kept : none));
            return before;
        }
    }

    /** The same, where what is right counts from now on. */
    public final Optional<T> next(String pid, Supplier<T> reader, Consumer<String> errors, String kept, String none) {
        Optional<T> settings = or(pid, reader, errors, kept, none);
        settings.ifPresent(right -> set(pid, right));
        return settings;
    }

    /** Empty if there were none since the bundle was started, or they were forgotten. */
    public final Optional<T> get(String pid) {
        return Optional.ofNullable(last.get(pid));
    }
}
