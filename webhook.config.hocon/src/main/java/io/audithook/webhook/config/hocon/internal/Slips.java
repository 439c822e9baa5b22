/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Slips of the pen that HOCON takes for something else: a comma that is not there, and quotes that are. What others have in the file is
 * theirs.
 */
final class Slips {

    /** A list of conditions: each is an object with one operator, and so none is made of two. */
    private static final Pattern CONDITIONS = Pattern.compile("[.]_(and|or)$");

    /** In expressions any text may be meant. */
    private static final String EXPRESSION = ".expression";

    /** A duration or a size, which may have a blank. */
    private static final Pattern NUMBER_WITH_UNIT = Pattern.compile("[0-9.]+\\s+[A-Za-z]+");

    private final Map<String, Place> mistakes = new LinkedHashMap<>();
    private final Map<String, Place> doubts = new LinkedHashMap<>();

    /** What is read as something else than is meant, with its place. */
    Map<String, Place> mistakes() {
        return mistakes;
    }

    /** What may be. */
    Map<String, Place> doubts() {
        return doubts;
    }

    /** An object or a substitution begins. It may follow an object in a list, or anything in a list of conditions. */
    void composed(Level level, String text, Place place) {
        String path = level.isInElement() ? level.statementPath(text) : "";
        if (Assignments.isOurs(path)
                && (level.hasObject() || CONDITIONS.matcher(path).find())) {
            mistakes.put(
                    Assignments.shown(path)
                            + ": two objects side by side in a list are one for HOCON; put a comma between them",
                    place);
        }
    }

    /** An element of a list has ended that is a text. */
    void element(Level level, String text, Place place) {
        String path = level.statementPath(text);
        String element = level.value(text);
        if (Assignments.isOurs(path)
                && !path.contains(EXPRESSION)
                && element.indexOf('"') < 0
                && element.chars().anyMatch(c -> SourceText.isWhitespace((char) c))
                && !NUMBER_WITH_UNIT.matcher(element).matches()) {
            doubts.put(
                    Assignments.shown(path)
                            + ": words side by side in a list are one text for HOCON; put a comma between them, or put"
                            + " them in quotes",
                    place);
        }
    }

    /** A string has ended. HOCON substitutes nothing within quotes, where shells do. */
    void string(Level level, String text, String quoted, Place place) {
        if (quoted.contains("${") && (level.hasValue() || level.hasElement())) {
            String path = level.statementPath(text);
            if (Assignments.isOurs(path)) {
                doubts.put(
                        Assignments.shown(path)
                                + ": has ${...} within quotes, where HOCON takes it as it stands; put it"
                                + " outside of them: \"Bearer \"${TOKEN}",
                        place);
            }
        }
    }
}
