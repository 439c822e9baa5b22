/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.itest.karaf;

import org.apache.karaf.shell.api.console.CommandLine;

/** A command and the beginning of its first argument, with the cursor at the end. */
final class TypedLine implements CommandLine {

    private final String command;
    private final String word;

    TypedLine(String command, String word) {
        this.command = command;
        this.word = word;
    }

    @Override
    public int getCursorArgumentIndex() {
        return 1;
    }

    @Override
    public String getCursorArgument() {
        return word;
    }

    @Override
    public int getArgumentPosition() {
        return word.length();
    }

    @Override
    public String[] getArguments() {
        return new String[] {command, word};
    }

    @Override
    public int getBufferPosition() {
        return getBuffer().length();
    }

    @Override
    public String getBuffer() {
        return command + " " + word;
    }
}
