/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.sign;

import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The signatures of one event of 1 KB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignBenchmark {

    private static final String ID = "0197c9d2-7b1f-7c40-8000-0000000003e8";
    private static final String TIMESTAMP = "1767225600";

    private final byte[] body = new byte[1024];
    private final String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private final SigningKeys one = SigningKeys.parse("sign.keys", List.of(secret));
    private final SigningKeys two = SigningKeys.parse(
            "sign.keys", List.of(secret, "whsec_" + Base64.getEncoder().encodeToString(new byte[64])));
    // the example key of Standard Webhooks
    private final SigningKeys pair = SigningKeys.parse(
            "sign.keys",
            List.of("whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=="));
    private final HubSecret hub = HubSecret.parse("sign.github.secret", "secret");

    @Benchmark
    public String v1() {
        return one.sign(ID, TIMESTAMP, body);
    }

    @Benchmark
    public String v1Twice() {
        return two.sign(ID, TIMESTAMP, body);
    }

    @Benchmark
    public String v1a() {
        return pair.sign(ID, TIMESTAMP, body);
    }

    @Benchmark
    public String gitHub() {
        return hub.sign(body);
    }
}
