/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What threads have used of the processors. Those that differ in a number only are taken together.
 *
 * @param nanos by the name of threads
 */
record ThreadCosts(Map<String, Long> nanos) {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Up to now, of all threads that live. */
    static ThreadCosts now() {
        Map<String, Long> nanos = new TreeMap<>();
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null) {
                String name = thread.getThreadName().replaceAll("[-@]?[0-9a-f]*[0-9]+[-0-9a-f]*$", "");
                nanos.merge(name, Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())), Long::sum);
            }
        }
        return new ThreadCosts(nanos);
    }

    ThreadCosts since(ThreadCosts earlier) {
        Map<String, Long> more = new TreeMap<>(nanos);
        earlier.nanos.forEach((name, before) -> more.computeIfPresent(name, (same, after) -> after - before));
        return new ThreadCosts(more);
    }

    ThreadCosts plus(ThreadCosts other) {
        Map<String, Long> sum = new TreeMap<>(nanos);
        other.nanos.forEach((name, more) -> sum.merge(name, more, Long::sum));
        return new ThreadCosts(sum);
    }

    /** Microseconds for each of so many events, of threads for which that shows. */
    String perEvent(long events) {
        return nanos.entrySet().stream()
                .filter(entry -> entry.getValue() / 1e3 / events >= 0.05)
                .map(entry -> String.format("%s %.2f", entry.getKey(), entry.getValue() / 1e3 / events))
                .collect(Collectors.joining("   "));
    }
}
