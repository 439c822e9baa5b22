/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.shell.internal;

import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells sessions of Gogo's JLine shell how our commands are completed: options, and names of endpoints. Such a session is
 * known by the variable in which it keeps completions, so nothing of JLine is needed here, and all other shells are left alone. It is
 * told when it runs its first command, which is its profile, before anybody types.
 */
@Component(service = CommandSessionListener.class)
public final class CompletionComponent implements CommandSessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(CompletionComponent.class);

    private static final String COMPLETIONS = ".completions";
    private static final String NAMES = "webhook:list --names";

    @Override
    public void beforeExecute(CommandSession session, CharSequence line) {
        // what is told is told by commands, which come back here
        if (session.get(COMPLETIONS) instanceof Map<?, ?> known
                && !known.containsKey(Command.LIST.label())
                && !line.toString().startsWith("gogo:complete")) {
            try {
                for (Command command : Command.values()) {
                    tell(session, command);
                }
            } catch (Exception e) {
                LOG.debug("The commands are not completed in this session", e);
            }
        }
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Exception failure) {
        // nothing to be done
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Object result) {
        // nothing to be done
    }

    private static void tell(CommandSession session, Command command) throws Exception {
        String complete = "gogo:complete -c " + command.label();
        session.execute(complete + " -d '" + command.description() + "'");
        for (Option option : command.options()) {
            session.execute(complete + " -l " + option.label().substring(2) + " -d '" + option.description() + "'");
        }
        if (command.operand().isEndpoint()) {
            session.execute(complete + " -a '" + NAMES + "'");
        }
    }
}
