/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values that the keys of one file are given. The library takes the later of two without a word, which is what HOCON
 * says, but may not be what is meant.
 */
final class Assignments {

    private static final String NULL = "null";

    /** More is not read by anybody. */
    private static final int MAX_REPETITIONS = 100;

    /** The values that are written as they are, by path, as far as the file has been read. */
    private final Map<String, Assignment> values = new HashMap<>();

    private final Map<String, Place> repetitions = new LinkedHashMap<>();

    /** A value that is written as it is, with its quotes. */
    void plain(String path, String text, Place place) {
        if (text.equals(NULL)) {
            other(path);
            return;
        }
        Assignment now = new Assignment(text.replace("\"", ""), place);
        Assignment before = values.put(path, now);
        if (before != null && !before.value().equals(now.value()) && repetitions.size() < MAX_REPETITIONS) {
            repetitions.put(path + ": takes the place of another value, in " + before.place(), place);
        }
    }

    /** What is merged, appended, substituted or taken back, which is meant. */
    void other(String path) {
        values.remove(path);
    }

    /** What is said of keys that were given two values as they are, one after the other, with the place of the second. */
    Map<String, Place> repetitions() {
        return repetitions;
    }

    private record Assignment(String value, Place place) {}
}
