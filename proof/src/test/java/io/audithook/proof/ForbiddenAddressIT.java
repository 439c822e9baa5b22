/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * S1: hosts that lead to this one in hundreds of spellings, a redirect, and a proxy, each in an endpoint of its own; one
 * address of this host is allowed, and its receiver gets the event. Promise P9.
 */
class ForbiddenAddressIT {

    private static final int RANDOM_SPELLINGS = Proof.size(500, 3000);

    /** Beside 127.0.0.1, which is allowed here; those that nothing may open come with a port that nobody has. */
    private static final List<String> SPELLINGS = List.of(
            "127.0.0.2",
            "127.255.255.254",
            "127.1",
            "127.0.1",
            "2130706433",
            "2130706434",
            "017700000001",
            "0x7f000001",
            "0x7F000002",
            "0177.0.0.1",
            "0x7f.0.0.1",
            "127.0.0.01",
            "127.0.0.1.",
            "127.0.0.2.",
            "127.000.000.001",
            "0",
            "0.0.0.0",
            "00.0.0.0",
            "[::]",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[0000:0000:0000:0000:0000:0000:0000:0001]",
            "[::01]",
            "[::ffff:127.0.0.2]",
            "[::ffff:7f00:2]",
            "[0:0:0:0:0:ffff:7f00:2]",
            "[::FFFF:7F00:2]",
            "[::127.0.0.1]",
            "[::127.0.0.2]",
            "[::7f00:1]",
            "[64:ff9b::7f00:2]",
            "[64:ff9b::127.0.0.2]",
            "[64:ff9b:1::7f00:1]",
            "[2002:7f00:1::]",
            "[2001:0:7f00:1::]",
            "[::ffff:0:127.0.0.1]",
            "[fe80::1]",
            "169.254.169.254",
            "[::ffff:169.254.169.254]",
            "[64:ff9b::a9fe:a9fe]",
            "[fd00:ec2::254]",
            "100.100.100.200",
            "168.63.129.16",
            "224.0.0.1",
            "255.255.255.255",
            "localhost6.",
            "ip6-localhost");

    @TempDir
    Path folder;

    @Test
    void hosts_thatAreForbidden_areNotConnected() throws Exception {
        Proof proof = new Proof("S1");
        Home home = new Home(folder.resolve("home"));
        home.configure("io.audithook.address", "allowed = 127.0.0.1");
        Event event = new Event(1, 1);
        try (Receiver receiver = new Receiver();
                Trap trap = new Trap()) {
            Set<String> hosts = new LinkedHashSet<>(SPELLINGS);
            SplittableRandom random = new SplittableRandom(proof.seed());
            while (hosts.size() < SPELLINGS.size() + RANDOM_SPELLINGS) {
                hosts.add(spelling(random));
            }
            int number = 0;
            for (String host : hosts) {
                endpoint(home, "s" + number++, "http://" + host + ":" + trap.port() + "/");
            }
            home.configure("io.audithook.proxy-trap", "host = 127.0.0.2", "port = " + trap.port());
            home.configure("io.audithook.proxy-way", "host = 127.0.0.1", "port = " + trap.port());
            endpoint(home, "s" + number++, "http://127.0.0.1:1/", "proxy.target = (proxy.name=trap)");
            endpoint(home, "s" + number++, "http://127.0.0.2:1/", "proxy.target = (proxy.name=way)");
            home.endpoint("good", receiver.uri("good"));
            try (Launcher launcher = Launcher.start(home)) {
                Intake intake = new Intake(launcher.awaitReady());
                intake.accept(event);
                int all = number;
                Proof.eventually(
                        "the event arrives", () -> receiver.inbox("good").has(event));
                Proof.eventually("each endpoint is refused", () -> refused(home).size() >= all);
                proof.say("%d endpoints to forbidden hosts, %d connections", all, trap.connections());
                assertThat(trap.connections())
                        .as("connections to forbidden hosts")
                        .isZero();
            }
        }
    }

    private static void endpoint(Home home, String name, String url, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of("breaker.failures = 1"));
        all.addAll(List.of(lines));
        home.configure(
                "io.audithook.endpoint-" + name,
                Stream.concat(Stream.of("url = " + url, "start = earliest"), all.stream())
                        .toArray(String[]::new));
    }

    /** The names of endpoints of which the log says that they are invalid, or must not connect. */
    private static Set<String> refused(Home home) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (String line :
                Files.readAllLines(home.folder().resolve("data/log/audithook.log"), StandardCharsets.UTF_8)) {
            int at = line.indexOf("endpoint=s");
            if (at >= 0
                    && (line.contains(" is invalid")
                            || line.contains("address-forbidden")
                            || line.contains("dns-unknown"))) {
                names.add(line.substring(at, line.indexOf(' ', at)));
            }
        }
        return names;
    }

    /** An address of 127.0.0.0/8 beside the allowed one, as somebody reads it. */
    private static String spelling(SplittableRandom random) {
        int low = random.nextInt(2, 1 << 24);
        long address = 127L << 24 | low;
        return switch (random.nextInt(6)) {
            case 0 -> parts(random, address, 4);
            case 1 -> parts(random, address, random.nextInt(1, 4));
            case 2 -> "[::ffff:" + hex(address >> 16) + ":" + hex(address & 0xffff) + "]";
            case 3 -> "[64:ff9b::" + hex(address >> 16) + ":" + hex(address & 0xffff) + "]";
            case 4 ->
                "[2002:" + hex(address >> 16) + ":" + hex(address & 0xffff) + "::" + hex(random.nextInt(1 << 16)) + "]";
            default -> "[::" + hex(address >> 16) + ":" + hex(address & 0xffff) + "]";
        };
    }

    /** By the rules of inet_aton: up to four numbers, the last one takes what is left. */
    private static String parts(SplittableRandom random, long address, int count) {
        List<String> parts = new ArrayList<>();
        long left = address;
        for (int i = 0; i < count - 1; i++) {
            int shift = 24 - 8 * i;
            parts.add(number(random, left >> shift));
            left &= (1L << shift) - 1;
        }
        parts.add(number(random, left));
        return String.join(".", parts);
    }

    private static String number(SplittableRandom random, long value) {
        return switch (random.nextInt(4)) {
            case 0 -> "0" + Long.toOctalString(value);
            case 1 -> "0x" + hex(value);
            default -> Long.toString(value);
        };
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }

    /** Listens on every address of this host. */
    private static final class Trap implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 1024);
        private final AtomicInteger connections = new AtomicInteger();

        Trap() throws IOException {
            Thread acceptor = new Thread(this::accept, "proof-trap");
            acceptor.setDaemon(true);
            acceptor.start();
            // a trap that does not close proves nothing
            try (Socket probe = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), port())) {
                Proof.eventually("the trap works", () -> probe.isConnected() && connections.get() == 1);
            }
            connections.set(0);
        }

        int port() {
            return server.getLocalPort();
        }

        int connections() {
            return connections.get();
        }

        private void accept() {
            try {
                while (true) {
                    server.accept().close();
                    connections.incrementAndGet();
                }
            } catch (IOException e) {
                // closed: the proof is over
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
