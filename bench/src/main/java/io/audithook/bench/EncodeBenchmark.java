/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The check of one event, with its ordering key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {

    private final AuditEventJson json = new AuditEventJson(JsonLimits.DEFAULT);
    private int next;

    @Benchmark
    public AuditEventJson.Encoded encode() {
        byte[] bytes = Main.POOL[next++ % Main.POOL.length];
        return json.encode(AuditEvent.ofJson(null, bytes, text -> Map.of()));
    }
}
