/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.Start;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the committer is asked to do. Each is done wholly or not at all, and its future tells. */
interface Command {

    /** Fails the command. */
    void fail(RuntimeException failure);

    /** Makes the positions of the lanes durable, some time soon. */
    enum Flush implements Command {
        /** It has no parameters. */
        FLUSH;

        @Override
        public void fail(RuntimeException failure) {
            // positions that are not durable yet stay to be written
        }
    }

    /**
     * Appends entries.
     *
     * @param entries in their order
     * @param bytes how much JSON they are
     * @param done completes when they are durable
     */
    record Append(List<NewEntry> entries, long bytes, CompletableFuture<List<Appended>> done) implements Command {
        @Override
        public void fail(RuntimeException failure) {
            done.completeExceptionally(failure);
        }
    }

    /** Gives an endpoint a cursor. */
    record Attach(String endpoint, Start start, CompletableFuture<Void> done) implements Command {
        @Override
        public void fail(RuntimeException failure) {
            done.completeExceptionally(failure);
        }
    }

    /** Takes an endpoint's cursor away. */
    record Detach(String endpoint, CompletableFuture<Void> done) implements Command {
        @Override
        public void fail(RuntimeException failure) {
            done.completeExceptionally(failure);
        }
    }

    /** Keeps what is left of a damaged entry. */
    record Quarantine(Damaged entry, CompletableFuture<Void> done) implements Command {
        @Override
        public void fail(RuntimeException failure) {
            done.completeExceptionally(failure);
        }
    }

    /** Keeps a dead letter. */
    record Bury(String endpoint, Entry entry, String reason, CompletableFuture<Void> done) implements Command {
        @Override
        public void fail(RuntimeException failure) {
            done.completeExceptionally(failure);
        }
    }
}
