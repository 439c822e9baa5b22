/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Of one mistake in what thousands of endpoints share a few are told, and how many more there are. */
final class Alike {

    /** So many of a kind are told. */
    static final int FEW = 3;

    private Alike() {}

    /**
     * A few of each kind, in their order.
     *
     * @param kind the same for all that have one cause
     */
    static <T> List<String> few(List<T> all, Function<T, String> kind, Function<T, String> text) {
        Map<String, Integer> alike = new HashMap<>();
        all.forEach(one -> alike.merge(kind.apply(one), 1, Integer::sum));
        Map<String, Integer> told = new HashMap<>();
        List<String> texts = new ArrayList<>();
        for (T one : all) {
            int number = told.merge(kind.apply(one), 1, Integer::sum);
            if (number <= FEW) {
                int left = alike.get(kind.apply(one)) - number;
                texts.add(number == FEW ? more(text.apply(one), left) : text.apply(one));
            }
        }
        return texts;
    }

    /** A text that stands for others, too. */
    static String more(String text, int left) {
        return left == 0 ? text : text + " (and " + left + " more like it)";
    }
}
