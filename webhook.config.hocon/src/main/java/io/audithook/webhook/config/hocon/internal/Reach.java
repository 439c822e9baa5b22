/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells what is ours in a file that has more in it: what stands at our paths, and what substitutions bring there, such as defaults that
 * endpoints share; and at which paths of ours that arrives.
 */
final class Reach {

    /** Behind all that can follow a path. */
    private static final char LAST = '\uffff';

    /** At more places of different meaning nothing is used by people. */
    private static final int MAX_ARRIVALS = 16;

    /** What substitutes itself is longer each time. */
    private static final int MAX_LENGTH = 1_000;

    private static final int MAX_STEPS = 200_000;

    private final NavigableMap<String, List<String>> references = new TreeMap<>();

    /** By path of what substitutions bring, where it arrives. */
    private final NavigableMap<String, Set<String>> reached = new TreeMap<>();

    /** At this path something stands of another one. */
    void add(String path, String reference) {
        references.computeIfAbsent(path, unknown -> new ArrayList<>(1)).add(reference);
    }

    /** Follows all references. To be called when all are known. */
    void follow() {
        Deque<Step> next = new ArrayDeque<>();
        references.forEach((path, some) -> {
            if (Assignments.isOurs(path + ".")) {
                String arrival = Names.general(path);
                some.forEach(reference -> next.add(new Step(reference, arrival)));
            }
        });
        for (int steps = 0; steps < MAX_STEPS && !next.isEmpty(); steps++) {
            Step step = next.remove();
            if (step.path().length() + step.arrival().length() <= MAX_LENGTH && isNew(step)) {
                follow(step, next);
            }
        }
    }

    private boolean isNew(Step step) {
        Set<String> arrivals = reached.computeIfAbsent(step.path(), unknown -> new LinkedHashSet<>(2));
        return arrivals.size() < MAX_ARRIVALS && arrivals.add(step.arrival());
    }

    private void follow(Step step, Deque<Step> next) {
        String path = step.path();
        // what is below it
        references.subMap(path, true, path + LAST, false).forEach((other, some) -> {
            if (isAtOrBelow(path, other)) {
                String arrival = step.arrival() + Names.general(other.substring(path.length()));
                some.forEach(reference -> next.add(new Step(reference, arrival)));
            }
        });
        // what it is a part of
        sources(path).forEach(source -> next.add(new Step(source, step.arrival())));
    }

    /** The paths of what stands at a path because a substitution brings what it is in. */
    List<String> sources(String path) {
        List<String> sources = new ArrayList<>();
        for (int end = end(path, 0); end < path.length(); end = end(path, end + 1)) {
            String rest = path.substring(end);
            references
                    .getOrDefault(path.substring(0, end), List.of())
                    .forEach(reference -> sources.add(reference + rest));
        }
        return sources;
    }

    /** Whether something at this path is ours, or comes to be. */
    boolean isOurs(String path) {
        return !arrivals(path).isEmpty();
    }

    /**
     * What it, or a part of it, is at our paths, with one name for all endpoints and filters: as it stands there, and where substitutions
     * bring it.
     */
    Set<String> arrivals(String path) {
        Set<String> arrivals = new LinkedHashSet<>();
        if (Assignments.isOurs(path + ".")) {
            arrivals.add(Names.general(path));
        }
        for (int end = end(path, 0); end <= path.length(); end = end(path, end + 1)) {
            String rest = Names.general(path.substring(end));
            reached.getOrDefault(path.substring(0, end), Set.of()).forEach(arrival -> arrivals.add(arrival + rest));
        }
        reached.subMap(path + ".", path + "." + LAST).values().forEach(arrivals::addAll);
        return arrivals;
    }

    private static boolean isAtOrBelow(String outer, String inner) {
        return inner.length() == outer.length() || end(inner, outer.length()) == outer.length();
    }

    /** Where the next name of a path ends, or the path; behind the path if that has ended. */
    private static int end(String path, int from) {
        int end = from;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    /** A reference to something, and where that arrives. */
    private record Step(String path, String arrival) {}
}
