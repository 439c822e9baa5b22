/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The last settings that were right. Declarative Services make a new component for each change of a configuration, so that it cannot
 * remember them itself; a bundle has a component of its own that extends this. Safe for use by many threads.
 *
 * @param <T> the settings
 */
public abstract class LastRight<T> {

    private final AtomicReference<Optional<T>> last = new AtomicReference<>(Optional.empty());

    /** These count from now on. */
    public final void set(T settings) {
        last.set(Optional.of(settings));
    }

    /** None count any more. */
    public final void forget() {
        last.set(Optional.empty());
    }

    /**
     * What is read now, or what counted last if there is a mistake in it, which is told, with what comes of it.
     *
     * @param reader throws {@link IllegalArgumentException} with a message for people
     * @param errors is told of the mistake, in one line
     * @param kept what is said if these go on counting
     * @param none what is said if there are none that could
     */
    public final Optional<T> or(Supplier<T> reader, Consumer<String> errors, String kept, String none) {
        try {
            return Optional.of(reader.get());
        } catch (IllegalArgumentException e) {
            Optional<T> before = get();
            errors.accept(e.getMessage() + "; " + (before.isPresent() ? kept : none));
            return before;
        }
    }

    /** Empty if there were none since the bundle was started, or they were forgotten. */
    public final Optional<T> get() {
        return last.get();
    }
}
