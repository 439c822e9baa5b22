/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.audit.api;

/** Text of others in messages of ours: it gets no line of its own in a log, and does not fill it. */
final class Shown {

    private static final int MAX_LENGTH = 255;

    private Shown() {}

    /** The text in visible ASCII, with a mark in place of each other character, and cut. */
    static String of(String text) {
        boolean cut = text.length() > MAX_LENGTH;
        return text.substring(0, cut ? MAX_LENGTH : text.length()).replaceAll("[^ -~]", "?") + (cut ? "..." : "");
    }
}
