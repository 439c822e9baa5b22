/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

import java.util.List;
import org.apache.karaf.shell.api.console.CommandLine;

/** A line of words, with the cursor at the end. */
final class TypedLine implements CommandLine {

    private final List<String> words;

    TypedLine(String... words) {
        this.words = List.of(words);
    }

    @Override
    public int getCursorArgumentIndex() {
        return words.size() - 1;
    }

    @Override
    public String getCursorArgument() {
        return words.get(words.size() - 1);
    }

    @Override
    public int getArgumentPosition() {
        return getCursorArgument().length();
    }

    @Override
    public String[] getArguments() {
        return words.toArray(String[]::new);
    }

    @Override
    public int getBufferPosition() {
        return getBuffer().length();
    }

    @Override
    public String getBuffer() {
        return String.join(" ", words);
    }
}
