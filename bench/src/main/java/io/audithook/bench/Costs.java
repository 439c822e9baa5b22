/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import io.audithook.audit.api.AuditTrail;
import io.audithook.bench.Main.Measure;
import io.audithook.fault.server.Certificates;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Measures durable delivery with something and without it, in turn. */
@SuppressWarnings("try") // closing may be interrupted, and then the run is over
final class Costs {

    private static final String PASSWORD = "bench";

    /** What is to be seen is a few hundredths, and rounds differ by more. */
    private static final int ROUNDS = 15;

    private Costs() {}

    /** Signatures {@code v1} over each request. */
    static void ofSigning(Path bundles) throws Exception {
        try (ReceiverProcess receiver = new ReceiverProcess();
                BenchContainer without = new BenchContainer(bundles);
                BenchContainer with = new BenchContainer(bundles)) {
            without.endpoint(settings(receiver, Map.of()));
            with.endpoint(settings(receiver, Map.of("sign.keys", "whsec_" + "QXVkaXRob29r".repeat(3))));
            compare("signed", without, receiver, with, receiver);
        }
    }

    /** TLS 1.3 on connections that are kept; the receiver's side of it counts, too, since it has the same cores. */
    static void ofTls(Path bundles) throws Exception {
        Path directory = Files.createTempDirectory("audithook-bench");
        Certificates certificates = Certificates.create();
        Path keys =
                store(directory.resolve("keys.p12"), certificates.named("valid").keyStore(PASSWORD.toCharArray()));
        Path trust = store(directory.resolve("trust.p12"), certificates.trustStore());
        try (ReceiverProcess plain = new ReceiverProcess();
                ReceiverProcess secured = new ReceiverProcess(keys.toString(), PASSWORD);
                BenchContainer without = new BenchContainer(bundles);
                BenchContainer with = new BenchContainer(bundles)) {
            without.endpoint(settings(plain, Map.of()));
            with.configure(
                    "io.audithook.tls~bench",
                    Map.of("trust.path", trust.toString(), "trust.type", "PKCS12", "trust.password", PASSWORD));
            with.endpoint(settings(secured, Map.of("tls.target", "(tls.name=bench)")));
            compare("over TLS", without, plain, with, secured);
        } finally {
            Files.delete(keys);
            Files.delete(trust);
            Files.delete(directory);
        }
    }

    private static void compare(
            String what, BenchContainer without, ReceiverProcess plain, BenchContainer with, ReceiverProcess changed)
            throws Exception {
        AuditTrail trailWithout = without.trail();
        AuditTrail trailWith = with.trail();
        System.out.println(Main.EVENT_BYTES + "-byte events, " + Main.EVENTS + " a round, " + Main.IN_FLIGHT
                + " requests in flight; events per second, and CPU microseconds of this process for each:");
        List<Pair> pairs = new ArrayList<>();
        for (int number = 1 - Main.WARM_UPS; number <= ROUNDS; number++) {
            Pair pair = number % 2 == 0
                    ? pair(() -> Main.durable(trailWithout, plain), () -> Main.durable(trailWith, changed))
                    : pair(() -> Main.durable(trailWith, changed), () -> Main.durable(trailWithout, plain))
                            .swapped();
            System.out.printf(
                    "%s plain %,.0f (%.1f)   %s %,.0f (%.1f)   ratio %.2f%n",
                    number <= 0 ? "warm-up" : "round " + number,
                    pair.without.perSecond(),
                    pair.without.cpuMicros(),
                    what,
                    pair.with.perSecond(),
                    pair.with.cpuMicros(),
                    pair.ratio());
            if (number > 0) {
                pairs.add(pair);
            }
        }
        System.out.printf(
                "median: ratio %.2f   CPU ratio %.2f%n",
                Main.median(pairs, Pair::ratio),
                Main.median(pairs, pair -> pair.with.cpuMicros() / pair.without.cpuMicros()));
    }

    /** What runs second finds the disk busy with what the first has left, so the order is changed each time. */
    private static Pair pair(Callable<Measure> first, Callable<Measure> second) throws Exception {
        return new Pair(first.call(), second.call());
    }

    private static Map<String, Object> settings(ReceiverProcess receiver, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("url", receiver.uri().toString());
        settings.put("concurrency", Main.IN_FLIGHT);
        return settings;
    }

    private static Path store(Path file, KeyStore store) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** One of each. */
    private record Pair(Measure without, Measure with) {

        Pair swapped() {
            return new Pair(with, without);
        }

        double ratio() {
            return with.perSecond() / without.perSecond();
        }
    }
}
