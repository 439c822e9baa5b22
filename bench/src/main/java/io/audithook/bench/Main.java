/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.bench;

import com.sun.management.OperatingSystemMXBean;
import io.audithook.audit.api.AuditEvent;
import io.audithook.audit.api.AuditTrail;
import io.audithook.webhook.outbox.internal.OutboxBench;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures against baselines of the same run and prints ratios.
 *
 * <p>{@code delivery} (default): durable end-to-end delivery against a bare client. {@code signing}, {@code tls}: the same with
 * and without. {@code filters}: endpoints that want few of the events. {@code memory}: the heap
 * while events wait for a receiver that is down. {@code accept}: appends from many publishers beside a raw file.
 * {@code scale}: many endpoints and many entries. {@code hocon}: many endpoints in one file. {@code jmh}: the hot paths one by one.
 */
@SuppressWarnings("try") // closing may be interrupted, and then the run is over
public final class Main {

    static final int IN_FLIGHT = 64;
    private static final int OUTSTANDING = 4096;
    private static final int PACE = 256;
    static final int WARM_UPS = 10;

    /** Where absolute costs are compared, until the compiler is through. */
    private static final int LONG_WARM_UP = 30;

    static final int ROUNDS = 5;

    /** Fewer than the cache of the latest entries holds: publishers that are faster for long only fill the disk. */
    private static final int BACKLOG = 16_384;

    static final int EVENTS = 100_000;
    private static final int WAITING = 1_000_000;
    private static final int BATCH = 100;

    /** How long an event is: as in the measurements that the asked-for ratios come from, unless somebody says otherwise. */
    static final int EVENT_BYTES = Integer.getInteger("bytes", 750);

    /** Made before, since neither side's work is to make them. */
    static final byte[][] POOL = IntStream.range(0, 1000).mapToObj(Main::event).toArray(byte[][]::new);

    private static final OperatingSystemMXBean OS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Main() {}

    public static void main(String[] args) {
        try {
            run(args);
            System.exit(0);
        } catch (Exception e) {
            System.getLogger(Main.class.getName()).log(System.Logger.Level.ERROR, "The run has failed", e);
            // threads of the framework would keep this process alive
            System.exit(1);
        }
    }

    private static void run(String[] args) throws Exception {
        String mode = args.length == 0 ? "delivery" : args[0];
        Path bundles = project().resolve("launcher/target/classes/export/runtime");
        Path directory = Path.of(args.length > 1 ? args[1] : System.getProperty("java.io.tmpdir"));
        switch (mode) {
            case "delivery" -> delivery(bundles, 1);
            case "batches" -> delivery(bundles, BATCH);
            case "signing" -> Costs.ofSigning(bundles);
            case "tls" -> Costs.ofTls(bundles);
            case "filters" -> FilteredDelivery.run(bundles);
            case "memory" -> memory(bundles);
            case "hocon" -> ManyInOneFile.run(bundles);
            case "accept" -> OutboxBench.accept(directory);
            case "scale" -> OutboxBench.scale(directory);
            case "jmh" -> org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
            default -> {
                System.err.print("""
                        Usage: java [-Dbytes=750] -jar bench.jar delivery|batches|signing|tls|filters|memory|hocon
                               java -jar bench.jar accept|scale [DIRECTORY]
                               java -jar bench.jar jmh [OPTIONS]
                        """);
                System.exit(2);
            }
        }
    }

    /** The folder of the project, in which we are {@code bench/target/bench.jar}. */
    private static Path project() throws URISyntaxException {
        Path self = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return self.resolve("../../..").normalize();
    }

    private static void delivery(Path bundles, int batch) throws Exception {
        List<Round> rounds = new ArrayList<>();
        ThreadCosts costs = new ThreadCosts(Map.of());
        try (ReceiverProcess receiver = new ReceiverProcess();
                BareClient client = new BareClient(receiver.uri(), POOL);
                BenchContainer container = new BenchContainer(bundles)) {
            container.endpoint(Map.of("url", receiver.uri().toString(), "concurrency", IN_FLIGHT, "batch.size", batch));
            // or there would be gigabytes in the file before the first round
            AuditTrail trail = container.outbox(Map.of("retention", "0 s"));
            System.out.println(
                    EVENT_BYTES + "-byte events, " + EVENTS + " a round, " + IN_FLIGHT + " requests in flight, " + batch
                            + " events a request; events per second, and CPU microseconds of this process for each:");
            for (int number = 1 - LONG_WARM_UP; number <= ROUNDS; number++) {
                if (number == 1) {
                    trail = container.outbox(Map.of());
                }
                Measure bare = measure(receiver, () -> client.send(EVENTS, IN_FLIGHT));
                ThreadCosts before = ThreadCosts.now();
                Round round = new Round(bare, durable(trail, receiver));
                if (number > 0) {
                    costs = costs.plus(ThreadCosts.now().since(before));
                }
                System.out.println((number <= 0 ? "warm-up" : "round " + number) + " " + round);
                if (number > 0) {
                    rounds.add(round);
                }
            }
        }
        System.out.printf(
                "median: bare client %,.0f   durable delivery %,.0f   ratio %.2f   CPU ratio %.2f%n",
                median(rounds, round -> round.bare.perSecond),
                median(rounds, round -> round.durable.perSecond),
                median(rounds, Round::ratio),
                median(rounds, Round::cpuRatio));
        System.out.println("durable delivery, CPU microseconds by threads: " + costs.perEvent((long) ROUNDS * EVENTS));
    }

