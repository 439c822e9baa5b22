/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import io.audithook.webhook.api.Endpoints;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The commands as Gogo knows them: a method each, found by its name. They are there without {@link Endpoints}, too, and say
 * then what is missing. All arguments come as texts, so that what is wrong with one can be said in words: if Gogo itself
 * had to fit them, it would only say that they do not.
 */
@Component(
        service = ShellComponent.class,
        property = {
            "osgi.command.scope=" + Command.SCOPE,
            "osgi.command.function=list",
            "osgi.command.function=info",
            "osgi.command.function=test",
            "osgi.command.function=attempts",
            "osgi.command.function=deadletters",
            "osgi.command.function=redrive",
            "osgi.command.function=purge",
            "osgi.command.function=replay",
            "osgi.command.function=replays",
            "osgi.command.function=cancel",
            "osgi.command.function=pause",
            "osgi.command.function=resume",
            "osgi.command.function=lag",
            "osgi.command.function=verify"
        })
public final class ShellComponent {

    private static final String HELP = "see --help";

    /** What Karaf puts into the sessions of its users. */
    private static final String USER = "USER";

    private final Optional<Commands> commands;

    /** @param endpoints the endpoints; null while there are none */
    @Activate
    public ShellComponent(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Endpoints endpoints) {
        commands = Optional.ofNullable(endpoints).map(found -> new Commands(found, InstantSource.system()));
    }

    @Descriptor("shows all endpoints: [--names] [--json]")
    public Object list(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.LIST, session, arguments);
    }

    @Descriptor("shows everything about an endpoint: NAME [--json]")
    public Object info(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.INFO, session, arguments);
    }

    @Descriptor("sends an event of its own to an endpoint, the way that events go: NAME [--json]")
    public Object test(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.TEST, session, arguments);
    }

    @Descriptor("shows the latest attempts at an endpoint: NAME [--max N] [--json]")
    public Object attempts(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.ATTEMPTS, session, arguments);
    }

    @Descriptor("shows what could not be delivered: NAME [--id ID] [--from TIME] [--to TIME] [--max N] [--json]")
    public Object deadletters(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.DEADLETTERS, session, arguments);
    }

    @Descriptor("delivers dead letters again: NAME (--all | [--id ID] [--from TIME] [--to TIME]) [--json]")
    public Object redrive(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.REDRIVE, session, arguments);
    }

    @Descriptor("forgets dead letters: NAME (--all | [--id ID] [--from TIME] [--to TIME]) [--json]")
    public Object purge(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.PURGE, session, arguments);
    }

    @Descriptor("delivers stored events once more: NAME --from TIME [--to TIME] [--key KEY] [--json]")
    public Object replay(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.REPLAY, session, arguments);
    }

    @Descriptor("shows the replays that go on: [--json]")
    public Object replays(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.REPLAYS, session, arguments);
    }

    @Descriptor("ends a replay before its time: REPLAY [--json]")
    public Object cancel(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.CANCEL, session, arguments);
    }

    @Descriptor("stops deliveries to an endpoint, over restarts; its events wait: NAME [--json]")
    public Object pause(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.PAUSE, session, arguments);
    }

    @Descriptor("delivers again to an endpoint that is paused or gone: NAME [--json]")
    public Object resume(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.RESUME, session, arguments);
    }

    @Descriptor("shows how far endpoints are behind: [NAME] [--json]")
    public Object lag(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.LAG, session, arguments);
    }

    @Descriptor("counts what has become of every stored event: [--json]")
    public Object verify(CommandSession session, @Descriptor(HELP) String[] arguments) throws Exception {
        return run(Command.VERIFY, session, arguments);
    }

    private Object run(Command command, CommandSession session, String... arguments)
            throws CommandFailedException, InterruptedException {
        return commands.orElseThrow(
                        () -> new CommandFailedException("There are no endpoints to look at: the service Endpoints of"
                                + " io.audithook.webhook.dispatcher is missing, which needs an Outbox"))
                // Gogo leads this to the console of the session, or on into a pipe
                .run(command, List.of(arguments), operator(session), System.out::println);
    }

    private static String operator(CommandSession session) {
        return session.get(USER) instanceof String user && !user.isBlank() ? user : "shell";
    }
}
