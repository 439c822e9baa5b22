/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/**
 * The commands as Karaf knows them, since its consoles complete no others. Nothing refers to this class but where there is a
 * Karaf.
 */
final class KarafCommands implements AutoCloseable {

    private final Registry registry;
    private final List<Entry> entries;

    private KarafCommands(Registry registry, Operator operator) {
        this.registry = registry;
        this.entries = Arrays.stream(Command.values())
                .map(command -> new Entry(command, operator))
                .toList();
        entries.forEach(registry::register);
    }

    /** @param sessions a {@link SessionFactory} */
    static KarafCommands register(Object sessions, Operator operator) {
        return new KarafCommands(((SessionFactory) sessions).getRegistry(), operator);
    }

    @Override
    public void close() {
        entries.forEach(registry::unregister);
    }

    /** One command. */
    private record Entry(Command command, Operator operator) implements org.apache.karaf.shell.api.console.Command {

        @Override
        public String getScope() {
            return Command.SCOPE;
        }

        @Override
        public String getName() {
            return command.function();
        }

        @Override
        public String getDescription() {
            return command.description();
        }

        @Override
        public Object execute(Session session, List<Object> arguments) throws Exception {
            return operator.run(command, arguments.stream().map(String::valueOf).toList(), session.get(Operator.USER));
        }

        @Override
        public Completer getCompleter(boolean scoped) {
            // within the scope, commands go without it
            List<String> names = scoped ? List.of(getName()) : List.of(getName(), command.label());
            return (session, line, candidates) -> complete(names, session, line, candidates);
        }

        /** The name, since Karaf asks all commands whatever is typed; options; and names of endpoints before them. */
        private int complete(List<String> names, Session session, CommandLine line, List<String> candidates) {
            if (line.getCursorArgumentIndex() == 0) {
                return new StringsCompleter(names).complete(session, line, candidates);
            }
            if (!names.contains(line.getArguments()[0])) {
                return -1;
            }
            List<String> words = new ArrayList<>();
            if (command.operand().isEndpoint() && line.getCursorArgumentIndex() == 1) {
                words.addAll(operator.names());
            }
            command.options().forEach(option -> words.add(option.label()));
            return new StringsCompleter(words).complete(session, line, candidates);
        }

        @Override
        public Parser getParser() {
            return null;
        }
    }
}
