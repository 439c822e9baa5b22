/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What was accepted, in order. Safe for use by many threads. */
final class Ledger {

    private final List<Accepted> accepted = new ArrayList<>();

    synchronized void add(Accepted one) {
        accepted.add(one);
    }

    synchronized void addAll(Collection<Accepted> more) {
        accepted.addAll(more);
    }

    synchronized List<Accepted> all() {
        return List.copyOf(accepted);
    }

    synchronized int size() {
        return accepted.size();
    }
}
