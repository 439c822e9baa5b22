/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An object or a list of a text that is looked through, and how far its statement has come. */
final class Level {

    private static final char NO_SIGN = ' ';

    /** A substitution, and perhaps a comment behind it. */
    private static final Pattern WHOLE = Pattern.compile("\\$\\{[^}]*}\\s*((#|//).*)?");

    private final Kind kind;
    private final Level parent;
    private final int begin;
    private final int line;

    /** How often dotted keys begin with a name. */
    private final Map<String, Integer> additions = new HashMap<>();

    private State state = State.START;
    private boolean appends;
    private int keyBegin;
    private int keyEnd;
    private boolean dotted;
    private int valueBegin;
    private int valueEnd;
    private int valueLine;
    private boolean plain;

    /** What the one object, list or substitution that the value is begins with; a blank if it is something else. */
    private char sign = NO_SIGN;

    /** Whether the value has an object that is written out. */
    private boolean hasObject;

    /** Whether the value is made of that of before. */
    private boolean ofItself;

    /** The substitutions in the value that may find nothing, those in lists, too. */
    private final List<Optional> optionals = new ArrayList<>(0);

    private int parentheses;
    private String path;

    /**
     * @param parent what it is in; null for the root
     * @param begin where it begins
     * @param line the line of that
     */
    Level(Kind kind, Level parent, int begin, int line) {
        this.kind = kind;
        this.parent = parent;
        this.begin = begin;
        this.line = line;
    }

    boolean isObject() {
        return kind == Kind.OBJECT;
    }

    boolean holdsElements() {
        return kind == Kind.LIST;
    }

    boolean isSubstitution() {
        return kind == Kind.SUBSTITUTION;
    }

    int begin() {
        return begin;
    }

    int line() {
        return line;
    }

    Map<String, Integer> additions() {
        return additions;
    }

    /** Whether no statement has begun. */
    boolean isAtStart() {
        return state == State.START;
    }

    /** A dot; true if it is the first of a key. */
    boolean dot() {
        boolean isFirst = isObject() && state == State.KEY && !dotted;
        dotted = true;
        return isFirst;
    }

    /** What stands there of the key. */
    String key(String text) {
        return text.substring(keyBegin, keyEnd);
    }

    /** Whether HOCON lets the statement end with the line: a value may be on the next one, and so may what makes a key one. */
    boolean mayEnd() {
        return switch (state) {
            case START, VALUE, INCLUDED -> true;
            case KEY, BEFORE_VALUE, INCLUDE -> false;
        };
    }

    /** A statement that is an include begins. */
    void include() {
        state = State.INCLUDE;
        parentheses = 0;
    }

    /** A character that is no sign, or a string. */
    void word(int from, int to, int atLine) {
        switch (state) {
            case START -> {
                if (kind == Kind.LIST) {
                    value(from, atLine, true);
                    valueEnd = to;
                } else {
                    keyBegin = from;
                    keyEnd = to;
                    dotted = false;
                    state = State.KEY;
                }
            }
            case KEY -> keyEnd = to;
            case BEFORE_VALUE -> {
                value(from, atLine, true);
                valueEnd = to;
            }
            case VALUE -> valueEnd = to;
            case INCLUDE, INCLUDED -> {
                // only strings and parentheses count
            }
        }
    }

    /** A string, which is what an include is of. */
    void string(int from, int to, int atLine) {
        word(from, to, atLine);
        if (state == State.INCLUDE && parentheses == 0) {
            state = State.INCLUDED;
        }
    }

    void parenthesis(boolean opens) {
        if (state == State.INCLUDE) {
            parentheses += opens ? 1 : -1;
            if (parentheses <= 0) {
                state = State.INCLUDED;
            }
        }
    }

    /** An equals sign, a colon, or {@code +=}. */
    void separator(boolean isAppend) {
        state = State.BEFORE_VALUE;
        appends = isAppend;
    }

    /** A substitution, an object or a list begins. */
    void composed(int from, int atLine, char begin) {
        if (state == State.START && kind == Kind.OBJECT) {
            keyBegin = from;
            keyEnd = from;
        }
        boolean isFirst = state != State.VALUE;
        if (isFirst) {
            value(from, atLine, false);
        }
        plain = false;
        sign = isFirst ? begin : NO_SIGN;
    }

