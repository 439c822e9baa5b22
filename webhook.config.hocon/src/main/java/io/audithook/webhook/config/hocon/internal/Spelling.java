/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the key that a misspelt one was meant to be. */
final class Spelling {

    private static final int MAX_DISTANCE = 3;

    private Spelling() {}

    /** What a key is taken for where that decides something: by the rule of all other configurations. */
    static Optional<String> closest(String key, Collection<String> known) {
        return io.audithook.webhook.settings.Spelling.closest(key.toLowerCase(Locale.ROOT), known);
    }

    /** A question for the end of a message; empty if nothing is near. */
    static String suggestion(String key, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(key, candidate) <= Math.min(MAX_DISTANCE, candidate.length() / 2))
                .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /** Levenshtein's, without regard to case. */
    private static int distance(String one, String two) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = two.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
