/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of one file, looked through before the library sees it: the library recurses over what is nested, copies
 * what is written key by key, and has no limits of its own.
 */
final class SourceText {

    /** What 100 levels of nesting take is far from what a stack has. */
    static final int MAX_DEPTH = 100;

    /** About 200 bytes each are needed for a moment. */
    static final int MAX_TOKENS = 600_000;

    /** So many words may make one value, or one key. The library needs time that grows with their square. */
    static final int MAX_WORDS = 1000;

    /** The library needs time that grows with their square. */
    static final int MAX_SUBSTITUTIONS = 10_000;

    /** Here with the cube: each is a list, made of all that went before it. */
    static final int MAX_APPENDS = 300;

    /** So often a dotted key may begin alike in one object: each time the library copies what is there. */
    static final int MAX_ADDITIONS = 5_000;

    /** The same on the outermost level, where it is parsed in pieces. */
    static final int MAX_ADDITIONS_TO_ROOT = 30_000;

    /** From so many statements on, they are parsed in pieces. */
    private static final int MANY_STATEMENTS = 256;

    private static final int PIECES = 32;

    private final Path file;
    private final String text;

    /** Where statements of the root begin; the root is not in braces if there are several. */
    private final List<Integer> statements = new ArrayList<>(List.of(0));

    /** What the position is in: objects, with how often dotted keys begin with a name, and lists. */
    private final Deque<Level> levels = new ArrayDeque<>(List.of(new Level(true)));

    /** Where the key begins; -1 behind its first dot, and in values. */
    private int key;

    private int position;
    private int line = 1;
    private int depth;
    private int tokens;
    private int substitutions;
    private int appends;
    private int dots;
    private int words;
    private boolean inWord;

    private SourceText(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * The text in pieces that give the same, merged, as the whole, but in less time: a dotted key copies the object that
     * it adds to, so 10,000 of them would copy it 10,000 times. Each has as many lines before it as in the file.
     *
     * @throws ConfigException if the text is beyond a limit
     */
    static List<String> pieces(Path file, String text) {
        SourceText source = new SourceText(file, text);
        source.scan();
        return source.pieces();
    }

    private void scan() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '"') {
                word();
                skipString();
            } else if (c == '#' || text.startsWith("//", position)) {
                skipTo(text.indexOf('\n', position));
            } else {
                plain(c);
                position++;
            }
        }
    }

    private void plain(char c) {
        switch (c) {
            case '\n' -> {
                separator();
                key = position + 1;
                line++;
                if (depth == 0) {
                    statements.add(position + 1);
                }
            }
            case '{', '[' -> {
                separator();
                key = position + 1;
                levels.push(new Level(c == '{'));
                depth++;
                check(depth, MAX_DEPTH, "is nested too deeply, more than %d levels");
            }
            case '}', ']' -> {
                separator();
                depth = Math.max(0, depth - 1);
                if (levels.size() > 1) {
                    levels.pop();
                }
            }
            case ',' -> {
                separator();
                key = position + 1;
            }
            case '=', ':' -> {
                separator();
                key = -1;
            }
            case '.' -> {
                addition();
                dots++;
                check(dots, MAX_DEPTH, "is nested too deeply, more than %d levels");
            }
            case '$' -> {
                token();
                substitutions++;
                check(substitutions, MAX_SUBSTITUTIONS, "has more than %d substitutions");
            }
            case '+' -> {
                if (text.startsWith("+=", position)) {
                    appends++;
                    check(appends, MAX_APPENDS, "appends more than %d times with +=; write a list");
                }
            }
            default -> {
                if (Character.isWhitespace(c)) {
                    inWord = false;
                } else {
                    word();
                }
            }
        }
    }

    /** A dotted key adds to an object that may be there. */
    private void addition() {
        Level level = levels.element();
        if (key >= 0 && level.isObject()) {
            String name = text.substring(key, position).strip();
            check(
                    level.additions().merge(name, 1, Integer::sum),
                    levels.size() == 1 ? MAX_ADDITIONS_TO_ROOT : MAX_ADDITIONS,
                    "adds more than %d times to an object, key by key; write it in braces");
        }
        key = -1;
    }

    private void separator() {
        token();
        inWord = false;
        dots = 0;
        words = 0;
    }

    private void word() {
        if (!inWord) {
            inWord = true;
            token();
            words++;
            check(words, MAX_WORDS, "has a value of more than %d words; put it in quotes");
        }
    }

    private void token() {
        tokens++;
        check(tokens, MAX_TOKENS, "has more than %d words and signs");
    }

    /** To behind its end. The library says what is wrong with one that does not end. */
    private void skipString() {
        if (text.startsWith("\"\"\"", position)) {
            int end = text.indexOf("\"\"\"", position + 3);
            skipTo(end < 0 ? end : end + 3);
            return;
        }
        position++;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\n') {
                return;
            }
            position += c == '\\' ? 2 : 1;
            if (c == '"') {
                return;
            }
        }
    }

    private void skipTo(int end) {
        int to = end < 0 ? text.length() : end;
        for (; position < to; position++) {
            if (text.charAt(position) == '\n') {
                line++;
            }
        }
    }

    private void check(int value, int limit, String message) {
        if (value > limit) {
            throw new ConfigException.Generic(file + ": " + line + ": " + message.formatted(limit));
        }
    }

    private List<String> pieces() {
        if (statements.size() < MANY_STATEMENTS || depth != 0) {
            return List.of(text);
        }
        List<String> pieces = new ArrayList<>();
        int size = statements.size() / PIECES + 1;
        int lines = 0;
        for (int i = 0; i < statements.size(); i += size) {
            int begin = statements.get(i);
            int end = i + size < statements.size() ? statements.get(i + size) : text.length();
            String piece = text.substring(begin, end);
            pieces.add("\n".repeat(lines) + piece);
            lines += (int) piece.chars().filter(c -> c == '\n').count();
        }
        return pieces;
    }

    /** An object or a list. */
    private record Level(boolean isObject, Map<String, Integer> additions) {

        Level(boolean isObject) {
            this(isObject, new HashMap<>());
        }
    }
}
