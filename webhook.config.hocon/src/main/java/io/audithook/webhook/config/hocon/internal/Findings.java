/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What those who read the configurations of a file find wrong with its values, with file and line. They are asked about a few
 * at a time, so that thousands of endpoints begin no later for it. Not safe for use by several threads.
 */
final class Findings {

    /** How many are asked about at once; takes some milliseconds. */
    private static final int SLICE = 200;

    private static final int MAX_LINES = 100;

    /** What is wrong may be a file with a secret, which is put right without a change of ours. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Judge judge;
    private final Deque<Desired> waiting = new ArrayDeque<>();
    private final Set<String> judged = new HashSet<>();
    private final Map<String, Found> found = new TreeMap<>();

    /** All of it for people, in the order of the PIDs. */
    private List<Line> lines = List.of();

    /** How many of each kind there were since all were asked about. */
    private final Map<String, Integer> told = new HashMap<>();

    /** The last of each kind of which there are too many. */
    private final Map<String, Line> untold = new TreeMap<>();

    private Instant again = Instant.MIN;

    Findings(Judge judge) {
        this.judge = judge;
    }

    /**
     * This is in force from now on.
     *
     * @param touched the PIDs of what is other than it was
     */
    void replace(List<Desired> desired, Collection<String> touched) {
        Set<String> other = Set.copyOf(touched);
        Set<String> pids = desired.stream().map(Desired::pid).collect(Collectors.toSet());
        Set<String> still = waiting.stream().map(Desired::pid).collect(Collectors.toSet());
        waiting.clear();
        told.clear();
        untold.clear();
        judged.retainAll(pids);
        found.keySet().retainAll(pids);
        desired.stream()
                .filter(one -> !judged.contains(one.pid())
                        || other.contains(one.pid())
                        || still.contains(one.pid())
                        || found.containsKey(one.pid()))
                .forEach(waiting::add);
        lines = lines();
    }

    /**
     * Asks about some of those that nobody was asked about yet, and now and then about those that something was wrong with.
     *
     * @return what is wrong and was not when this was called last
     */
    List<Line> next(Instant now) {
        if (waiting.isEmpty() && !found.isEmpty() && !now.isBefore(again)) {
            found.values().forEach(one -> waiting.add(one.desired));
        }
        if (waiting.isEmpty()) {
            return List.of();
        }
        again = now.plus(AGAIN);
        boolean known = true;
        for (int i = 0; i < SLICE && known && !waiting.isEmpty(); i++) {
            known = ask(waiting.remove());
        }
        Set<Line> before = Set.copyOf(lines);
        lines = lines();
        return few(lines.stream().filter(line -> !before.contains(line)).toList());
    }

    /** Of each kind a few, and when all were asked about how many more there are. */
    private List<Line> few(List<Line> news) {
        List<Line> few = new ArrayList<>();
        for (Line line : news) {
            if (told.merge(line.kind(), 1, Integer::sum) <= Alike.FEW) {
                few.add(line);
            } else {
                untold.put(line.kind(), line);
            }
        }
        if (waiting.isEmpty()) {
            untold.forEach((kind, line) -> few.add(line.more(told.get(kind) - Alike.FEW - 1)));
            untold.clear();
            told.clear();
        }
        return few;
    }

    /** All that is wrong, as far as it is known. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        lines.stream().limit(MAX_LINES).map(Line::text).forEach(texts::add);
        if (lines.size() > MAX_LINES) {
            texts.add("and " + (lines.size() - MAX_LINES) + " more");
        }
        return texts;
    }

    private boolean ask(Desired one) {
        Optional<List<Judge.Finding>> answer = judge.findings(one.pid(), one.properties());
        if (answer.isEmpty()) {
            // whoever knows may not have begun
            waiting.add(one);
            return false;
        }
        judged.add(one.pid());
        if (answer.get().isEmpty()) {
            found.remove(one.pid());
        } else {
            found.put(one.pid(), new Found(one, answer.get()));
        }
        return true;
    }

    private List<Line> lines() {
        return found.values().stream().flatMap(Found::lines).distinct().toList();
    }

    /**
     * What is wrong, for people.
     *
     * @param text with file and line
     * @param isError whether nothing can be made of the configuration
     * @param kind the same for all that the same value of the file is the cause of
     */
    record Line(String text, boolean isError, String kind) {

        static Line of(Desired one, Judge.Finding finding) {
            String place = one.place(finding.key()) + ": ";
            return new Line(
                    Problems.printable(place + finding.message()),
                    finding.isError(),
                    place + finding.message().replace(one.pid(), one.factoryPid()));
        }

        private Line more(int left) {
            return new Line(Alike.more(text, left), isError, kind);
        }
    }

    private record Found(Desired desired, List<Judge.Finding> findings) {

        private Stream<Line> lines() {
            return findings.stream().map(finding -> Line.of(desired, finding));
        }
    }
}
