/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The commands: what they take, for parsing, help and completion alike. */
enum Command {
    /** One line for each endpoint. */
    LIST(Operand.NONE, "shows all endpoints", Option.NAMES),
    /** All about one endpoint. */
    INFO(Operand.NAME, "shows everything about an endpoint"),
    /** Sends an event of our own. */
    TEST(Operand.NAME, "sends an event of its own to an endpoint, the way that events go"),
    /** The latest attempts. */
    ATTEMPTS(Operand.NAME, "shows the latest attempts at an endpoint", Option.MAX),
    /** The dead letters. */
    DEADLETTERS(Operand.NAME, "shows what could not be delivered", Option.ID, Option.FROM, Option.TO, Option.MAX),
    /** Delivers dead letters again. */
    REDRIVE(Operand.NAME, "delivers dead letters again", Option.ALL, Option.ID, Option.FROM, Option.TO),
    /** Forgets dead letters. */
    PURGE(Operand.NAME, "forgets dead letters", Option.ALL, Option.ID, Option.FROM, Option.TO),
    /** Delivers what is stored once more. */
    REPLAY(Operand.NAME, "delivers stored events once more", Option.FROM, Option.TO, Option.KEY),
    /** The replays that go on. */
    REPLAYS(Operand.NONE, "shows the replays that go on"),
    /** Ends a replay. */
    CANCEL(Operand.REPLAY, "ends a replay before its time"),
    /** Stops deliveries. */
    PAUSE(Operand.NAME, "stops deliveries to an endpoint, over restarts; its events wait"),
    /** Delivers again. */
    RESUME(Operand.NAME, "delivers again to an endpoint that is paused or gone"),
    /** How far behind. */
    LAG(Operand.OPTIONAL_NAME, "shows how far endpoints are behind"),
    /** Whether anything is missing. */
    VERIFY(Operand.NONE, "counts what has become of every stored event");

    /** Scope of all commands. */
    static final String SCOPE = "webhook";

    private final Operand operand;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot be changed
    private final List<Option> options;

    Command(Operand operand, String description, Option... own) {
        this.operand = operand;
        this.description = description;
        List<Option> all = new ArrayList<>(List.of(own));
        all.add(Option.JSON);
        all.add(Option.HELP);
        this.options = List.copyOf(all);
    }

    Operand operand() {
        return operand;
    }

    List<Option> options() {
        return options;
    }

    String description() {
        return description;
    }

    /** Its name within the scope. */
    String function() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** With its scope, as it is typed. */
    String label() {
        return SCOPE + ":" + function();
    }

    /** How it is used, for people. */
    String help() {
        StringBuilder text =
                new StringBuilder(label()).append(" - ").append(description).append("\n\n  ");
        text.append(label());
        if (!operand.usage().isEmpty()) {
            text.append(' ').append(operand.usage());
        }
        options.forEach(option -> text.append(" [").append(option.usage()).append(']'));
        text.append("\n\n");
        Table table = new Table();
        options.forEach(option -> table.row("  " + option.usage(), option.description()));
        text.append(table);
        if (options.contains(Option.FROM)) {
            text.append("\n\n  TIME is ").append(Times.FORMS);
        }
        return text.toString();
    }

    /** What stands beside the options. */
    enum Operand {
        /** Nothing. */
        NONE("", false),
        /** The name of an endpoint. */
        NAME("NAME", true),
        /** The name of an endpoint, or nothing for all. */
        OPTIONAL_NAME("[NAME]", false),
        /** The id of a replay. */
        REPLAY("REPLAY", true);

        private final String usage;
        private final boolean required;

        Operand(String usage, boolean required) {
            this.usage = usage;
            this.required = required;
        }

        String usage() {
            return usage;
        }

        boolean isRequired() {
            return required;
        }

        boolean isEndpoint() {
            return this == NAME || this == OPTIONAL_NAME;
        }
    }
}
