/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Measures against baselines of the same run and prints ratios.
 *
 * <p>{@code delivery} (default): durable end-to-end delivery against a bare client. {@code memory}: the heap
 * while events wait for a receiver that is down.
 */
@SuppressWarnings("try") // closing may be interrupted, and then the run is over
public final class Main {

    private static final int IN_FLIGHT = 64;
    private static final int OUTSTANDING = 4096;
    private static final int ROUNDS = 5;
    private static final int EVENTS = 100_000;
    private static final int WAITING = 1_000_000;

    private Main() {}

    public static void main(String[] args) throws Exception {
        String mode = args.length == 0 ? "delivery" : args[0];
        Path bundles = Path.of(args.length > 1 ? args[1] : "launcher/target/classes/export/runtime");
        switch (mode) {
            case "delivery" -> delivery(bundles);
            case "memory" -> memory(bundles);
            default -> {
                System.err.println("Usage: java -jar bench.jar [delivery|memory] [BUNDLES]");
                System.exit(2);
            }
        }
        System.exit(0);
    }

    private static void delivery(Path bundles) throws Exception {
        List<Double> bare = new ArrayList<>();
        List<Double> durable = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        try (ReceiverProcess receiver = new ReceiverProcess();
                BareClient client = new BareClient(receiver.uri(), event(0));
                BenchContainer container = new BenchContainer(bundles, Files.createTempDirectory("audithook-bench"))) {
            container.endpoint(receiver.uri(), IN_FLIGHT);
            AuditTrail trail = container.trail();
            System.out.println(
                    "1 KB events, " + EVENTS + " a round, " + IN_FLIGHT + " requests in flight; per second:");
            // the first round only warms up
            for (int round = 0; round <= ROUNDS; round++) {
                double baseline = rate(receiver, () -> client.send(EVENTS, IN_FLIGHT));
                double measured = rate(receiver, () -> publish(trail, EVENTS));
                System.out.printf(
                        "%s bare client %,.0f   durable delivery %,.0f   ratio %.2f%n",
                        round == 0 ? "warm-up" : "round " + round, baseline, measured, measured / baseline);
                if (round > 0) {
                    bare.add(baseline);
                    durable.add(measured);
                    ratios.add(measured / baseline);
                }
            }
        }
        System.out.printf(
                "median: bare client %,.0f   durable delivery %,.0f   ratio %.2f%n",
                median(bare), median(durable), median(ratios));
    }

    private static void memory(Path bundles) throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
        try (BenchContainer container = new BenchContainer(bundles, Files.createTempDirectory("audithook-bench"))) {
            container.endpoint(nobody, IN_FLIGHT);
            AuditTrail trail = container.trail();
            System.out.println("1 KB events wait for a receiver that is down; heap in use after a collection:");
            for (int waiting = 0; waiting < WAITING; waiting += WAITING / 10) {
                publish(trail, WAITING / 10);
                System.gc();
                System.out.printf("%,9d waiting   %,d KiB%n", waiting + WAITING / 10, heap() / 1024);
            }
        }
    }

    private static double rate(ReceiverProcess receiver, Work work) throws IOException, InterruptedException {
        receiver.expect(EVENTS);
        long start = System.nanoTime();
        work.run();
        receiver.awaitAll();
        return EVENTS / ((System.nanoTime() - start) / 1e9);
    }

    /** Records events with a bounded number that are not durable yet. */
    private static void publish(AuditTrail trail, int number) throws InterruptedException {
        Semaphore outstanding = new Semaphore(OUTSTANDING);
        for (int i = 0; i < number; i++) {
            outstanding.acquire();
            byte[] json = event(i);
            trail.record(AuditEvent.ofJson(null, json, bytes -> Map.of())).whenComplete((receipt, failure) -> {
                if (failure != null) {
                    System.err.println("not recorded: " + failure);
                }
                outstanding.release();
            });
        }
        outstanding.acquire(OUTSTANDING);
    }

    private static byte[] event(int number) {
        String text = "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"" + number
                + "\",\"startDate\":1505477372601,\"base\":true,\"requestId\":\"13b17ff13d1cfc56:2b7b048b\",\"details\":"
                + "{\"severity\":3,\"description\":\"" + "An audit event of about one kilobyte. ".repeat(20)
                + "\"},\"object\":{\"_type\":\"case\",\"owner\":\"me\",\"tlp\":2}}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** Something to be measured. */
    private interface Work {
        void run() throws InterruptedException;
    }
}
