/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the keys of a configuration that mean nothing to us, and what they may have been meant to be. */
final class UnknownKeys {

    /** Written by Config Admin, Declarative Services, installers and our own HOCON bundle. */
    private static final Pattern FOREIGN = Pattern.compile("(service|felix|component|audithook|osgi|org)\\..*|[.:].*");

    private UnknownKeys() {}

    static boolean isForeign(String key) {
        return FOREIGN.matcher(key).matches();
    }

    /** {@code key colour is not known}, a consequence, and a suggestion if one of the known keys is spelled like it. */
    static String complaint(String key, String consequence, Set<String> known) {
        return "key " + key + " is not known" + consequence
                + suggestion(key, known)
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
    }

    private static Optional<String> suggestion(String key, Set<String> known) {
        int bound = Math.max(2, key.length() / 4);
        String best = null;
        int bestDistance = bound + 1;
        // sorted, so that a tie is always decided alike
        for (String name : known.stream().sorted().toList()) {
            int distance = distance(key.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Levenshtein. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
