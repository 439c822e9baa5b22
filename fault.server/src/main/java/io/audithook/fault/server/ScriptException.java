/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

/** The text of a script breaks a rule. */
public final class ScriptException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * Made by the parser.
     *
     * @param line from 1
     * @param column from 1
     * @param found what is wrong
     * @param rule what would be right
     */
    public ScriptException(int line, int column, String found, String rule) {
        super("line " + line + ", column " + column + ": " + found + "; " + rule);
        this.line = line;
        this.column = column;
    }

    /** The line, from 1. */
    public int line() {
        return line;
    }

    /** The column, from 1. */
    public int column() {
        return column;
    }
}
