/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;

/**
 * The commands as Gogo knows them: a method each, found by its name. All arguments come as texts, so that what is wrong with
 * one can be said in words: if Gogo itself had to fit them, it would only say that they do not.
 */
public final class GogoCommands {

    private static final String HELP = "see --help";

    private final Operator operator;

    GogoCommands(Operator operator) {
        this.operator = operator;
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
        return operator.run(command, List.of(arguments), session.get(Operator.USER));
    }
}
