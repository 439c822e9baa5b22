/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.lane;

import io.audithook.webhook.api.Entry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One entry into the window, one delivery out of it, and one settled, with 64 under way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SelectBenchmark {

    private static final int UNDER_WAY = 64;

    /** How many ordering keys there are. */
    @Param({"1000", "100000"})
    public int keys;

    private final Window window = new Window(key -> false);
    private final ArrayDeque<Delivery> underWay = new ArrayDeque<>();
    private final byte[] json = new byte[1000];
    private String[] names;
    private long position;

    @Setup
    public void fill() {
        names = new String[keys];
        Arrays.setAll(names, i -> "object-" + i);
        for (int i = 0; i < 500; i++) {
            add();
        }
        for (int i = 0; i < UNDER_WAY; i++) {
            underWay.add(window.poll());
        }
    }

    @Benchmark
    public Delivery select() {
        add();
        Delivery oldest = underWay.poll();
        window.remove(oldest);
        window.release(oldest.key(Ordering.KEY));
        Delivery next = window.poll();
        underWay.add(next);
        return next;
    }

    private void add() {
        position++;
        String key = names[(int) (position * 31 % keys)];
        window.add(new Delivery(null, new Entry(position, "id", Instant.EPOCH, key, json)));
    }
}
