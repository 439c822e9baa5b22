/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandQueueTest {

    private static final Duration NEVER_OVER = Duration.ofDays(1);
    private static final Duration OVER_AT_ONCE = Duration.ZERO;

    @Test
    void all_thatWait_goTogether() throws InterruptedException {
        CommandQueue queue = new CommandQueue(NEVER_OVER);
        add(queue, 100);
        assertEquals(100, gather(queue, false).size());
    }

    @Test
    void theFirstOfMany_waitsForTheOthers() throws InterruptedException {
        CommandQueue queue = queueAfterMany(NEVER_OVER);
        CompletableFuture<List<Command>> group = CompletableFuture.supplyAsync(() -> gatherUnchecked(queue));
        for (int i = 0; i < 75; i++) {
            assertTrue(!group.isDone(), "a group of less than " + (i + 1));
            add(queue, 1);
        }
        assertEquals(75, group.join().size());
    }

    @Test
    void whoComesAloneAfterMany_goesWhenTheTimeIsOver() throws InterruptedException {
        CommandQueue queue = queueAfterMany(OVER_AT_ONCE);
        add(queue, 1);
        assertEquals(1, gather(queue, false).size());
    }

    @Test
    void inAHurry_nobodyWaitsForCompany() throws InterruptedException {
        CommandQueue queue = queueAfterMany(NEVER_OVER);
        add(queue, 1);
        assertEquals(1, gather(queue, true).size());
    }

    @Test
    void whoIsInterrupted_waitsNoLonger_andKeepsWhatWasTaken() throws InterruptedException {
        CommandQueue queue = queueAfterMany(NEVER_OVER);
        add(queue, 1);
        List<Command> group = new ArrayList<>();
        CompletableFuture<Exception> failure = new CompletableFuture<>();
        Thread gatherer = new Thread(() -> {
            try {
                queue.gather(group, 30_000, false);
            } catch (InterruptedException e) {
                failure.complete(e);
            }
        });
        gatherer.start();
        while (LockSupport.getBlocker(gatherer) != queue) {
            Thread.onSpinWait();
        }
        gatherer.interrupt();
        gatherer.join();
        assertTrue(failure.isDone(), "it was not told that it is to end");
        assertEquals(1, group.size());
    }

    /** 100 have just come together. */
    private static CommandQueue queueAfterMany(Duration company) throws InterruptedException {
        CommandQueue queue = new CommandQueue(company);
        add(queue, 100);
        gather(queue, false);
        return queue;
    }

    private static void add(CommandQueue queue, int number) {
        for (int i = 0; i < number; i++) {
            queue.add(new Command.Mend(new CompletableFuture<>()));
        }
    }

    private static List<Command> gatherUnchecked(CommandQueue queue) {
        try {
            return gather(queue, false);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Command> gather(CommandQueue queue, boolean hurry) throws InterruptedException {
        List<Command> group = new ArrayList<>();
        queue.gather(group, 30_000, hurry);
        return group;
    }
}
