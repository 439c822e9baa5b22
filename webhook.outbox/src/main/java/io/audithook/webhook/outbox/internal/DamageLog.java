/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each damaged entry once, however many lanes meet it, and has it put into quarantine. */
final class DamageLog implements Consumer<Damaged> {

    private static final Logger LOG = LoggerFactory.getLogger(DamageLog.class);

    private final Consumer<Command> commands;
    private final Set<Long> known = ConcurrentHashMap.newKeySet();

    DamageLog(Consumer<Command> commands) {
        this.commands = commands;
    }

    @Override
    public void accept(Damaged entry) {
        if (!known.add(entry.position())) {
            return;
        }
        LOG.error(
                "The entry at position {} is damaged ({}); it is not delivered, what is left of it is in quarantine",
                entry.position(),
                entry.json() == null ? "it cannot be read" : "its CRC32C differs");
        CompletableFuture<Void> kept = new CompletableFuture<>();
        kept.exceptionally(failure -> {
            // not kept: try again when it is met the next time
            known.remove(entry.position());
            return null;
        });
        commands.accept(new Command.Quarantine(entry, kept));
    }
}
