/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

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

    /** Empty if there were none since the bundle was started, or they were forgotten. */
    public final Optional<T> get() {
        return last.get();
    }
}
