/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt word was meant to be. */
public final class Spelling {

    /** Nobody misspells a key of ours like that, and a longer one would take long to compare. */
    private static final int MAX_LENGTH = 100;

    private Spelling() {}

    /** The word that is spelt most like it, the first of them in a tie; empty if none is. */
    public static Optional<String> closest(String lowerCase, Collection<String> words) {
        if (lowerCase.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String best = null;
        int bestDistance = tolerance(lowerCase.length()) + 1;
        for (String word : words) {
            int distance = distance(lowerCase, word.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = word;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many slips make another word of one this long. */
    private static int tolerance(int length) {
        return length <= 4 ? 1 : Math.max(2, length / 4);
    }

    /** How many letters were forgotten, added, replaced, or swapped with the next one. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] oldest = before;
            before = above;
            above = row;
            row = oldest;
        }
        return above[b.length()];
    }
}
