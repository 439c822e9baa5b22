/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects what is wrong with a file, so that all of it can be said at once, in the order of the lines. */
final class Problems {

    private static final int MAX_LENGTH = 2_000;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{2028}\\x{2029}]");

    private final Set<Problem> errors;
    private final Set<Problem> warnings;
    private final Set<Problem> notices;

    /** Of what it is that comes in; empty if of everything. */
    private final String entry;

    Problems() {
        this(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), "");
    }

    private Problems(Set<Problem> errors, Set<Problem> warnings, Set<Problem> notices, String entry) {
        this.errors = errors;
        this.warnings = warnings;
        this.notices = notices;
        this.entry = entry;
    }

    /** The same for one entry: what is wrong with a value that it inherits names it. */
    Problems of(String path) {
        return new Problems(errors, warnings, notices, path);
    }

    /** What makes the file unusable. */
    void error(Setting setting, String message) {
        errors.add(problem(setting, message));
    }

    /** What makes the file unusable, where the message says the place itself. */
    void error(String message) {
        errors.add(Problem.of(message));
    }

    /** What makes the file unusable, where there is no value to show any more. */
    void error(Place place, String message) {
        errors.add(Problem.at(place, message));
    }

    /** What has no effect, or another than its author may think. */
    void warn(Setting setting, String message) {
        warnings.add(problem(setting, message));
    }

    /** The same, where there is no value to show. */
    void warn(Place place, String message) {
        warnings.add(Problem.at(place, message));
    }

    /** What may not be meant, where the message says the place itself. */
    void warn(String message) {
        warnings.add(Problem.of(message));
    }

    /** What is as HOCON has it, but perhaps not as its author knows. */
    void notice(Place place, String message) {
        notices.add(Problem.at(place, message));
    }

    private Problem problem(Setting setting, String message) {
        boolean isInherited = !setting.path().startsWith(entry);
        return Problem.of(setting, message, isInherited ? " (for " + entry + ")" : "");
    }

    List<String> errors() {
        return texts(errors);
    }

    List<String> warnings() {
        return texts(warnings);
    }

    List<String> notices() {
        return texts(notices);
    }

    private static List<String> texts(Collection<Problem> problems) {
        List<Problem> sorted = problems.stream()
                .sorted(Comparator.comparing(Problem::file)
                        .thenComparing(Problem::line)
                        .thenComparing(Problem::text))
                .toList();
        return Alike.few(sorted, Problem::kind, problem -> printable(problem.text()));
    }

    /** Nothing that a file holds becomes a line of its own in a log, or fills it. */
    static String printable(String text) {
        return CONTROL.matcher(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text)
                .replaceAll(control ->
                        String.format("\\\\u%04x", (int) control.group().charAt(0)));
    }

    /** @param kind the same for all that one line is the cause of */
    private record Problem(String file, int line, String text, String kind) {

        static Problem of(String text) {
            return new Problem("", 0, text, text);
        }

        static Problem of(Setting setting, String message, String whom) {
            Place place = Place.of(setting.value().origin());
            return new Problem(
                    place.file(),
                    place.line(),
                    place + ": " + setting.path() + ": " + message + whom,
                    place + ": " + Names.general(setting.path()) + ": " + message);
        }

        static Problem at(Place place, String message) {
            String text = place + ": " + message;
            return new Problem(place.file(), place.line(), text, text);
        }
    }
}
