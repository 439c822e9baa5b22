/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import java.util.List;

/**
 * A text in which {@code *} stands for any characters, or none.
 *
 * @param parts what stands between the stars, in order; one more than there are stars
 */
record Wildcard(List<String> parts) {

    /** So many texts in one are looked for one after the other in each event. */
    private static final int MAX_STARS = 20;

    Wildcard {
        parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException with the rule */
    static Wildcard of(String pattern) {
        List<String> parts = List.of(pattern.split("\\*", -1));
        if (parts.size() > MAX_STARS + 1) {
            throw new IllegalArgumentException("must not have more than " + MAX_STARS + " stars");
        }
        return new Wildcard(parts);
    }

    /** Whether the text has this form. Takes each part as early as it comes: where a later one would do, this one does. */
    boolean matches(String text) {
        int last = parts.size() - 1;
        if (last == 0) {
            return text.equals(parts.get(0));
        }
        if (!text.startsWith(parts.get(0))) {
            return false;
        }
        int from = parts.get(0).length();
        for (String part : parts.subList(1, last)) {
            int found = text.indexOf(part, from);
            if (found < 0) {
                return false;
            }
            from = found + part.length();
        }
        String end = parts.get(last);
        return text.length() - end.length() >= from && text.endsWith(end);
    }
}
