/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import java.util.Optional;

/** An option that commands may have. */
enum Option {
    /** Gives what a program reads. */
    JSON("--json", "", "gives JSON"),
    /** Gives names alone. */
    NAMES("--names", "", "gives the names alone"),
    /** Bounds how much is shown. */
    MAX("--max", "N", "shows no more than N"),
    /** Selects dead letters by event. */
    ID("--id", "ID", "those of this event; may be given several times"),
    /** Selects entries by key. */
    KEY("--key", "KEY", "only events of this ordering key; may be given several times"),
    /** From when. */
    FROM("--from", "TIME", "from this time on"),
    /** Until when. */
    TO("--to", "TIME", "before this time"),
    /** All of them. */
    ALL("--all", "", "all of them"),
    /** Says how the command is used. */
    HELP("--help", "", "says how the command is used");

    private final String label;
    private final String value;
    private final String description;

    Option(String label, String value, String description) {
        this.label = label;
        this.value = value;
        this.description = description;
    }

    /** As it is typed. */
    String label() {
        return label;
    }

    /** As it is typed, with the name of its value. */
    String usage() {
        return takesValue() ? label + " " + value : label;
    }

    String description() {
        return description;
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    boolean isRepeatable() {
        return this == ID || this == KEY;
    }

    static Optional<Option> of(String label) {
        for (Option option : values()) {
            if (option.label.equals(label)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }
}
