/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.settings.Spelling;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** What stands behind the name of a command. Messages of exceptions name the command, the argument and the rule. */
final class Arguments {

    private final Command command;
    private final Map<Option, List<String>> options = new EnumMap<>(Option.class);
    private String operand;

    private Arguments(Command command) {
        this.command = command;
    }

    /** @throws IllegalArgumentException if one is missing, unknown, or there once too often */
    static Arguments parse(Command command, List<String> texts) {
        Arguments arguments = new Arguments(command);
        Queue<String> rest = new ArrayDeque<>(texts);
        while (!rest.isEmpty()) {
            String text = rest.remove();
            if (text.startsWith("-")) {
                arguments.option(text, rest);
            } else {
                arguments.operand(text);
            }
        }
        Command.Operand wanted = command.operand();
        if (arguments.operand == null && wanted.isRequired() && !arguments.has(Option.HELP)) {
            throw arguments.wrong("needs " + wanted.usage());
        }
        return arguments;
    }

    boolean has(Option option) {
        return options.containsKey(option);
    }

    /** The name or id; empty if there is none, which is so only where it is optional. */
    Optional<String> operand() {
        return Optional.ofNullable(operand);
    }

    /** The values of an option, in their order. */
    Collection<String> all(Option option) {
        return options.getOrDefault(option, List.of());
    }

    /** The value of an option. */
    Optional<String> value(Option option) {
        return all(option).stream().findFirst();
    }

    /**
     * The value of an option as a number.
     *
     * @throws IllegalArgumentException if it is none, or out of the range
     */
    int number(Option option, int otherwise, int max) {
        Optional<String> text = value(option);
        if (text.isEmpty()) {
            return otherwise;
        }
        // more digits than this are more than any limit
        if (text.get().matches("0*[1-9][0-9]{0,8}") && Integer.parseInt(text.get()) <= max) {
            return Integer.parseInt(text.get());
        }
        throw wrong(option.label() + " \"" + text.get() + "\" must be a whole number from 1 to " + max);
    }

    /** What is wrong with them, to be thrown. */
    IllegalArgumentException wrong(String rule) {
        return new IllegalArgumentException(command.label() + ": " + rule);
    }

    private void option(String text, Queue<String> rest) {
        Option option = Option.of(text)
                .filter(command.options()::contains)
                .orElseThrow(() -> wrong(text + " is not known; " + suggestion(text)));
        List<String> values = options.computeIfAbsent(option, any -> new ArrayList<>());
        if (option.takesValue()) {
            if (rest.isEmpty() || rest.peek().startsWith("--")) {
                throw wrong(text + " needs a value: " + option.usage());
            }
            values.add(rest.remove());
            if (values.size() > 1 && !option.isRepeatable()) {
                throw wrong(text + " may be given once, found \"" + values.get(0) + "\" and \"" + values.get(1) + "\"");
            }
        }
    }

    private String suggestion(String text) {
        List<String> labels = command.options().stream().map(Option::label).toList();
        return Spelling.closest(text.toLowerCase(Locale.ROOT), labels)
                .map(label -> "did you mean " + label + "?")
                .orElse("there are " + String.join(", ", labels));
    }

    private void operand(String text) {
        Command.Operand wanted = command.operand();
        if (wanted == Command.Operand.NONE) {
            throw wrong("takes no name, found \"" + text + "\"");
        }
        if (operand != null) {
            throw wrong("takes one " + wanted.usage() + ", found \"" + operand + "\" and \"" + text + "\"");
        }
        if (text.isEmpty()) {
            throw wrong(wanted.usage() + " must not be empty");
        }
        operand = text;
    }
}
