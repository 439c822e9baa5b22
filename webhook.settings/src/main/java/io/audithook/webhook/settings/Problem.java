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

    public Problem {
        Objects.requireNonNull(pid, "pid");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(shown, "shown");
        Objects.requireNonNull(rule, "rule");
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

    /** Whether nothing can be made of the configuration as it is. */
    public boolean isError() {
        return kind != Kind.WARNING;
    }

    /** The value that breaks the rule; empty if it is a secret, or missing. */
    public String value() {
        return shown.startsWith(QUOTED) ? shown.substring(QUOTED.length(), shown.length() - 1) : "";
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
