/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.Entry;
import io.audithook.webhook.api.NewEntry;
import io.audithook.webhook.api.ReplayRange;
import io.audithook.webhook.api.RetryState;
import io.audithook.webhook.api.Selection;
import io.audithook.webhook.api.Start;
import io.audithook.webhook.api.Suspension;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the committer is asked to do. Each is done wholly or not at all, and its future tells. */
interface Command {

    /** Does it, as part of a transaction. One that breaks a rule leaves nothing behind. */
    void in(Transaction transaction) throws SQLException;

    /** Told of the outcome. */
    CompletableFuture<?> done();

    /** Fails the command. */
    default void fail(RuntimeException failure) {
        done().completeExceptionally(failure);
    }

    /** Wakes the committer, so that lanes are stored some time soon. */
    enum Flush implements Command {
        /** It has no parameters. */
        FLUSH;

        @Override
        public void in(Transaction transaction) {
            // the lanes are stored with every transaction
        }

        @Override
        public CompletableFuture<?> done() {
            return new CompletableFuture<>();
        }
    }

    /** Tells the listener that there may be something to read. */
    enum Nudge implements Command {
        /** It has no parameters. */
        NUDGE;

        @Override
        public void in(Transaction transaction) {
            transaction.nudge();
        }

        @Override
        public CompletableFuture<?> done() {
            return new CompletableFuture<>();
        }
    }

    /** Removes entries that need not be kept, a few at a time. */
    enum Trim implements Command {
        /** It has no parameters. */
        TRIM;

        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.trimming().byAgeAndSize();
        }

        @Override
        public CompletableFuture<?> done() {
            return new CompletableFuture<>();
        }
    }

    /**
     * Appends entries.
     *
     * @param entries in their order
     * @param bytes how much JSON they are
     */
    record Append(List<NewEntry> entries, long bytes, CompletableFuture<List<Appended>> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.appends().append(this);
        }
    }

    /** Gives an endpoint a lane. */
    record Attach(String endpoint, Start start, CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.attachments().attach(this);
        }
    }

    /** Sets a time for an endpoint to be detached. */
    record Retire(String endpoint, Instant until, CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) {
            transaction.attachments().retire(this);
        }
    }

    /** Takes an endpoint's lanes away. */
    record Detach(String endpoint, CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.attachments().detach(this);
        }
    }

    /** Takes an endpoint's lanes away, if it was retired and its time is over. */
    record Expire(String endpoint, CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.attachments().expire(this);
        }
    }

    /** Makes an extra lane. */
    record StartReplay(String endpoint, ReplayRange range, CompletableFuture<String> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.attachments().startReplay(this);
        }
    }

    /**
     * Takes an extra lane away.
     *
     * @param cancelled whether it ends before its time
     */
    record EndReplay(String id, boolean cancelled, CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.attachments().endReplay(this);
        }
    }

    /** Puts an entry aside. */
    record Park(SqliteLane lane, Entry entry, RetryState state, CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.settlements().park(this);
        }
    }

    /** Keeps a dead letter. */
    record Bury(SqliteLane lane, Entry entry, String reason, String history, CompletableFuture<Void> done)
            implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.settlements().bury(this);
        }
    }

    /** Remembers why a lane's owner does not deliver. */
    record Suspend(SqliteLane lane, Optional<Suspension> suspension, CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) {
            transaction.settlements().suspend(this);
        }
    }

    /** Makes parked deliveries of dead letters. */
    record Redrive(String endpoint, Selection selection, CompletableFuture<Integer> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.settlements().redrive(this);
        }
    }

    /** Forgets dead letters. */
    record Purge(String endpoint, Selection selection, CompletableFuture<Integer> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.settlements().purge(this);
        }
    }

    /** Keeps what is left of a damaged entry. */
    record Quarantine(Damaged entry, CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.settlements().quarantine(this);
        }
    }

    /** Keeps what is left of a damaged copy of a parked entry, and makes it anew of what is in the log, if it is. */
    record MendParked(SqliteLane lane, Damaged entry, CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.mending().parked(this);
        }
    }

    /** As {@link MendParked}, for a dead letter. */
    record MendDead(SqliteLane lane, Damaged entry, CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            transaction.mending().dead(this);
        }
    }

    /** Has the store made anew of what is sound in it. */
    record Mend(CompletableFuture<Void> done) implements Command {
        @Override
        public void in(Transaction transaction) throws SQLException {
            throw new DamagedRowException("the store has to be made anew: a table cannot be read");
        }
    }
}
