/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import static io.audithook.fault.server.Client.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.fault.server.RecordedConnection.End;
import io.audithook.fault.server.Traffic.Direction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

    private FaultServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private Client start(Script script) throws IOException {
        server = FaultServer.start(script);
        return Client.to(server);
    }

    private RecordedConnection ended() {
        server.awaitOpen(0, PATIENCE);
        return server.connection(1);
    }

    @Test
    void script_ofTheReference_runs() throws Exception {
        try (Client client = start(Script.parse("accept;read 20B;sleep 5ms;write \"HTTP/1.1 200 OK\\r\\n\";reset"))) {
            assertThat(client.send(REQUEST).readToReset()).isIn("HTTP/1.1 200 OK\r\n", "");
        }
        RecordedConnection connection = ended();
        assertThat(connection.end()).isEqualTo(End.RESET);
        assertThat(connection.bytes(Direction.SENT)).asString().isEqualTo("HTTP/1.1 200 OK\r\n");
        assertThat(connection.bytes(Direction.RECEIVED)).asString().startsWith(REQUEST.substring(0, 20));
    }

    @Test
    void read_takesExactlySoMany_andTheRestStaysUnread() throws Exception {
        try (Client client = start(Script.accept().read(10).close())) {
            client.send(REQUEST).readToReset();
        }
        assertThat(ended().bytesReceived()).isEqualTo(10);
    }

    @Test
    void readHeaders_doesNotWaitForTheBody() throws Exception {
        try (Client client =
                start(Script.accept().readHeaders().write("a").readRequest().write("b"))) {
            assertThat(client.send("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n")
                            .read(1))
                    .isEqualTo("a");
            assertThat(server.totals().requests()).isZero();
            assertThat(server.totals().requestHeads()).isEqualTo(1);
            assertThat(client.send("xyz").readToEnd()).isEqualTo("b");
        }
        assertThat(server.requests().get(0).bodyText()).isEqualTo("xyz");
    }

    @Test
    void readRequest_chunked_isDecoded() throws Exception {
        try (Client client = start(Script.accept().readRequest().write("a"))) {
            client.send("POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
                    .send("2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n");
            assertThat(client.readToEnd()).isEqualTo("a");
        }
        RecordedRequest request = server.requests().get(0);
        assertThat(request.bodyText()).isEqualTo("abcde");
        assertThat(request.bodyLength()).isEqualTo(5);
    }

    @Test
    void request_isRecordedWithAllItsParts() throws Exception {
        try (Client client =
                start(Script.accept().forever(Script.accept().readRequest().write(OK)))) {
            client.send("POST /hook?a=b HTTP/1.1\r\nHost: x\r\nA: 1\r\na:2 \r\nContent-Length: 5\r\n\r\nhello")
                    .read(OK.length());
            client.send("GET http://other:1/p HTTP/1.0\r\n\r\n").read(OK.length());
        }
        List<RecordedRequest> requests = server.requests();
        RecordedRequest first = requests.get(0);
        assertThat(List.of(first.method(), first.target(), first.path(), first.version()))
                .containsExactly("POST", "/hook?a=b", "/hook", "HTTP/1.1");
        assertThat(first.headers("A")).containsExactly("1", "2");
        assertThat(first.header("content-length")).contains("5");
        assertThat(first.headers()).contains(new Header("a", "2"));
        assertThat(first.connection()).isEqualTo(1);
        assertThat(requests.get(1).number()).isEqualTo(2);
        assertThat(requests.get(1).path()).isEqualTo("/p");
        assertThat(requests.get(1).nanoTime()).isGreaterThanOrEqualTo(first.nanoTime());
    }

    @Test
    void readToEnd_waitsForTheClientsEnd() throws Exception {
        try (Client client = start(Script.accept().readToEnd().write("bye"))) {
            assertThat(client.send("no HTTP").endOutput().readToEnd()).isEqualTo("bye");
        }
        assertThat(ended().end()).isEqualTo(End.CLOSED);
    }

    @Test
    void readAny_takesWhatIsThere() throws Exception {
        try (Client client =
                start(Script.accept().readAny().write("a").readAny().write("b"))) {
            assertThat(client.send("x").read(1)).isEqualTo("a");
            assertThat(client.send("yz").readToEnd()).isEqualTo("b");
        }
    }

    @Test
    void sleep_takesItsTime() throws Exception {
        Duration time = Duration.ofMillis(30);
        try (Client client = start(Script.accept().write("a").sleep(time).write("b"))) {
            assertThat(client.readToEnd()).isEqualTo("ab");
        }
        List<Traffic> traffic = ended().traffic();
        assertThat(traffic.get(1).nanoTime() - traffic.get(0).nanoTime()).isGreaterThanOrEqualTo(time.toNanos());
    }

    @Test
    void sleep_serverCloses_endsAtOnce() throws Exception {
        try (Client client = start(Script.accept().sleep(Duration.ofHours(1)))) {
            server.awaitOpen(1, PATIENCE);
            server.close();
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(server.connection(1).end()).isEqualTo(End.SERVER_STOPPED);
    }

    @Test
    void trickle_sendsPieces() throws Exception {
        try (Client client = start(Script.accept().trickle("abcdefg", Duration.ofMillis(2), 3))) {
            assertThat(client.readToEnd()).isEqualTo("abcdefg");
        }
        RecordedConnection connection = ended();
        assertThat(connection.traffic()).extracting(Traffic::text).containsExactly("abc", "def", "g");
        assertThat(connection.closedNanos() - connection.openedNanos())
                .isGreaterThanOrEqualTo(Duration.ofMillis(6).toNanos());
    }

    @Test
    void repeat_doesItsBlockSoManyTimes() throws Exception {
        try (Client client = start(Script.accept()
                .repeat(3, Script.accept().write("a").repeat(2, Script.accept().write("b"))))) {
            assertThat(client.readToEnd()).isEqualTo("abbabbabb");
        }
    }

    @Test
    void fill_sendsAllOfIt() throws Exception {
        try (Client client = start(Script.accept().fill(1_000_001))) {
            assertThat(client.readToEnd()).hasSize(1_000_001).matches("x+");
        }
    }

    @Test
    void shutdownOutput_goesOnReading() throws Exception {
        try (Client client = start(Script.accept().write("a").shutdownOutput().readRequest())) {
            assertThat(client.readToEnd()).isEqualTo("a");
            client.send(REQUEST);
            server.awaitRequests(1, PATIENCE);
        }
    }

    @Test
    void reset_isAReset() throws Exception {
        try (Client client = start(Script.accept().readRequest().reset())) {
            assertThat(client.send(REQUEST).readToReset()).isEmpty();
        }
        assertThat(ended().end()).isEqualTo(End.RESET);
        assertThat(server.totals().requests()).isEqualTo(1);
    }

    @Test
    void hang_noticesTheClientsEnd() throws Exception {
        Client client = start(Script.accept().readRequest().hang());
        client.send(REQUEST);
        server.awaitRequests(1, PATIENCE);
        assertThat(server.connection(1).open()).isTrue();
        client.close();
        assertThat(ended().end()).isEqualTo(End.PEER_CLOSED);
    }

    @Test
    void hang_noticesTheClientsReset() throws Exception {
        Client client = start(Script.accept().readRequest().hang());
        client.send(REQUEST);
        server.awaitRequests(1, PATIENCE);
        client.socket().setSoLinger(true, 0);
        client.close();
        assertThat(ended().end()).isEqualTo(End.PEER_RESET);
    }

    @Test
    void stopReading_blocksTheClient() throws Exception {
        Client client = start(Script.accept().stopReading().hang());
        byte[] much = new byte[64 << 20];
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try {
                client.socket().getOutputStream().write(much);
            } catch (IOException e) {
                // how it must end: the server is closed
                assertThat(e).hasMessageMatching("(?s).*(reset|pipe|closed).*");
            }
        });
        server.awaitOpen(1, PATIENCE);
        assertThat(server.connection(1).bytesReceived()).isZero();
        assertThat(writing).isNotDone();
        server.close();
        assertThat(writing).succeedsWithin(PATIENCE);
        assertThat(server.connection(1).bytesReceived()).isZero();
        client.close();
    }

    @Test
    void endlessBody_clientThatDoesNotRead_costsNothing() throws Exception {
        server = FaultServer.builder()
                .byDefault(Faults.endlessBody())
                .path("/small", Answers.ok())
                .start();
        try (Client stuck = Client.to(server)) {
            stuck.send(REQUEST);
            server.await("output", totals -> totals.bytesSent() > 100_000, PATIENCE);
            try (Client other = Client.to(server)) {
                assertThat(other.send("GET /small HTTP/1.1\r\n\r\n").read(12)).isEqualTo("HTTP/1.1 200");
            }
            // what the kernel takes, at both ends
            assertThat(server.totals().bytesSent()).isLessThan(32 << 20);
        }
        server.awaitOpen(0, PATIENCE);
    }

    @Test
    void endlessBody_clientThatReads_doesNotStarveOthers() throws Exception {
        server = FaultServer.builder()
                .byDefault(Faults.endlessBody())
                .path("/small", Answers.ok())
                .start();
        try (Client greedy = Client.to(server)) {
            greedy.send(REQUEST);
            CompletableFuture<String> reading = CompletableFuture.supplyAsync(() -> {
                try {
                    return greedy.read(50 << 20);
                } catch (IOException e) {
                    return e.toString();
                }
            });
            for (int i = 0; i < 20; i++) {
                try (Client other = Client.to(server)) {
                    assertThat(other.send("GET /small HTTP/1.1\r\n\r\n").read(12))
                            .isEqualTo("HTTP/1.1 200");
                }
            }
            assertThat(reading.get()).hasSize(50 << 20);
        }
        server.awaitOpen(0, PATIENCE);
        assertThat(server.connection(1).bytes(Direction.SENT).length).isLessThanOrEqualTo(1 << 20);
        assertThat(server.connection(1).bytesSent()).isGreaterThan(50 << 20);
    }

    @Test
    void keep_nothing_countsAll() throws Exception {
        server = FaultServer.builder().keep(0).byDefault(Answers.ok()).start();
        try (Client client = Client.to(server)) {
            client.send(REQUEST).read(12);
        }
        server.awaitOpen(0, PATIENCE);
        assertThat(server.requests()).isEmpty();
        assertThat(server.connection(1).traffic()).isEmpty();
        assertThat(server.totals().requests()).isEqualTo(1);
        assertThat(server.connection(1).bytesReceived()).isEqualTo(REQUEST.length());
        server.forget();
        assertThat(server.connections()).isEmpty();
        assertThat(server.totals().connectionsOpened()).isEqualTo(1);
    }

    @Test
    void choice_byNumberThenPathThenDefault() throws Exception {
        server = FaultServer.builder()
                .connection(2, Script.accept().write("two"))
                .path("/a*", Script.accept().readRequest().write("a*"))
                .path("/ab", Script.accept().readRequest().write("ab"))
                .byDefault(Script.accept().readAny().write("default"))
                .start();
        assertThat(ask("GET /ab HTTP/1.1\r\n\r\n")).isEqualTo("ab");
        assertThat(ask("")).isEqualTo("two");
        assertThat(ask("GET /abc?x HTTP/1.1\r\n\r\n")).isEqualTo("a*");
        assertThat(ask("GET /b HTTP/1.1\r\n\r\n")).isEqualTo("default");
        assertThat(ask("this is no HTTP\r\n")).isEqualTo("default");
        server.byDefault(Script.accept().write("changed"));
        assertThat(ask("GET /b HTTP/1.1\r\n\r\n")).isEqualTo("changed");
        server.awaitOpen(0, PATIENCE);
        assertThat(server.connection(2).script()).isEqualTo("accept; write \"two\"");
    }

    private String ask(String request) throws IOException {
        try (Client client = Client.to(server)) {
            return client.send(request).endOutput().readToEnd();
        }
    }

    @Test
    void next_choosesForEachRequest() throws Exception {
        server = FaultServer.builder()
                .path("/a", Script.accept().readRequest().write("a").next())
                .path("/b", Script.accept().readRequest().write("b").next())
                .byDefault(Script.accept().write("end"))
                .start();
        try (Client client = Client.to(server)) {
            client.send("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\nGET /a HTTP/1.1\r\n\r\n");
            assertThat(client.read(3)).isEqualTo("aba");
            assertThat(client.send("GET /c HTTP/1.1\r\n\r\n").readToEnd()).isEqualTo("end");
        }
        assertThat(server.requests()).extracting(RecordedRequest::number).containsExactly(1, 2, 3, 4);
    }

    @Test
    void refuse_andListenAgain_keepsThePort() throws Exception {
        try (Client client = start(Answers.ok())) {
            client.send(REQUEST).read(12);
            server.refuse();
            assertThatThrownBy(() -> Client.to(server)).isInstanceOf(ConnectException.class);
            // what is open goes on
            client.send(REQUEST).read(12);
            server.listen();
            try (Client again = Client.to(server)) {
                assertThat(again.send(REQUEST).read(12)).isEqualTo("HTTP/1.1 200");
            }
        }
    }

    @Test
    void refuse_asAScript_isForThatConnection() throws Exception {
        server = FaultServer.builder()
                .connection(2, Script.refuse())
                .byDefault(Script.accept().write("x"))
                .start();
        assertThat(ask("")).isEqualTo("x");
        assertThatThrownBy(() -> Client.to(server)).isInstanceOf(ConnectException.class);
    }

    @Test
    void noAccept_leavesTheClientConnected() throws Exception {
        try (Client client = start(Script.noAccept())) {
            client.send(REQUEST);
            assertThat(server.totals().connectionsOpened()).isZero();
            server.byDefault(Script.accept().readRequest().write("at last"));
            assertThat(client.readToEnd()).isEqualTo("at last");
        }
    }

    @Test
    void stopAccepting_leavesTheClientConnected() throws Exception {
        server = FaultServer.start(Answers.ok());
        server.stopAccepting();
        try (Client client = Client.to(server)) {
            client.send(REQUEST);
            assertThat(server.totals().connectionsOpened()).isZero();
            server.listen();
            assertThat(client.read(12)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void dropConnects_connectingHangs() throws Exception {
        server = FaultServer.start(Script.dropConnects());
        try (Socket socket = new Socket()) {
            InetSocketAddress address = server.address();
            assertThatThrownBy(() -> socket.connect(address, 200)).isInstanceOf(SocketTimeoutException.class);
        }
        server.byDefault(Script.accept().write("x"));
        assertThat(ask("")).isEqualTo("x");
    }

    @Test
    void seed_same_givesSameChoicesAndTimes() throws Exception {
        List<String> first = outputs(42);
        assertThat(outputs(42)).isEqualTo(first);
        assertThat(outputs(43)).isNotEqualTo(first);
        assertThat(first).contains("a", "b", "c");
    }

    private static List<String> outputs(long seed) throws IOException {
        try (FaultServer seeded = FaultServer.seeded(seed)
                .randomly(
                        Script.accept().write("a"),
                        Script.accept().write("b"),
                        Script.accept()
                                .sleepBetween(Duration.ZERO, Duration.ofMillis(1))
                                .write("c"))
                .start()) {
            assertThat(seeded.toString()).contains("seed=" + seed);
            List<String> outputs = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                try (Client client = Client.to(seeded)) {
                    outputs.add(client.readToEnd());
                }
            }
            return outputs;
        }
    }

    @Test
    void await_inVain_saysSeedAndCounts() throws Exception {
        server = FaultServer.seeded(4711).byDefault(Answers.ok()).start();
        assertThatThrownBy(() -> server.awaitRequests(1, Duration.ofMillis(5)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No 1 requests within PT0.005S")
                .hasMessageContaining("seed=4711")
                .hasMessageContaining("connectionsOpened=0");
    }

    @Test
    void manyConnections_areHeldByTwoThreads() throws Exception {
        int count = 5_000;
        server = FaultServer.builder()
                .path("/ok", Answers.ok())
                .byDefault(Faults.neverAnswers())
                .start();
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                clients.add(Client.to(server).send(REQUEST));
            }
            server.awaitRequests(count, PATIENCE);
            server.awaitOpen(count, PATIENCE);
            try (Client one = Client.to(server)) {
                assertThat(one.send("GET /ok HTTP/1.1\r\n\r\n").read(12)).isEqualTo("HTTP/1.1 200");
            }
            assertThat(threads()).hasSizeLessThanOrEqualTo(2);
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
        server.awaitOpen(0, PATIENCE);
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fault-server-") && name.endsWith("-" + server.port()))
                .toList();
    }

    @Test
    void close_leavesNoThreadAndNoSocket() throws Exception {
        server = FaultServer.start(Script.accept().hang());
        try (Client client = Client.to(server)) {
            server.awaitOpen(1, PATIENCE);
            server.close();
            server.close();
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(threads()).isEmpty();
        assertThat(server.totals().connectionsOpen()).isZero();
        assertThatThrownBy(() -> Client.to(server)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(server::listen).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_manyTimes_leaksNoFiles() throws Exception {
        IntStream.range(0, 5).forEach(i -> round());
        long before = openFiles();
        IntStream.range(0, 50).forEach(i -> round());
        assertThat(openFiles() - before).isLessThan(25);
    }

    private static void round() {
        try (FaultServer each = FaultServer.start(Script.accept().hang());
                Client one = Client.to(each);
                Client two = Client.to(each)) {
            each.awaitConnections(2, PATIENCE);
            each.refuse();
            assertThat(List.of(one, two)).hasSize(2);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One that is let go must not swallow the call that wakes the loop for the other. */
    @Test
    void twoThatEndAtAboutTheSameTime_bothEnd() throws Exception {
        Script script = Script.accept()
                .sleepBetween(Duration.ZERO, Duration.ofMillis(1))
                .close();
        try (FaultServer each = FaultServer.start(script)) {
            for (int round = 0; round < 1000; round++) {
                try (Client one = Client.to(each);
                        Client two = Client.to(each)) {
                    each.await("connections", totals -> totals.connectionsOpened() % 2 == 0, PATIENCE);
                    each.awaitOpen(0, PATIENCE);
                    assertThat(List.of(one, two)).hasSize(2);
                }
            }
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    @Test
    void build_wrongly_saysWhatAndWhy() {
        assertThatThrownBy(() -> FaultServer.builder().start())
                .hasMessage("no script for connections without one of their own");
        assertThatThrownBy(() -> FaultServer.builder().connection(0, Answers.ok()))
                .hasMessage("connection 0: they are counted from 1");
        assertThatThrownBy(() -> FaultServer.builder()
                        .path("/", Script.refuse())
                        .byDefault(Answers.ok())
                        .start())
                .hasMessageContaining("the path is known once the connection is accepted");
    }
}
