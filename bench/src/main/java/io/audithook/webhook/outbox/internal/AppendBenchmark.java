/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import io.audithook.webhook.api.Appended;
import io.audithook.webhook.api.NewEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A group of entries, from the call to the fsync. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AppendBenchmark {

    /** How many entries one call appends. */
    @Param({"1", "256"})
    public int group;

    private Path directory;
    private SqliteOutbox outbox;
    private List<NewEntry> entries;

    @Setup(Level.Iteration)
    public void open() throws IOException {
        directory = Files.createTempDirectory("audithook-append");
        outbox = OutboxBench.open(directory);
        entries = Collections.nCopies(group, OutboxBench.entry(1024));
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        outbox.close();
        OutboxBench.delete(directory);
    }

    @Benchmark
    public List<Appended> append() throws InterruptedException, ExecutionException {
        return OutboxBench.get(outbox.append(entries));
    }
}