    void end() {
        state = State.START;
        appends = false;
        hasObject = false;
        ofItself = false;
        optionals.clear();
        keyEnd = keyBegin;
    }

    /** A substitution that may find nothing. What is in a list belongs to the key of the list. */
    void optional(String reference, int atLine) {
        Level statement = this;
        boolean isElement = holdsElements() || appends;
        while (statement != null && statement.holdsElements()) {
            statement = statement.parent;
        }
        if (statement != null) {
            statement.optionals.add(new Optional(reference, atLine, isElement));
        }
    }

    /** Those of the value, in the order they stand there. */
    List<Optional> optionals() {
        return optionals;
    }

    /** Whether there is a value or an element of a list. */
    boolean hasElement() {
        return holdsElements() && state == State.VALUE;
    }

    /** Whether the statement has given a value to a key. */
    boolean hasValue() {
        return isObject() && state == State.VALUE;
    }

    /** Whether that is written as it is. */
    boolean isPlain() {
        return plain && !appends;
    }

    /** Whether that is one list, and does not add to another. */
    boolean isList() {
        return sign == '[' && !appends;
    }

    /** Whether that is one object, which HOCON puts together with another. */
    boolean isMerged() {
        return sign == '{';
    }

    /** An object begins that is written out. */
    void object() {
        hasObject = true;
    }

    /** The key itself is substituted. */
    void ofItself() {
        ofItself = true;
    }

    /** Whether what the key was given before is a part of what it is given now. */
    boolean goesOn() {
        return appends || ofItself;
    }

    /** Whether the value has an object that is written out. */
    boolean hasObject() {
        return hasObject;
    }

    /** Whether an element of a list has begun, so that what begins now is put together with that. */
    boolean isInElement() {
        return (holdsElements() || appends) && state == State.VALUE;
    }

    private String written(String text, int to) {
        return text.substring(valueBegin, to);
    }

    /** Whether the value is one substitution and nothing else. */
    boolean isWhole(String text, int to) {
        return !appends && WHOLE.matcher(written(text, to)).matches();
    }

    String value(String text) {
        return text.substring(valueBegin, valueEnd);
    }

    int valueLine() {
        return valueLine;
    }

    /** The path that the statement is about. What is in a list has one of its own. */
    String statementPath(String text) {
        String own = path(text);
        if (!isObject() || keyEnd == keyBegin) {
            return own;
        }
        String name = normal(key(text).strip());
        return own.isEmpty() ? name : own + "." + name;
    }

    private String path(String text) {
        if (path == null && parent != null) {
            String outer = parent.statementPath(text);
            path = parent.isObject() && !parent.appends ? outer : outer + "[" + begin + "]";
        }
        return path == null ? "" : path;
    }

    private void value(int from, int atLine, boolean isPlain) {
        state = State.VALUE;
        valueBegin = from;
        valueEnd = from;
        valueLine = atLine;
        plain = isPlain;
        sign = NO_SIGN;
    }

    /** A path, however it is quoted. */
    static String normal(String key) {
        if (isPlain(key)) {
            return key;
        }
        try {
            return ConfigUtil.joinPath(ConfigUtil.splitPath(key));
        } catch (ConfigException e) {
            // the library will say what is wrong with it
            return key;
        }
    }

    /** Whether it is as {@link #normal} would have it. */
    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean isPlain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '_'
                    || c == '-'
                    || (c == '.' && i > 0 && i < path.length() - 1 && path.charAt(i - 1) != '.');
            if (!isPlain) {
                return false;
            }
        }
        return !path.isEmpty();
    }

    /**
     * A substitution that may find nothing.
     *
     * @param reference what it looks for
     * @param isElement whether it is in a list
     */
    record Optional(String reference, int line, boolean isElement) {}

    enum Kind {
        OBJECT,
        LIST,
        SUBSTITUTION
    }

    private enum State {
        START,
        KEY,
        BEFORE_VALUE,
        VALUE,
        INCLUDE,
        INCLUDED
    }
}
