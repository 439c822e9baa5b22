/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Outbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The embedded outbox agrees with the model; it crashes by having its files copied while it is in use. */
class SqliteOutboxModelTest extends OutboxModelContract {

    @TempDir
    Path directory;

    private int generation;

    @Override
    protected Outbox create(InstantSource clock) {
        return new SqliteOutbox(Outboxes.settings(current(), 1L << 30, 1 << 14), clock, Connector.SQLITE, false);
    }

    @Override
    protected void shut(Outbox outbox) {
        ((SqliteOutbox) outbox).close();
    }

    @Override
    protected void crash(Outbox outbox) throws IOException {
        Path before = current();
        generation++;
        Files.createDirectories(current());
        // the database first: what is moved there from the log meanwhile stays in the log as well
        for (String name : List.of("outbox.db", "outbox.db-wal")) {
            if (Files.exists(before.resolve(name))) {
                Files.copy(before.resolve(name), current().resolve(name));
            }
        }
        shut(outbox);
    }

    private Path current() {
        return directory.resolve("generation-" + generation);
    }
}
