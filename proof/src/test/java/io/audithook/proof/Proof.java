/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/** What all proofs need: their size, their seed, a place for their results, patience. */
final class Proof {

    private static final boolean FULL = "full".equals(System.getProperty("proof.size"));

    private final String name;
    private final long seed;

    /** Begins a proof; prints the seed, which {@code -Dproof.seed} sets. */
    Proof(String name) {
        this.name = name;
        String given = System.getProperty("proof.seed", "");
        seed = given.isEmpty() ? new SplittableRandom().nextLong(1_000_000) : Long.parseLong(given);
        say("%s, -Dproof.seed=%d", FULL ? "full" : "quick", seed);
    }

    long seed() {
        return seed;
    }

    static int size(int quick, int full) {
        return FULL ? full : quick;
    }

    void say(String format, Object... arguments) {
        System.out.println("proof " + name + ": " + String.format(Locale.ROOT, format, arguments));
    }

    /** Waits for what has to come, however slow the machine. */
    static void eventually(String what, Callable<Boolean> condition) {
        eventually(what, Duration.ofSeconds(size(90, 600)), condition);
    }

    static void eventually(String what, Duration atMost, Callable<Boolean> condition) {
        await(what).atMost(atMost).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    /** Waits until all that was accepted has arrived there; if it does not, leaves it to the checker to say what is lost. */
    static void arrival(Ledger ledger, Inbox inbox) {
        arrival(ledger, inbox, Duration.ofSeconds(size(60, 600)));
    }

    static void arrival(Ledger ledger, Inbox inbox, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        await().atMost(atMost.plusSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> inbox.hasAll(ledger.all()) || System.nanoTime() > end);
    }

    /** Gives the garbage collector the time to take all of them, which it need not use. */
    static void collection(List<? extends WeakReference<?>> references) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        eventually("the garbage is collected", () -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.get() == null) || System.nanoTime() > end;
        });
    }

    /** Lets things go on for this long. */
    static void goOn(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(60)).pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() > end);
    }

    static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
