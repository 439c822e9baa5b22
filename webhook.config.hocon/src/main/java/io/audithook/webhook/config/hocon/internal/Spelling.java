/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the key that a misspelt one was meant to be. */
final class Spelling {

    private Spelling() {}

    /** The key that is spelt most like it, by the rule of all other configurations; empty if none is. */
    static Optional<String> closest(String key, Collection<String> known) {
        return io.audithook.webhook.settings.Spelling.closest(key.toLowerCase(Locale.ROOT), known);
    }

    /** A question for the end of a message; empty if nothing is near. */
    static String suggestion(String key, Collection<String> known) {
        return closest(key, known).map(meant -> "; did you mean " + meant + "?").orElse("");
    }
}
