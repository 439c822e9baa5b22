/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values that the keys of one file are given. The library takes the later of two without a word, which is what HOCON
 * says, but may not be what is meant.
 */
final class Assignments {

    private static final String NULL = "null";

    /** What no text without its quotes begins with. */
    private static final String LIST = "\"[";

    private static final List<String> OURS =
            List.of("webhooks.", "notification.webhook.", "audithook.", "ws.", "play.ws.");

    /** More is not read by anybody. */
    private static final int MAX_REPETITIONS = 100;

    /** The values that are written as they are, and lists, by path, as far as the file has been read. */
    private final Map<String, Assignment> values = new HashMap<>();

    private final Map<String, Place> repetitions = new LinkedHashMap<>();
    private final Map<String, Place> additions = new LinkedHashMap<>();

    /** What has had a value of its own, in place of any other. */
    private final Set<String> replaced = new HashSet<>();

    private final Wishes wishes = new Wishes();

    /** A value that is written as it is, with its quotes. */
    void plain(String path, String text, Place place) {
        if (text.equals(NULL)) {
            other(path);
            return;
        }
        given(path, new Assignment(text.replace("\"", ""), place));
    }

    /** A list that stands for itself. */
    void list(String path, Place place) {
        given(path, new Assignment(LIST + place.line(), place));
    }

    private void given(String path, Assignment now) {
        wishes.forget(path);
        Assignment before = values.put(path, now);
        if (before != null && !before.value().equals(now.value()) && repetitions.size() < MAX_REPETITIONS) {
            repetitions.put(shown(path) + ": takes the place of another value, in " + before.place(), now.place());
        }
    }

    /** What is appended, substituted or taken back, which is meant. */
    void other(String path) {
        wishes.forget(path);
        values.remove(path);
        replaced.add(path);
    }

    /** What is added to what was there before. */
    void more(String path, Place place) {
        wishes.merged(path);
        if (values.remove(path) != null) {
            replaced.add(path);
        } else if (!replaced.contains(path)) {
            additions.putIfAbsent(path, place);
        }
    }

    /** Keys that are added to without a value before, where that is done first. */
    Map<String, Place> additions() {
        return additions;
    }

    /** A substitution that may find nothing; what there was before counts then. */
    void optional(String path, String reference, Place place) {
        if (values.remove(path) == null) {
            wishes.whole(path, reference, place);
        }
    }

    /** What may find nothing, and what that would take away. */
    Wishes wishes() {
        return wishes;
    }

    /** What is said of keys that were given two values as they are, one after the other, with the place of the second. */
    Map<String, Place> repetitions() {
        return repetitions;
    }

    /**
     * Values of ours with keys below them: HOCON keeps the one that came last, and forgets the other without a word. With the place of
     * what came last.
     */
    Map<String, Place> losses() {
        Map<String, Place> losses = new LinkedHashMap<>();
        values.forEach((path, below) -> {
            for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
                Assignment value = values.get(path.substring(0, dot));
                if (value != null && isOurs(path)) {
                    boolean isLast = below.place().line() >= value.place().line();
                    losses.put(
                            (isLast ? path : path.substring(0, dot)) + ": takes the place of "
                                    + (isLast ? path.substring(0, dot) : path) + ", in "
                                    + (isLast ? value : below).place()
                                    + ", since a key is a value or an object; if both are"
                                    + " meant, write the longer one in quotes",
                            (isLast ? below : value).place());
                }
            }
        });
        return losses;
    }

    /** A path for people: what is in a list has no name, and where the library counts it from is not known here. */
    static String shown(String path) {
        return path.replaceAll("\\[[0-9]+]", "[]");
    }

    static boolean isOurs(String path) {
        return OURS.stream().anyMatch(path::startsWith);
    }

    private record Assignment(String value, Place place) {}
}
