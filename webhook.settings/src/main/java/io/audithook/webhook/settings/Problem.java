/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with one configuration. Holds no value of a password key.
 *
 * @param pid whose configuration it is
 * @param key the key; empty if it is about no single one
 * @param shown what is shown behind the key: {@code ="VALUE"}, or {@code :} where the rule says which part of the value
 *     it is about; empty for a secret or for nothing
 * @param rule the rule that is broken
 * @param suggestion the key that was probably meant; empty if nobody can know
 * @param kind what follows from it
 */
public record Problem(String pid, String key, String shown, String rule, String suggestion, Kind kind) {

    /** What a message begins with that names a key. */
    private static final Pattern SUBJECT = Pattern.compile("([\\w.-]+)(=\"[^\"]*\"|=\\S+|:)? (.*)", Pattern.DOTALL);

    private static final String QUOTED = "=\"";
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    /** Keys and values, in characters; who wrote them knows the rest. */
    private static final int MAX_SHOWN = 200;

    private static final int MAX_RULE = 1_000;

    public Problem {
        Objects.requireNonNull(pid, "pid");
        key = bounded(key, MAX_SHOWN);
        shown = isQuoted(shown) ? QUOTED + bounded(unquoted(shown), MAX_SHOWN) + "\"" : bounded(shown, MAX_SHOWN);
        rule = bounded(rule, MAX_RULE);
        Objects.requireNonNull(suggestion, "suggestion");
        Objects.requireNonNull(kind, "kind");
    }

    /** From a message that begins with the key, and perhaps its value: {@code size.limit="x" must be ...}. */
    static Problem of(String pid, String message, Kind kind) {
        Matcher subject = SUBJECT.matcher(message);
        return subject.matches()
                ? new Problem(
                        pid,
                        subject.group(1),
                        Objects.requireNonNullElse(subject.group(2), ""),
                        subject.group(3),
                        "",
                        kind)
                : new Problem(pid, "", "", message, "", kind);
    }

    private static boolean isQuoted(String shown) {
        return shown.length() > QUOTED.length() && shown.startsWith(QUOTED) && shown.endsWith("\"");
    }

    private static String unquoted(String quoted) {
        return quoted.substring(QUOTED.length(), quoted.length() - 1);
    }

    /** For one line of a log, whatever others wrote. */
    private static String bounded(String text, int max) {
        String start = text.length() > max ? text.substring(0, max) + "..." : text;
        return CONTROL.matcher(start).replaceAll("?");
    }

    /** Whether nothing can be made of the configuration as it is. */
    public boolean isError() {
        return kind != Kind.WARNING;
    }

    /** The value that breaks the rule; empty if it is a secret, or missing. */
    public String value() {
        return isQuoted(shown) ? unquoted(shown) : "";
    }

    /** Key, value, rule and suggestion, without the PID. */
    public String text() {
        String text = key.isEmpty() ? rule : key + shown + " " + rule;
        return suggestion.isEmpty() ? text : text + "; did you mean " + suggestion + "?";
    }

    /** The PID and the rest. */
    @Override
    public String toString() {
        return pid + ": " + text();
    }

    /** What follows from a problem. */
    public enum Kind {
        /** The configuration has to be changed. */
        ERROR,
        /** A file that it refers to has to be put right. */
        FILE,
        /** It has no effect. */
        WARNING
    }

    /**
     * How somebody else writes down a problem.
     *
     * @param <T> what it is then
     */
    @FunctionalInterface
    public interface Shape<T> {

        /** The same problem, with the components of this record. */
        T of(String pid, String key, String value, String rule, String suggestion, boolean error, String message);
    }
}
