/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells what is ours in a file that has more in it: what stands at our paths, and what substitutions bring there, such as defaults that
 * endpoints share.
 */
final class Reach {

    /** Behind all that can follow a path. */
    private static final char LAST = '\uffff';

    private final NavigableMap<String, List<String>> references = new TreeMap<>();
    private final TreeSet<String> reached = new TreeSet<>();

    /** At this path something stands of another one. */
    void add(String path, String reference) {
        references.computeIfAbsent(path, unknown -> new ArrayList<>(1)).add(reference);
    }

    /** Follows all references. To be called when all are known. */
    void follow() {
        Deque<String> next = new ArrayDeque<>();
        references.forEach((path, some) -> {
            if (Assignments.isOurs(path + ".")) {
                next.addAll(some);
            }
        });
        while (!next.isEmpty()) {
            String path = next.remove();
            if (reached.add(path)) {
                // what is below it
                references.subMap(path, true, path + LAST, false).forEach((other, some) -> {
                    if (isAtOrBelow(path, other)) {
                        next.addAll(some);
                    }
                });
                // what it is a part of
                for (int end = end(path, 0); end < path.length(); end = end(path, end + 1)) {
                    next.addAll(references.getOrDefault(path.substring(0, end), List.of()));
                }
            }
        }
    }

    /** Whether something at this path is ours, or comes to be. */
    boolean isOurs(String path) {
        if (Assignments.isOurs(path + ".") || reached.contains(path)) {
            return true;
        }
        for (int end = end(path, 0); end < path.length(); end = end(path, end + 1)) {
            if (reached.contains(path.substring(0, end))) {
                return true;
            }
        }
        String below = reached.ceiling(path + ".");
        return below != null && below.startsWith(path + ".");
    }

    private static boolean isAtOrBelow(String outer, String inner) {
        return inner.length() == outer.length() || end(inner, outer.length()) == outer.length();
    }

    /** Where the next name of a path ends, or the path. */
    private static int end(String path, int from) {
        int end = from;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return end;
    }
}
