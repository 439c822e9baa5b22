/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Outbox;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

/** The embedded outbox keeps the contract. */
class SqliteOutboxContractTest extends OutboxContract {

    @TempDir
    Path directory;

    @Override
    protected Outbox create(InstantSource clock) {
        return Outboxes.open(directory, clock);
    }

    @Override
    protected void shut(Outbox outbox) {
        ((SqliteOutbox) outbox).close();
    }
}
