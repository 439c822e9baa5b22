/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares what was accepted with what one endpoint received. Set algebra; knows nothing of how it came about. */
final class Checker {

    private final List<Fault> faults;
    private final Map<String, String> failedAttempts;

    /** @param faults that may explain a duplicate, one after the other */
    Checker(List<Fault> faults) {
        this(faults, Map.of());
    }

    Checker() {
        this(List.of());
    }

    /**
     * A checker for which an attempt that failed by name may explain a duplicate, too: the receiver may have had it.
     *
     * @param faults that may explain a duplicate, one after the other
     * @param failedAttempts by id of the event, how an attempt ended as the sender says
     */
    Checker(List<Fault> faults, Map<String, String> failedAttempts) {
        this.faults = List.copyOf(faults);
        this.failedAttempts = Map.copyOf(failedAttempts);
    }

    Verdict check(List<Accepted> accepted, List<Receipt> receipts) {
        Map<Event, Long> lastSuccess = new HashMap<>();
        Map<Integer, Integer> highest = new HashMap<>();
        List<String> reordered = new ArrayList<>();
        List<String> corrupted = new ArrayList<>();
        List<String> unexplained = new ArrayList<>();
        Map<Event, String> ids = new HashMap<>();
        int[] duplicates = new int[faults.size()];
        for (Receipt receipt : receipts) {
            Event event = receipt.event();
            if (event.key() < 0 || receipt.checksum() != event.checksum()) {
                corrupted.add(receipt.id());
                continue;
            }
            if (!ids.computeIfAbsent(event, e -> receipt.id()).equals(receipt.id())) {
                corrupted.add(event + " as " + receipt.id() + " and " + ids.get(event));
            }
            if (!receipt.successful()) {
                continue;
            }
            Long before = lastSuccess.put(event, receipt.nanos());
            if (before == null) {
                int last = highest.merge(event.key(), event.number(), Math::max);
                if (last > event.number()) {
                    reordered.add(event + " after k" + event.key() + "-" + last);
                }
            } else {
                int fault = firstFaultAfter(before);
                if (fault < faults.size() && faults.get(fault).begin() < receipt.nanos()) {
                    duplicates[fault]++;
                } else if (failedAttempts.containsKey(receipt.id())) {
                    System.out.println("proof: " + event + " came again after " + failedAttempts.get(receipt.id()));
                } else {
                    System.out.printf(
                            "proof: %s came again after %.1f ms, which was %.1f ms after the end of the last fault%n",
                            event,
                            (receipt.nanos() - before) / 1e6,
                            (receipt.nanos() - lastEnd(receipt.nanos())) / 1e6);
                    unexplained.add(receipt.id());
                }
            }
        }
        List<String> lost = new ArrayList<>();
        for (Accepted promise : accepted) {
            if (!lastSuccess.containsKey(promise.event())) {
                lost.add(promise.id());
            } else if (!promise.id().equals(ids.get(promise.event()))) {
                corrupted.add(promise.id() + " came as " + ids.get(promise.event()));
            }
        }
        return new Verdict(
                accepted.size(),
                lost,
                reordered,
                corrupted,
                unexplained,
                Arrays.stream(duplicates).boxed().toList());
    }

    /** When the last fault before then was over; the time itself if there was none. */
    private long lastEnd(long nanos) {
        return faults.stream()
                .mapToLong(Fault::end)
                .filter(end -> end <= nanos)
                .max()
                .orElse(nanos);
    }

    /** A delivery that was known to be done before a fault does not come again after the next one. */
    private int firstFaultAfter(long nanos) {
        int i = 0;
        while (i < faults.size() && faults.get(i).end() < nanos) {
            i++;
        }
        return i;
    }
}
