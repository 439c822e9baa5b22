/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.filter.internal;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.Verdict;
import io.audithook.audit.model.AuditEventJson;
import io.audithook.audit.model.JsonLimits;
import io.audithook.webhook.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a declarative filter with five conditions, all of which it has to look at, says of an event that has been parsed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterBenchmark {

    private static final String EXPRESSION = """
            {"_and": [
              {"_is": {"objectType": "case"}},
              {"_gte": {"object.severity": 2.5}},
              {"_in": {"_field": "object.tags", "_values": ["apt", "malware", "ransomware"]}},
              {"_like": {"object.title": "*tunneling*"}},
              {"_not": {"_contains": {"details.status": "Duplicated"}}}
            ]}""";

    private static final String EVENT = """
            {"operation":"Update","objectType":"case","objectId":"~1","startDate":1505477372601,
             "details":{"status":"Resolved","severity":3},
             "object":{"title":"DNS tunneling detected","severity":3,"tlp":2,"tags":["dns","phishing","malware"]}}""";

    private final DeclarativeFilter filter = new DeclarativeFilter(
            FilterSettings.from(new Settings("io.audithook.filter~bench", Map.of("expression", EXPRESSION))));

    private AuditEvent event;

    /** Reads the event and its members. */
    @Setup(Level.Trial)
    public void read() {
        event = new AuditEventJson(JsonLimits.DEFAULT).read(EVENT.getBytes(StandardCharsets.UTF_8), Optional.empty());
        if (filter.filter(event) != Verdict.pass()) {
            throw new IllegalStateException("the event does not match");
        }
    }

    @Benchmark
    public Verdict fiveConditions() {
        return filter.filter(event);
    }
}
