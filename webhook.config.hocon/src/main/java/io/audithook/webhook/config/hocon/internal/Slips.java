/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Slips of the pen that HOCON takes for something else: a comma that is not there, and quotes that are. Also those of others: who knows
 * what is ours can tell.
 */
final class Slips {

    /** A list of conditions: each is an object with one operator, and so none is made of two. */
    private static final Pattern CONDITIONS = Pattern.compile("[.]_(and|or)$");

    /** A duration or a size, which may have a blank. */
    private static final Pattern NUMBER_WITH_UNIT = Pattern.compile("[0-9.]+\\s+[A-Za-z]+");

    private final Set<Slip> slips = new LinkedHashSet<>();

    /** All of them, in the order they stand there. */
    Collection<Slip> all() {
        return slips;
    }

    /** An object or a substitution begins. It may follow an object in a list, or anything in a list of conditions. */
    void composed(Level level, String text, Place place) {
        if (level.isInElement()) {
            String path = level.statementPath(text);
            if (level.hasObject() || CONDITIONS.matcher(path).find()) {
                slips.add(new Slip(
                        path,
                        "two objects side by side in a list are one for HOCON; put a comma between them",
                        place,
                        true));
            }
        }
    }

    /** An element of a list has ended that is a text. */
    void element(Level level, String text, Place place) {
        String element = level.value(text);
        if (element.indexOf('"') < 0
                && element.chars().anyMatch(c -> SourceText.isWhitespace((char) c))
                && !NUMBER_WITH_UNIT.matcher(element).matches()) {
            slips.add(new Slip(
                    level.statementPath(text),
                    "words side by side in a list are one text for HOCON; put a comma between them, or put them in quotes",
                    place,
                    false));
        }
    }

    /** A string has ended. HOCON substitutes nothing within quotes, where shells do. */
    void string(Level level, String text, String quoted, Place place) {
        if (quoted.contains("${") && (level.hasValue() || level.hasElement())) {
            slips.add(new Slip(
                    level.statementPath(text),
                    "has ${...} within quotes, where HOCON takes it as it stands; put it outside of them: \"Bearer"
                            + " \"${TOKEN}",
                    place,
                    false));
        }
    }

    /**
     * One of them.
     *
     * @param path what the statement is about
     * @param isMistake whether it cannot be meant
     */
    record Slip(String path, String message, Place place, boolean isMistake) {

        /** Tells of it. */
        void tell(Problems problems) {
            String text = Assignments.shown(path) + ": " + message;
            if (isMistake) {
                problems.error(place, text);
            } else {
                problems.warn(place, text);
            }
        }
    }
}
