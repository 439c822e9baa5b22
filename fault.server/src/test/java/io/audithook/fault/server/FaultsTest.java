/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import static io.audithook.fault.server.Client.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.fault.server.RecordedConnection.End;
import io.audithook.fault.server.Traffic.Direction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ENOUGH_BYTES = 200_000;
    private static final int GIVE_UP_MILLIS = 100;

    /** Those that never accept. */
    private static final Set<String> ABSENT =
            Set.of("refuse", "connect-hangs", "never-accepted", "proxy-refuse", "proxy-connect-hangs");

    static Stream<Fault> present() {
        return Stream.of(Faults.all(), Answers.all(), ProxyFaults.all())
                .flatMap(List::stream)
                .filter(fault -> !ABSENT.contains(fault.name()));
    }

    @ParameterizedTest
    @MethodSource("present")
    void fault_onAPlainConnection_runs(Fault fault) throws Exception {
        try (FaultServer server =
                FaultServer.seeded(7).byDefault(fault.script()).start()) {
            String output = exchange(fault, server);
            RecordedConnection connection = server.connection(1);
            assertThat(connection.end()).isNotIn(End.BROKEN, End.TLS_FAILED);
            assertThat(connection.text(Direction.SENT)).startsWith(output);
            if (fault.script().toString().contains("read-request")) {
                server.awaitRequests(1, PATIENCE);
            }
        }
    }

    /** Answers in good order are all alike. */
    static Stream<Fault> notAnswers() {
        return present()
                .filter(fault ->
                        Answers.all().stream().noneMatch(answer -> answer.name().equals(fault.name())));
    }

    @ParameterizedTest
    @MethodSource("notAnswers")
    void fault_sameSeed_sendsTheSame(Fault fault) throws Exception {
        String one = sent(fault);
        String other = sent(fault);
        // how much of an endless output is sent depends on the client
        int common = Math.min(one.length(), other.length());
        assertThat(one.substring(0, common)).isEqualTo(other.substring(0, common));
        assertThat(one.isEmpty()).isEqualTo(other.isEmpty());
    }

    private static String sent(Fault fault) throws IOException {
        FaultServer server = FaultServer.seeded(7).byDefault(fault.script()).start();
        try (server) {
            exchange(fault, server);
        }
        String all = server.connection(1).text(Direction.SENT);
        return all.substring(0, Math.min(all.length(), ENOUGH_BYTES));
    }

    private static String exchange(Fault fault, FaultServer server) throws IOException {
        String output = exchange(server);
        if (!fault.name().equals("never-reads")) {
            // which does not see its client go
            server.awaitOpen(0, PATIENCE);
        }
        return output;
    }

    private static String exchange(FaultServer server) throws IOException {
        try (Client client = Client.to(server)) {
            client.socket().setSoTimeout(GIVE_UP_MILLIS);
            client.send(REQUEST);
            // a busy server must not be taken for one that is silent
            server.awaitConnections(1, PATIENCE);
            return await(client);
        } catch (SocketException e) {
            // reset at once: even connecting may notice it
            return "";
        }
    }

    private static String await(Client client) throws IOException {
        StringBuilder all = new StringBuilder();
        long begin = System.nanoTime();
        try {
            // a trickle never lets a single read give up
            while (all.length() < ENOUGH_BYTES && System.nanoTime() - begin < 2_000_000L * GIVE_UP_MILLIS) {
                String some = client.readSome();
                if (some.isEmpty()) {
                    return all.toString();
                }
                all.append(some);
            }
        } catch (SocketTimeoutException | SocketException e) {
            // hangs, or was reset
            return all.toString();
        }
        return all.toString();
    }

    @Test
    void gzipZeros_unfoldToSoManyZeros() throws Exception {
        int size = (3 << 20) + 5;
        try (FaultServer server = FaultServer.start(Script.accept().gzipZeros(size));
                Client client = Client.to(server)) {
            byte[] packed = client.bytesToEnd();
            assertThat(packed.length).isLessThan(size / 500);
            try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                assertThat(unpacked.readAllBytes()).isEqualTo(new byte[size]);
            }
        }
    }

    @Test
    void keepAliveRace_closesAtDifferentTimesUpTo2Millis() throws Exception {
        List<Long> micros = new ArrayList<>();
        try (FaultServer server =
                FaultServer.seeded(1).byDefault(Faults.keepAliveRace()).start()) {
            for (int i = 0; i < 50; i++) {
                try (Client client = Client.to(server)) {
                    assertThat(client.send(REQUEST).read(40)).endsWith("OK");
                }
            }
            server.awaitOpen(0, PATIENCE);
            for (RecordedConnection each : server.connections()) {
                Traffic answer = each.traffic().get(each.traffic().size() - 1);
                micros.add((each.closedNanos() - answer.nanoTime()) / 1000);
                assertThat(each.requests()).hasSize(1);
            }
        }
        assertThat(micros).anyMatch(each -> each < 1000).anyMatch(each -> each >= 1000);
    }

    @Test
    void all_haveTheRowsOfTheCatalogue() {
        assertThat(Faults.all()).hasSizeGreaterThan(35);
        assertThat(Answers.all())
                .extracting(Fault::name)
                .contains("status-200", "status-410", "status-999", "status-099", "redirect-308", "retry-after-503-11");
        assertThat(TlsFaults.all()).extracting(Fault::name).contains("tls-expired", "tls-h2-only");
        assertThat(ProxyFaults.all()).extracting(Fault::name).contains("proxy-407", "proxy-200-and-garbage");
    }
}