    private static void memory(Path bundles) throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
        try (BenchContainer container = new BenchContainer(bundles)) {
            container.endpoint(Map.of("url", nobody.toString(), "concurrency", IN_FLIGHT));
            AuditTrail trail = container.trail();
            System.out.println(
                    EVENT_BYTES + "-byte events wait for a receiver that is down; heap in use after a collection:");
            for (int waiting = 0; waiting < WAITING; waiting += WAITING / 10) {
                publish(trail, WAITING / 10, left -> {});
                System.gc();
                System.out.printf("%,9d waiting   %,d KiB%n", waiting + WAITING / 10, heap() / 1024);
            }
        }
    }

    /** Publishes events as fast as their receiver takes them. */
    static Measure durable(AuditTrail trail, ReceiverProcess receiver) throws IOException, InterruptedException {
        return measure(receiver, () -> publish(trail, EVENTS, left -> receiver.awaitLeft(left + BACKLOG)));
    }

    private static Measure measure(ReceiverProcess receiver, Work work) throws IOException, InterruptedException {
        return measure(receiver, EVENTS, EVENTS, work);
    }

    /** @param deliveries what the receiver gets of so many events */
    static Measure measure(ReceiverProcess receiver, int events, int deliveries, Work work)
            throws IOException, InterruptedException {
        receiver.expect(deliveries);
        long start = System.nanoTime();
        long cpu = OS.getProcessCpuTime();
        work.run();
        receiver.awaitLeft(0);
        return new Measure(events / ((System.nanoTime() - start) / 1e9), (OS.getProcessCpuTime() - cpu) / 1e3 / events);
    }

    /**
     * Records events with a bounded number that are not durable yet.
     *
     * @param pace may wait; is told now and then how many are still to be recorded
     */
    static void publish(AuditTrail trail, int number, Pace pace) throws InterruptedException {
        Semaphore outstanding = new Semaphore(OUTSTANDING);
        for (int i = 0; i < number; i++) {
            if (i % PACE == 0) {
                pace.left(number - i);
            }
            outstanding.acquire();
            byte[] json = POOL[i % POOL.length];
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
        String head = "{\"operation\":\"Update\",\"objectType\":\"case\",\"objectId\":\"" + number
                + "\",\"startDate\":1505477372601,\"base\":true,\"requestId\":\"13b17ff13d1cfc56:2b7b048b\",\"details\":"
                + "{\"severity\":3,\"description\":\"";
        String tail = "\"},\"object\":{\"_type\":\"case\",\"owner\":\"me\",\"tlp\":2}}";
        int left = Math.max(0, EVENT_BYTES - head.length() - tail.length());
        String description = "What somebody wrote about the case. ".repeat(left).substring(0, left);
        return (head + description + tail).getBytes(StandardCharsets.UTF_8);
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /**
     * What one side did.
     *
     * @param perSecond events per second
     * @param cpuMicros CPU microseconds of this process for each event
     */
    record Measure(double perSecond, double cpuMicros) {}

    /** Both sides in turn. */
    private record Round(Measure bare, Measure durable) {

        double ratio() {
            return durable.perSecond / bare.perSecond;
        }

        double cpuRatio() {
            return durable.cpuMicros / bare.cpuMicros;
        }

        @Override
        public String toString() {
            return String.format(
                    "bare client %,.0f (%.1f)   durable delivery %,.0f (%.1f)   ratio %.2f   CPU ratio %.2f",
                    bare.perSecond, bare.cpuMicros, durable.perSecond, durable.cpuMicros, ratio(), cpuRatio());
        }
    }

    /** Keeps publishers from running far ahead. */
    interface Pace {
        void left(int number) throws InterruptedException;
    }

    /** Something to be measured. */
    interface Work {
        void run() throws InterruptedException;
    }
}
