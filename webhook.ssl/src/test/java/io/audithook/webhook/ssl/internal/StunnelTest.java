/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.tls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.RecordedRequest;
import io.audithook.fault.server.Script;
import io.audithook.fault.server.ServerProcess;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T1: requests through profiles to a plain receiver behind stunnel. */
class StunnelTest {

    private static final Script OK =
            Script.accept().readRequest().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    @TempDir
    private Path dir;

    private Authority authority;
    private Path executable;
    private FaultServer receiver;

    @BeforeEach
    void start() throws Exception {
        Optional<Path> found = ServerProcess.find("stunnel");
        assumeTrue(found.isPresent(), "stunnel is not installed (Debian: stunnel4)");
        executable = found.get();
        authority = Authority.root("Audithook test authority");
        Files.writeString(dir.resolve("ca.pem"), Material.pem(authority.certificate()));
        Files.writeString(dir.resolve("server.pem"), Material.pem(authority.server()));
        receiver = FaultServer.start(OK);
    }

    @AfterEach
    void stop() {
        if (receiver != null) {
            receiver.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void receiver_behindStunnel_getsTheRequestOfTheRightClient(String protocol) throws Exception {
        TlsProfile known = profile(authority);
        int port = ServerProcess.freePort(InetAddress.getLoopbackAddress());
        try (ServerProcess stunnel = stunnel(port, protocol, "")) {
            assertDelivered(port, tls("trust.data", Material.pem(authority.certificate())), 1);
            assertDelivered(port, known, 2);
            assertThat(stunnel.output()).contains("Service [receiver] accepted connection");
        }
        int wary = ServerProcess.freePort(InetAddress.getLoopbackAddress());
        try (ServerProcess stunnel = stunnel(wary, protocol, "CAfile = ca.pem\nverifyChain = yes")) {
            assertDelivered(wary, known, 3);
            assertRefused(wary, tls("trust.data", Material.pem(authority.certificate())));
            // of another authority with the name that is asked for
            assertRefused(wary, profile(Authority.root("Audithook test authority")));
            assertThat(stunnel.output()).contains("peer did not return a certificate");
        }
        assertThat(receiver.totals().connectionsOpened()).isEqualTo(3);
    }

    private TlsProfile profile(Authority ofTheKey) throws Exception {
        return tls(
                "trust.data",
                Material.pem(authority.certificate()),
                "key.data",
                Material.pem(ofTheKey.client("client", "EC")));
    }

    private ServerProcess stunnel(int port, String protocol, String more) throws Exception {
        Files.writeString(dir.resolve("stunnel.conf"), """
                foreground = yes
                pid =
                [receiver]
                accept = 127.0.0.1:%d
                connect = 127.0.0.1:%d
                cert = server.pem
                key = server.pem
                sslVersion = %s
                %s
                """.formatted(port, receiver.port(), protocol, more));
        return ServerProcess.start(
                dir,
                Map.of(),
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                List.of(executable.toString(), "stunnel.conf"));
    }

    private void assertDelivered(int port, TlsProfile profile, int number) throws Exception {
        Outcome outcome = call(port, profile);
        assertThat(outcome.delivered()).as(outcome.toString()).isTrue();
        List<RecordedRequest> requests = receiver.requests();
        assertThat(requests).hasSize(number);
        assertThat(new String(requests.get(number - 1).body(), StandardCharsets.US_ASCII))
                .isEqualTo(Attempt.BODY);
    }

    private static void assertRefused(int port, TlsProfile profile) throws Exception {
        Outcome outcome = call(port, profile);
        assertThat(outcome.kind().label()).as(outcome.toString()).startsWith("tls-");
    }

    private static Outcome call(int port, TlsProfile profile) throws Exception {
        return Attempt.make(profile, Optional.empty(), URI.create("https://localhost:" + port + "/hook"));
    }
}
