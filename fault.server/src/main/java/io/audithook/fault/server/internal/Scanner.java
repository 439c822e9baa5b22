/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server.internal;

import io.audithook.fault.server.ScriptException;
import java.io.ByteArrayOutputStream;

/** Takes the text of a script apart. */
final class Scanner {

    private static final String ESCAPES = "the escapes are \\r \\n \\t \\\" \\\\ \\xHH";

    private final String text;
    private int at;
    private int mark;

    Scanner(String text) {
        this.text = text;
    }

    boolean atEnd() {
        skipBlanks();
        return at == text.length();
    }

    /** Remembers this place for {@link #errorAtMark}. */
    void mark() {
        skipBlanks();
        mark = at;
    }

    /** Whether there were any. */
    boolean skipSeparators() {
        boolean any = false;
        while (!atEnd() && (text.charAt(at) == ';' || text.charAt(at) == '\n')) {
            any = true;
            at++;
        }
        return any;
    }

    /** Whether the next word, or the next character if it ends words, is this. */
    boolean peekIs(String expected) {
        skipBlanks();
        int end = at;
        while (end < text.length() && !endsWord(text.charAt(end))) {
            end++;
        }
        return text.startsWith(expected, at) && (end == at + expected.length() || end == at);
    }

    boolean peekIsWord() {
        return !atEnd() && !endsWord(text.charAt(at));
    }

    String word() {
        skipBlanks();
        int begin = at;
        while (at < text.length() && !endsWord(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    void take(char expected) {
        skipBlanks();
        if (at == text.length() || text.charAt(at) != expected) {
            throw error("something else", expected + " is due here");
        }
        at++;
    }

    byte[] quoted() {
        take('"');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            if (at == text.length() || text.charAt(at) == '\n') {
                throw error("the text does not end", "a text ends with \" on the same line");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return bytes.toByteArray();
            }
            if (c > 0xff) {
                at--;
                throw error("'" + c + "' is not in ISO-8859-1", ESCAPES);
            }
            bytes.write(c == '\\' ? escaped() : c);
        }
    }

    private int escaped() {
        char c = at < text.length() ? text.charAt(at) : ' ';
        int value = switch (c) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case '"', '\\' -> c;
            case 'x' -> hexadecimal(at + 1);
            default -> -1;
        };
        if (value < 0) {
            at--;
            throw error("a wrong escape", ESCAPES);
        }
        at += c == 'x' ? 3 : 1;
        return value;
    }

    /** The two digits at a place; negative if they are none. */
    private int hexadecimal(int place) {
        if (place + 1 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(place), 16);
        int low = Character.digit(text.charAt(place + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    ScriptException error(String found, String rule) {
        skipBlanks();
        return errorAt(at, found, rule);
    }

    ScriptException errorAtMark(String found, String rule) {
        return errorAt(mark, found, rule);
    }

    private ScriptException errorAt(int place, String found, String rule) {
        int end = Math.min(place, text.length());
        int line = (int) text.substring(0, end).chars().filter(c -> c == '\n').count() + 1;
        int column = end - text.lastIndexOf('\n', end - 1);
        return new ScriptException(line, column, found, rule);
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    private static boolean endsWord(char c) {
        return Character.isWhitespace(c) || c == ';' || c == '{' || c == '}' || c == '"' || c == '#';
    }
}
