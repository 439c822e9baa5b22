/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.fault.server;

import static io.audithook.fault.server.Client.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.audithook.fault.server.RecordedConnection.End;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private FaultServer server;

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void valid_isServedWithBothVersions(String version) throws Exception {
        server = FaultServer.start(Answers.ok().over(Tls.valid()));
        try (Client client = Client.to(server);
                Client inside = client.secured(server, version)) {
            assertThat(inside.send(REQUEST).read(12)).isEqualTo("HTTP/1.1 200");
            assertThat(inside.send(REQUEST).read(12)).isNotEmpty();
            server.awaitRequests(2, PATIENCE);
        }
        server.awaitOpen(0, PATIENCE);
        RecordedConnection connection = server.connection(1);
        assertThat(connection.tls()).isEqualTo(version);
        assertThat(connection.bytesReceived()).isEqualTo(2L * REQUEST.length());
        assertThat(connection.wireBytesReceived()).isGreaterThan(connection.bytesReceived());
        assertThat(connection.end()).isEqualTo(End.PEER_CLOSED);
    }

    @Test
    void large_bothWays_arrives() throws Exception {
        int size = 5 << 20;
        server = FaultServer.start(Script.accept().readRequest().fill(size).over(Tls.valid()));
        try (Client client = Client.to(server);
                Client inside = client.secured(server)) {
            inside.send("POST / HTTP/1.1\r\nContent-Length: " + size + "\r\n\r\n")
                    .send("y".repeat(size));
            assertThat(inside.readToEnd()).hasSize(size);
        }
        assertThat(server.requests().get(0).bodyLength()).isEqualTo(size);
        assertThat(server.requests().get(0).body().length).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void jdkClient_pathsBehindTls_work() throws Exception {
        server = FaultServer.builder()
                .tls(Tls.valid())
                .path("/busy", Answers.retryAfter(503, "120"))
                .byDefault(Answers.ok())
                .start();
        HttpClient client = HttpClient.newBuilder()
                .sslContext(Certificates.shared().clientContext())
                .build();
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(server.uri("/busy"))
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("120");
        assertThat(server.requests().get(0).bodyText()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "expired, NotAfter",
        "not-yet-valid, NotBefore",
        "wrong-host, No subject alternative names",
        "self-signed, unable to find valid certification path",
        "unknown-authority, unable to find valid certification path",
        "missing-intermediate, unable to find valid certification path",
        "weak-key, keysize limits",
    })
    void badCertificate_isRefusedForItsReason_andNothingIsSent(String identity, String reason) throws Exception {
        server = FaultServer.start(TlsFaults.certificate(identity));
        try (Client client = Client.to(server)) {
            assertThatThrownBy(() -> client.secured(server))
                    .isInstanceOf(SSLException.class)
                    .hasStackTraceContaining(reason);
        }
        server.awaitOpen(0, PATIENCE);
        assertThat(server.connection(1).end()).isEqualTo(End.TLS_FAILED);
        assertThat(server.connection(1).bytesReceived()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientCertificate_missingOrGiven(String version) throws Exception {
        server = FaultServer.start(TlsFaults.clientCertificate(version));
        try (Client client = Client.to(server)) {
            assertThatThrownBy(() -> {
                        try (Client inside = client.secured(server)) {
                            inside.send(REQUEST).read(12);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        server.awaitOpen(0, PATIENCE);
        assertThat(server.connection(1).end()).isEqualTo(End.TLS_FAILED);
        Certificates certificates = Certificates.shared();
        try (SSLSocket socket = (SSLSocket) certificates
                .clientContext(certificates.client("me"))
                .getSocketFactory()
                .createSocket()) {
            socket.connect(server.address());
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tls-old-protocol, TLS11",
        "tls-protocol-alert, protocol_version",
        "tls-no-common-cipher, handshake_failure",
        "tls-garbage, Unsupported or unrecognized SSL message",
        "tls-plain-http, Unsupported or unrecognized SSL message",
        "tls-close-at-hello, terminated the handshake",
        "tls-close-in-handshake, terminated the handshake",
    })
    void brokenHandshake_isWhatTheClientSees(String name, String reason) throws Exception {
        server = FaultServer.start(fault(name));
        try (Client client = Client.to(server)) {
            assertThatThrownBy(() -> client.secured(server)).hasStackTraceContaining(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls-hang", "tls-hang-in-handshake"})
    void hangingHandshake_hangs(String name) throws Exception {
        server = FaultServer.start(fault(name));
        try (Client client = Client.to(server)) {
            client.socket().setSoTimeout(100);
            SSLSocket tls = (SSLSocket) Certificates.shared()
                    .clientContext()
                    .getSocketFactory()
                    .createSocket(client.socket(), "127.0.0.1", server.port(), true);
            assertThatThrownBy(tls::startHandshake).isInstanceOf(SocketTimeoutException.class);
            tls.close();
        }
        server.awaitOpen(0, PATIENCE);
        assertThat(server.connection(1).wireBytesSent()).isEqualTo(name.equals("tls-hang") ? 0 : 60);
    }

    @Test
    void h2Only_refusesHttp11_andGreetsOthers() throws Exception {
        server = FaultServer.start(fault("tls-h2-only"));
        try (Client client = Client.to(server);
                Client inside = client.secured(server)) {
            assertThat(inside.send(REQUEST).bytesToEnd())
                    .startsWith(0, 0, 0, 4, 0)
                    .hasSize(9 + 17);
        }
        try (Client client = Client.to(server)) {
            SSLSocket tls = (SSLSocket) Certificates.shared()
                    .clientContext()
                    .getSocketFactory()
                    .createSocket(client.socket(), "127.0.0.1", server.port(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1"});
            tls.setSSLParameters(parameters);
            assertThatThrownBy(tls::startHandshake).hasMessageContaining("no_application_protocol");
        }
    }

    @Test
    void keyStore_given_isUsed() throws Exception {
        char[] password = "secret".toCharArray();
        Certificates own = Certificates.create();
        server = FaultServer.start(
                Script.accept().write("x").over(Tls.of(own.named("valid").keyStore(password), password)));
        try (Client client = Client.to(server)) {
            assertThatThrownBy(() -> client.secured(server)).isInstanceOf(SSLException.class);
        }
        try (SSLSocket socket =
                (SSLSocket) own.clientContext().getSocketFactory().createSocket()) {
            socket.connect(server.address());
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("x");
        }
    }

    @Test
    void proxy_tunnel_isTheOriginBehindIt() throws Exception {
        server = FaultServer.start(ProxyFaults.tunnel(Tls.valid(), Answers.status(201)));
        try (Client client = Client.to(server)) {
            client.send("CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n\r\n");
            assertThat(client.read(39)).isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n");
            try (Client inside = client.secured(server)) {
                assertThat(inside.send(REQUEST).read(12)).isEqualTo("HTTP/1.1 201");
            }
        }
        assertThat(server.requests())
                .extracting(RecordedRequest::method, RecordedRequest::target)
                .containsExactly(tuple("CONNECT", "localhost:443"), tuple("POST", "/hook?a=b"));
    }

    @Test
    void manyHandshakes_hang_andCostLittle() throws Exception {
        int count = 100;
        server = FaultServer.start(Faults.neverAnswers().over(Tls.valid()));
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Client client = Client.to(server);
                clients.add(client);
                clients.add(client.secured(server).send(REQUEST));
            }
            server.awaitRequests(count, PATIENCE);
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
        server.awaitOpen(0, PATIENCE);
    }

    private static Script fault(String name) {
        return TlsFaults.all().stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow()
                .script();
    }
}
