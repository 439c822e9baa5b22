/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client against a server that answers with exactly the bytes of the test. */
class JettyTransportTest {

    private final TransportPool pool = new TransportPool(Runnable::run, new ManualTimekeeper());
    private final List<AutoCloseable> toClose = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        pool.close();
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
    }

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

    @Test
    void request_always_isOnePlainPost() throws Exception {
        Server server = new Server(OK);
        assertThat(send(server.uri("/hook?a=b"))).isEqualTo(Outcome.delivered(200));
        assertThat(server.requests).hasSize(1);
        String[] lines = server.requests.get(0).split("\r\n");
        assertThat(lines[0]).isEqualTo("POST /hook?a=b HTTP/1.1");
        assertThat(lines)
                .filteredOn(line -> line.contains(":") && !line.startsWith("{"))
                .extracting(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder("host", "content-type", "content-length", "webhook-id");
        assertThat(server.requests.get(0)).endsWith("\r\n\r\n{\"a\":1}");
    }

    @Test
    void connection_keptAlive_isReused() throws Exception {
        Server server = new Server(OK);
        Transport transport = lease(Optional.empty());
        for (int i = 0; i < 5; i++) {
            assertThat(send(transport, server.uri("/")).delivered()).isTrue();
        }
        assertThat(server.connections).isEqualTo(1);
        assertThat(server.requests).hasSize(5);
    }

    @Test
    void connection_pastItsLifetime_isReplaced() throws Exception {
        Server server = new Server(OK);
        Transport transport = pool.lease(new TransportSettings(
                        TestProfile.INSTANCE,
                        Optional.empty(),
                        TestAddresses.ANY,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(1),
                        Protocol.HTTP_1_1))
                .transport();
        int sent = 0;
        while (server.connections < 3 && sent < 10_000) {
            assertThat(send(transport, server.uri("/")).delivered()).isTrue();
            sent++;
        }
        assertThat(server.connections).isEqualTo(3);
    }

    @Test
    void redirect_isAFailureAndNotFollowed() throws Exception {
        Server other = new Server(OK);
        Server server = new Server("HTTP/1.1 307 Go\r\nLocation: " + other.uri("/") + "\r\nContent-Length: 0\r\n\r\n");
        Outcome outcome = send(server.uri("/"));
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REDIRECT);
        assertThat(outcome.detail())
                .isEqualTo("HTTP 307 to " + other.uri("/") + "; redirects are not followed, change url");
        assertThat(other.requests).isEmpty();
    }

    @Test
    void challenge_isAFailureAndNotAnswered() throws Exception {
        Server server =
                new Server("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
        assertThat(send(server.uri("/")).status()).isEqualTo(401);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void answer_withEndlessBody_isCutAndTheStatusCounts() throws Exception {
        Server server = new Server("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(200_000));
        assertThat(send(server.uri("/"))).isEqualTo(Outcome.delivered(200));
    }

    @Test
    void answer_garbage_isBadResponse() throws Exception {
        Server server = new Server("SMTP ready\r\n\r\n");
        assertThat(send(server.uri("/")).kind()).isEqualTo(Outcome.Kind.BAD_RESPONSE);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void answer_closedWithoutAByte_isUnknownAndNotRepeated() throws Exception {
        Server server = new Server("");
        assertThat(send(server.uri("/")).kind()).isEqualTo(Outcome.Kind.UNKNOWN);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void handshake_thatHangs_endsWithTheTimeToConnect() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Transport transport = pool.lease(new TransportSettings(
                            TestProfile.INSTANCE,
                            Optional.empty(),
                            TestAddresses.ANY,
                            Duration.ofMillis(200),
                            Duration.ofMinutes(5),
                            TransportSettings.DEFAULT_LIFETIME,
                            Protocol.HTTP_1_1))
                    .transport();
            CompletableFuture<Outcome> done = new CompletableFuture<>();
            transport.send(
                    new WebhookRequest(
                            URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/"),
                            Map.of(),
                            "application/json",
                            new byte[] {'1'},
                            Duration.ofMinutes(5)),
                    done::complete);
            Outcome outcome = done.get(60, TimeUnit.SECONDS);
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.TLS_TIMEOUT);
            assertThat(outcome.detail()).isEqualTo("The TLS handshake was not complete within 200 ms");
        }
    }

    @Test
    void answer_never_isTimeout() throws Exception {
        Server server = new Server(null);
        assertThat(send(server.uri("/")).kind()).isEqualTo(Outcome.Kind.TIMEOUT_HEADERS);
    }

    @Test
    void connect_nobodyListens_isConnectRefused() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(send(URI.create("http://127.0.0.1:" + port + "/")).kind()).isEqualTo(Outcome.Kind.CONNECT);
    }

    @Test
    void tls_toAPlainServer_isTls() throws Exception {
        ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        toClose.add(plain);
        CompletableFuture<Void> greeted = CompletableFuture.runAsync(() -> {
            try (Socket connection = plain.accept()) {
                connection.getOutputStream().write(OK.getBytes(StandardCharsets.ISO_8859_1));
                connection.getInputStream().read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(send(URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/"))
                        .kind())
                .isEqualTo(Outcome.Kind.TLS);
        assertThat(greeted).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void proxy_withCredentials_areSentUnasked() throws Exception {
        Server proxy = new Server(OK);
        Transport transport = lease(Optional.of(new ProxyServer(
                ProxyServer.Type.HTTP, "127.0.0.1", proxy.port(), Optional.of(new ProxyServer.Credentials("u", "p")))));
        assertThat(send(transport, URI.create("http://receiver.invalid/x")).delivered())
                .isTrue();
        assertThat(proxy.requests.get(0))
                .startsWith("POST http://receiver.invalid/x HTTP/1.1\r\n")
                .contains("Proxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString("u:p".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void name_withAnUnderscore_isLeftToTheProxy() throws Exception {
        Server proxy = new Server(OK);
        Transport transport =
                lease(Optional.of(new ProxyServer(ProxyServer.Type.HTTP, "127.0.0.1", proxy.port(), Optional.empty())));
        assertThat(send(transport, URI.create("http://my_HTTP_endpoint/webhook?a=%20b"))
                        .delivered())
                .isTrue();
        assertThat(proxy.requests.get(0))
                .startsWith("POST http://my_HTTP_endpoint/webhook?a=%20b HTTP/1.1\r\n")
                .contains("\r\nHost: my_HTTP_endpoint\r\n");
    }

    @Test
    void proxy_refusesConnect_isProxy() throws Exception {
        Server proxy = new Server("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        Transport transport =
                lease(Optional.of(new ProxyServer(ProxyServer.Type.HTTP, "127.0.0.1", proxy.port(), Optional.empty())));
        assertThat(send(transport, URI.create("https://receiver.invalid/x")).kind())
                .isEqualTo(Outcome.Kind.PROXY_REFUSED);
        assertThat(proxy.requests.get(0)).startsWith("CONNECT receiver.invalid:443 HTTP/1.1\r\n");
    }

    @Test
    void pool_sameSettings_shareATransportUntilTheLastLetsGo() {
        TransportSettings settings = new TransportSettings(
                TestProfile.INSTANCE,
                Optional.empty(),
                TestAddresses.ANY,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                TransportSettings.DEFAULT_LIFETIME,
                Protocol.HTTP_1_1);
        TransportPool.Lease first = pool.lease(settings);
        TransportPool.Lease second = pool.lease(settings);
        assertThat(second.transport()).isSameAs(first.transport());
        first.close();
        assertThat(pool.lease(settings).transport()).isSameAs(second.transport());
    }

    private Outcome send(URI uri) throws Exception {
        return send(lease(Optional.empty()), uri);
    }

    private Transport lease(Optional<ProxyServer> proxy) {
        return pool.lease(new TransportSettings(
                        TestProfile.INSTANCE,
                        proxy,
                        TestAddresses.ANY,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        TransportSettings.DEFAULT_LIFETIME,
                        Protocol.HTTP_1_1))
                .transport();
    }

    private static Outcome send(Transport transport, URI uri) throws Exception {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        transport.send(
                new WebhookRequest(
                        uri,
                        Map.of("webhook-id", "1"),
                        "application/json",
                        "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                        Duration.ofSeconds(2)),
                done::complete);
        return done.get(20, TimeUnit.SECONDS);
    }

    /** Answers every request with the same bytes; none: closes; null: never. */
    private final class Server implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final String answer;
        private final List<String> requests = new CopyOnWriteArrayList<>();
        private volatile int connections;

        Server(String answer) throws IOException {
            this.answer = answer;
            toClose.add(this);
            Thread thread = new Thread(this::accept, "test-server");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        URI uri(String path) {
            return URI.create("http://127.0.0.1:" + port() + path);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one accepting thread
        private void accept() {
            while (!socket.isClosed()) {
                try {
                    Socket connection = socket.accept();
                    connections++;
                    toClose.add(connection);
                    Thread thread = new Thread(() -> serve(connection), "test-connection");
                    thread.setDaemon(true);
                    thread.start();
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void serve(Socket connection) {
            try {
                InputStream in = new BufferedInputStream(connection.getInputStream());
                for (String request = read(in); request != null; request = read(in)) {
                    requests.add(request);
                    if (answer == null) {
                        continue;
                    }
                    if (answer.isEmpty()) {
                        connection.close();
                        return;
                    }
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    connection.getOutputStream().flush();
                }
            } catch (IOException e) {
                // the client has gone, which some tests want
                requests.add("closed: " + e.getMessage());
            }
        }

        private static String read(InputStream in) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return null;
                }
                head.write(b);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            int length = text.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(
                            line.substring(line.indexOf(':') + 1).trim()))
                    .findFirst()
                    .orElse(0);
            return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }
    }
}
