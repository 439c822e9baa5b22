/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What one endpoint has received, and how it answers. Safe for use by many threads. */
final class Inbox {

    private final List<Receipt> receipts = new ArrayList<>();
    private final Set<Event> delivered = new HashSet<>();
    private volatile Supplier<Answer> behaviour = Answer.always(Answer.OK);

    /** Answers so from now on. */
    void behave(Supplier<Answer> next) {
        behaviour = next;
    }

    Answer answer() {
        return behaviour.get();
    }

    synchronized void add(Receipt receipt) {
        receipts.add(receipt);
        if (receipt.successful()) {
            delivered.add(receipt.event());
        }
    }

    synchronized List<Receipt> receipts() {
        return List.copyOf(receipts);
    }

    /** How many requests there were. */
    synchronized int requests() {
        return receipts.size();
    }

    /** How many different events were received with success. */
    synchronized int delivered() {
        return delivered.size();
    }

    synchronized boolean has(Event event) {
        return delivered.contains(event);
    }

    /** Whether everything in the list was received with success. */
    synchronized boolean hasAll(List<Accepted> accepted) {
        return delivered.size() >= accepted.size()
                && accepted.stream().allMatch(promise -> delivered.contains(promise.event()));
    }
}
