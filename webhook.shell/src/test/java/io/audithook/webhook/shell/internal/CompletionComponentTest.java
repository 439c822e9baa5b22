/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.EndpointStatus.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.jline.builtins.Completers.CompletionData;
import org.jline.builtins.Completers.CompletionEnvironment;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the completer of Gogo's JLine shell, as that shell sets it up, but without a terminal. */
class CompletionComponentTest {

    private final FakeEndpoints endpoints = new FakeEndpoints()
            .add("crm", State.ACTIVE, "", FakeEndpoints.IDLE)
            .add("siem", State.ACTIVE, "", FakeEndpoints.IDLE);

    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(threadIo);
    private CommandSession session;

    @BeforeEach
    void open() {
        threadIo.start();
        processor.addCommand(Command.SCOPE, new GogoCommands(new Operator(() -> Optional.of(endpoints))), "list");
        processor.addCommand("gogo", new Builtin(), "complete");
        processor.addListener(new CompletionComponent());
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), console, console);
    }

    @AfterEach
    void close() {
        session.close();
        processor.stop();
        threadIo.stop();
    }

    private List<String> candidates(String line) {
        ParsedLine parsed = new Parser().parse(line, line.length(), org.jline.reader.Parser.ParseContext.COMPLETE);
        List<Candidate> candidates = new ArrayList<>();
        new org.jline.builtins.Completers.Completer(new Environment()).complete(null, parsed, candidates);
        return candidates.stream().map(Candidate::value).toList();
    }

    @Test
    void session_thatCompletes_isToldOnce() throws Exception {
        session.put(Shell.VAR_COMPLETIONS, new HashMap<>());
        session.execute("webhook:list");
        Map<String, List<CompletionData>> told = Shell.getCompletions(session);
        assertThat(told).hasSize(Command.values().length);
        int lines = told.get("webhook:list").size();
        session.execute("webhook:list");
        assertThat(told.get("webhook:list")).hasSize(lines);
    }

    @Test
    void session_thatDoesNotComplete_isLeftAlone() throws Exception {
        session.execute("webhook:list");
        assertThat(session.get(Shell.VAR_COMPLETIONS)).isNull();
    }

    @Test
    void names_andOptions_areCompleted() throws Exception {
        session.put(Shell.VAR_COMPLETIONS, new HashMap<>());
        session.execute("webhook:list");
        assertThat(candidates("webhook:info c")).containsExactly("crm", "siem");
        assertThat(candidates("webhook:replay crm --")).containsExactly("--from", "--to", "--key", "--json", "--help");
        assertThat(candidates("webhook:verify ")).isEmpty();
        assertThat(candidates("webhook:cancel ")).isEmpty();
    }

    /** As that of the shell. */
    private final class Environment implements CompletionEnvironment {

        @Override
        public Map<String, List<CompletionData>> getCompletions() {
            return Shell.getCompletions(session);
        }

        @Override
        public Set<String> getCommands() {
            return Shell.getCommands(session);
        }

        @Override
        public String resolveCommand(String command) {
            return Shell.resolve(session, command);
        }

        @Override
        public String commandName(String command) {
            return command.substring(command.indexOf(':') + 1);
        }

        @Override
        public Object evaluate(LineReader reader, ParsedLine line, String function) throws Exception {
            session.put(Shell.VAR_COMMAND_LINE, line);
            return session.execute(function);
        }
    }
}
