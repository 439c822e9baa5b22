/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.api.EndpointStatus.State;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** By a real command processor, without a framework. */
class GogoCommandsTest {

    private final FakeEndpoints endpoints = new FakeEndpoints().add("crm", State.ACTIVE, "", FakeEndpoints.IDLE);
    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(threadIo);
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private CommandSession session;

    @BeforeEach
    void open() {
        threadIo.start();
        add(new GogoCommands(new Operator(() -> Optional.of(endpoints))));
        session = processor.createSession(new java.io.ByteArrayInputStream(new byte[0]), console, console);
    }

    @AfterEach
    void close() {
        session.close();
        processor.stop();
        threadIo.stop();
    }

    private void add(GogoCommands component) {
        for (Command command : Command.values()) {
            processor.addCommand(Command.SCOPE, component, command.name().toLowerCase(Locale.ROOT));
        }
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void command_hasAMethodThatDescribesIt(Command command) {
        List<Method> methods = Arrays.stream(GogoCommands.class.getMethods())
                .filter(method -> method.getName().equals(command.name().toLowerCase(Locale.ROOT)))
                .toList();
        assertThat(methods).singleElement().satisfies(method -> {
            String text = method.getAnnotation(Descriptor.class).value();
            assertThat(text).startsWith(command.description() + ": ");
            for (Option option : command.options()) {
                if (option != Option.HELP) {
                    assertThat(text).contains(option.usage());
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void command_byItsName_isFound(Command command) throws Exception {
        assertThat(session.execute(command.label() + " --help")).isNull();
        assertThat(console.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines(command.help() + "\n");
    }

    @Test
    void arguments_ofEveryNumber_arePassed() throws Exception {
        assertThat(session.execute("webhook:lag")).asString().contains("crm");
        assertThat(session.execute("webhook:lag crm")).asString().contains("crm");
        session.execute("webhook:deadletters crm --max 5 --from \"2 h\" --id a --id b");
        assertThat(endpoints.done)
                .singleElement()
                .asString()
                .startsWith("deadLetters crm")
                .endsWith(" 5");
        assertThat(session.execute("webhook:list --names")).isEqualTo(List.of("crm"));
    }

    @Test
    void failure_isAnException() {
        assertThatThrownBy(() -> session.execute("webhook:info crn"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no endpoint \"crn\"; did you mean crm?");
    }

    @Test
    void failedTest_isShownOnTheConsoleToo() {
        endpoints.tested = FakeEndpoints.attempt("rejected", 422, "HTTP 422");
        assertThatThrownBy(() -> session.execute("webhook:test crm"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("The test of endpoint crm ended as rejected: HTTP 422");
        assertThat(console.toString(StandardCharsets.UTF_8)).contains("rejected", "422");
    }

    @Test
    void operator_isTheUserOfTheSession() throws Exception {
        session.execute("webhook:pause crm");
        session.put("USER", "karaf");
        session.execute("webhook:resume crm");
        assertThat(endpoints.done).containsExactly("shell pause crm", "karaf resume crm");
    }

    @Test
    void withoutEndpoints_itIsSaidWhatIsMissing() {
        Object alone = new GogoCommands(new Operator(Optional::empty));
        processor.addCommand("other", alone, "list");
        assertThatThrownBy(() -> session.execute("other:list"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage(
                        "There are no endpoints to look at: the service Endpoints of io.audithook.webhook.dispatcher"
                                + " is missing, which needs an Outbox");
    }
}
