/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** Here with the cube, for each key: each is a list, made of all that went before it. */
    static final int MAX_APPENDS = 300;

    /** So many elements may be copied for that, in all. */
    private static final int MAX_COPIES = 500_000;

    /** So often a dotted key may begin alike in one object: each time the library copies what is there. */
    static final int MAX_ADDITIONS = 5_000;

    /** The same on the outermost level, where it is parsed in pieces. */
    static final int MAX_ADDITIONS_TO_ROOT = 30_000;

    /** From so many statements on, they are parsed in pieces. */
    private static final int MANY_STATEMENTS = 256;

    private static final int PIECES = 32;

    private static final String INCLUDE = "include";

    /** What no word without quotes can hold. */
    static final String ENDS_OF_WORDS = "$\"{}[]:=,+#`^?!@*&\\";

    /** White space for HOCON, but not for Java. */
    private static final String OTHER_WHITESPACE = "\u00a0\u2007\u202f\ufeff";

    private final Path file;
    private final String text;

    /** Where the lines begin that statements of the root begin on. */
    private final List<Integer> statements = new ArrayList<>(List.of(0));

    /** What the position is in. */
    private final Deque<Level> levels = new ArrayDeque<>(List.of(new Level(Level.Kind.OBJECT, null, 0, 1)));

    /** How often is appended to a path. */
    private final Map<String, Integer> appends = new HashMap<>();

    /** The line that a statement of the root begins on, if what comes there begins one; 0 if none can. */
    private int border;

    private final Assignments assignments = new Assignments();
    private final Slips slips = new Slips();

    /** What stands where by a substitution. */
    private final List<Map.Entry<String, String>> references = new ArrayList<>();

    /** What is wrong with the first sign that closes something else than was opened, and the line of that. */
    private String mismatch = "";

    private int mismatchLine;
    private final Map<String, List<Place>> places = new HashMap<>();

    private boolean isRootInBraces;
    private int position;
    private int line = 1;
    private int depth;
    private int tokens;
    private int substitutions;
    private int copies;
    private int dots;
    private int words;
    private boolean inWord;

    private SourceText(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** @throws ConfigException if the text is beyond a limit */
    static SourceText of(Path file, String text) {
        SourceText source = new SourceText(file, text);
        source.scan();
        return source;
    }

    /**
     * The text in pieces that give the same, merged, as the whole, but in less time: a dotted key copies the object that
     * it adds to, so 10,000 of them would copy it 10,000 times. Each has as many lines before it as in the file.
     */
    List<String> pieces() {
        if (statements.size() < MANY_STATEMENTS || depth != 0 || isRootInBraces) {
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

    /** What is wrong if the text ends too early: the brace or bracket that is not closed; empty if all are. */
    Optional<ConfigException> unclosed() {
        Level last = level();
        return depth == 0 || last.isSubstitution()
                ? Optional.empty()
                : Optional.of(new ConfigException.Generic(
                        file + ": " + last.line() + ": expected a " + (last.isObject() ? "} for the {" : "] for the [")
                                + " of this line, found the end of the file"));
    }

    /** Keys that are given two values as they are, one after the other, with the place of the second; as many as anybody reads. */
    Map<String, Place> repetitions() {
        return assignments.repetitions();
    }

    /** Values that are lost, since their keys are objects, too, in the same file; with the place of what came second. */
    Map<String, Place> losses() {
        return assignments.losses();
    }

    /** What may be read as something else than is meant, ours or not. */
    Collection<Slips.Slip> slips() {
        return slips.all();
    }

    /** What has no value, or lacks a part, if what is substituted has none; ours or not. */
    List<Wishes.Wish> wishes() {
        return assignments.wishes().all();
    }

    /** Notes what stands where by substitutions. */
    void references(Reach reach) {
        references.forEach(one -> reach.add(one.getKey(), one.getValue()));
    }

    /** Keys that are added to without a value before, with the place of that. */
    Map<String, Place> additions() {
        return assignments.additions();
    }

    /** What is wrong at this line if something is closed there that was not opened last; empty if that is not it. */
    Optional<ConfigException> mismatch(int at) {
        return mismatch.isEmpty() || at != mismatchLine
                ? Optional.empty()
                : Optional.of(new ConfigException.Generic(file + ": " + at + ": " + mismatch));
    }

    /** Where substitutions stand, by what is in their braces. */
    Map<String, List<Place>> substitutions() {
        return places;
    }

    private void scan() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '"') {
                word();
                string();
            } else if (c == '#' || text.startsWith("//", position)) {
                skipTo(text.indexOf('\n', position));
            } else {
                plain(c);
                position++;
            }
        }
        endStatement();
    }

    private void plain(char c) {
        switch (c) {
            case '\n' -> {
                separator();
                if (level().mayEnd()) {
                    endStatement();
                    border = depth == 0 ? position + 1 : 0;
                }
                line++;
            }
            case '{', '[' -> {
                separator();
                open(c);
                depth++;
                check(depth, MAX_DEPTH, "is nested too deeply, more than %d levels");
            }
            case '}', ']' -> {
                separator();
                border = 0;
                depth = Math.max(0, depth - 1);
                if (levels.size() > 1) {
                    mismatch(c);
                    close();
                }
            }
            case ',' -> {
                separator();
                border = 0;
                endStatement();
            }
            case '=', ':' -> {
                separator();
                border = 0;
                level().separator(false);
            }
            case '.' -> {
                addition();
                wordInStatement();
                dots++;
                check(dots, MAX_DEPTH, "is nested too deeply, more than %d levels");
            }
            case '$' -> {
                token();
                border = 0;
                slips.composed(level(), text, place(line));
                level().composed(position, line, c);
                substitution();
            }
            case '+' -> {
                if (text.startsWith("+=", position)) {
                    append();
                } else {
                    wordInStatement();
                }
            }
            default -> {
                if (isWhitespace(c)) {
                    inWord = false;
                } else {
                    word();
                    wordInStatement();
                    if (c == '(' || c == ')') {
                        level().parenthesis(c == '(');
                    }
                }
            }
        }
    }

    private Level level() {
        return levels.element();
    }

    private void open(char sign) {
        // such a root cannot be cut, and what is in braces is no statement without a key
        isRootInBraces |= levels.size() == 1 && level().isAtStart();
        border = 0;
        boolean isSubstitution = position > 0 && text.charAt(position - 1) == '$';
        Level outer = level();
        if (sign == '{' && !isSubstitution) {
            slips.composed(outer, text, place(line));
            outer.object();
        }
        outer.composed(position, line, isSubstitution ? '$' : sign);
        levels.push(new Level(
                isSubstitution ? Level.Kind.SUBSTITUTION : sign == '{' ? Level.Kind.OBJECT : Level.Kind.LIST,
                outer,
                position,
                line));
    }

    /** The library names other signs than those that are meant. */
    private void mismatch(char sign) {
        boolean isBrace = sign == '}';
        if (mismatch.isEmpty() && isBrace == level().holdsElements()) {
            mismatchLine = line;
            mismatch = "expected a " + (isBrace ? "] for the [" : "} for the {") + " of line " + level().line()
                    + ", found a " + sign;
        }
    }

    private void close() {
        endStatement();
        Level closed = levels.pop();
        if (closed.isSubstitution()) {
            String path = text.substring(closed.begin() + 1, position);
            boolean isOptional = path.startsWith("?");
            String reference = (isOptional ? path.substring(1) : path).strip();
            String normal = Level.normal(reference);
            String statement = level().statementPath(text);
            references.add(Map.entry(statement, normal));
            if (normal.equals(statement)) {
                level().ofItself();
            }
            places.computeIfAbsent(normal, unknown -> new ArrayList<>()).add(place(line));
            if (isOptional) {
                level().optional(reference, line);
            }
        }
    }

    private void endStatement() {
        Level level = level();
        if (level.hasValue()) {
            assignment(level);
        } else if (level.hasElement() && level.isPlain()) {
            slips.element(level, text, place(level.valueLine()));
        }
        level.end();
    }

    private Place place(int at) {
        return new Place(file.toString(), at);
    }

    private void assignment(Level level) {
        String path = level.statementPath(text);
        Place place = place(level.valueLine());
        assignments.wishes().below(path);
        if (level.isPlain()) {
            assignments.plain(path, level.value(text), place);
            return;
        }
        List<Level.Optional> optionals = level.optionals();
        if (optionals.size() == 1 && level.isWhole(text, position) && !level.goesOn()) {
            assignments.optional(path, optionals.get(0).reference(), place);
            return;
        }
        if (level.isList()) {
            assignments.list(path, place);
        } else if (level.goesOn()) {
            assignments.more(path, place);
        } else if (level.isMerged()) {
            assignments.wishes().merged(path);
        } else {
            assignments.other(path);
        }
        for (Level.Optional optional : optionals) {
            assignments
                    .wishes()
                    .part(
                            path,
                            optional.reference(),
                            place(optional.line()),
                            optional.isElement() || level.hasObject());
        }
    }

    private void string() {
        int begin = position;
        int firstLine = line;
        beginStatement();
        skipString();
        level().string(begin, position, firstLine);
        slips.string(level(), text, text.substring(begin, position), place(firstLine));
    }

    private void wordInStatement() {
        if (level().isAtStart()) {
            beginStatement();
            if (level().isObject() && isInclude()) {
                level().include();
            }
        }
        level().word(position, position + 1, line);
    }

    private void beginStatement() {
        if (border > 0 && level().isAtStart()) {
            statements.add(border);
        }
        border = 0;
    }

    /** Whether the word that begins is {@code include}, all of it. */
    private boolean isInclude() {
        int end = position + INCLUDE.length();
        return text.startsWith(INCLUDE, position)
                && (end == text.length()
                        || isWhitespace(text.charAt(end))
                        || ENDS_OF_WORDS.indexOf(text.charAt(end)) >= 0
                        || text.startsWith("//", end));
    }

    private void append() {
        separator();
        border = 0;
        int count = appends.merge(level().statementPath(text), 1, Integer::sum);
        check(count, MAX_APPENDS, "appends more than %d times with += to one key; write a list");
        copies += count;
        check(copies, MAX_COPIES, "copies more than %d elements of lists that grow with +=; write lists");
        // it stands for one of the key itself, and takes longer than others
        substitution();
        substitution();
        level().separator(true);
        position++;
    }

    private void substitution() {
        substitutions++;
        check(substitutions, MAX_SUBSTITUTIONS, "has more than %d substitutions; += counts as two");
    }

    /** A dotted key adds to an object that may be there. */
    private void addition() {
        Level level = level();
        if (level.dot()) {
            check(
                    level.additions().merge(level.key(text), 1, Integer::sum),
                    levels.size() == 1 ? MAX_ADDITIONS_TO_ROOT : MAX_ADDITIONS,
                    "adds more than %d times to an object, key by key; write it in braces");
        }
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
            // more quotes at its end are part of it
            while (position < text.length() && text.charAt(position) == '"') {
                position++;
            }
            return;
        }
        position++;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\n') {
                return;
            }
            position = Math.min(text.length(), position + (c == '\\' ? 2 : 1));
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

    /** What the library takes for it. */
    static boolean isWhitespace(char c) {
        return Character.isWhitespace(c) || OTHER_WHITESPACE.indexOf(c) >= 0;
    }
}
