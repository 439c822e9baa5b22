/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.PROXY;
import static io.audithook.webhook.ssl.internal.Configurations.tls;
import static io.audithook.webhook.ssl.internal.Configurations.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.audithook.fault.server.Certificates;
import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Script;
import io.audithook.fault.server.ServerProcess;
import io.audithook.fault.server.Tls;
import io.audithook.webhook.api.ProxyProfile;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is excepted from the proxy is called directly, and all others through tinyproxy, which calls from an address of its own. */
class ProxyExceptionsTest {

    private static final Script OK =
            Script.accept().readRequest().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    private static final String PROXY_HOST = "127.0.0.2";
    private static final String CALLER = "127.0.0.9";
    private static final String DIRECT = "127.0.0.1";

    @TempDir
    private Path dir;

    private FaultServer plain;
    private FaultServer secured;
    private ServerProcess tinyproxy;
    private int port;

    @BeforeEach
    void start() throws Exception {
        Optional<Path> executable = ServerProcess.find("tinyproxy");
        assumeTrue(executable.isPresent(), "tinyproxy is not installed (Debian: tinyproxy-bin)");
        plain = FaultServer.start(OK);
        secured = FaultServer.builder().tls(Tls.valid()).byDefault(OK).start();
        InetAddress address = InetAddress.getByName(PROXY_HOST);
        port = ServerProcess.freePort(address);
        Files.writeString(dir.resolve("tinyproxy.conf"), """
                Listen %s
                Port %d
                Bind %s
                Timeout 60
                """.formatted(PROXY_HOST, port, CALLER));
        tinyproxy = ServerProcess.start(
                dir,
                Map.of(),
                List.of(new InetSocketAddress(address, port)),
                List.of(executable.get().toString(), "-d", "-c", "tinyproxy.conf"));
    }

    @AfterEach
    void stop() {
        if (tinyproxy != null) {
            tinyproxy.close();
        }
        if (plain != null) {
            plain.close();
            secured.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost             | localhost | true",
                "LOCALHOST.            | localhost | true",
                "localhost             | 127.0.0.1 | false",
                "*.localhost           | localhost | false",
                ".host, elsewhere.test | localhost | false",
                "127.0.0.1             | 127.0.0.1 | true",
                "127.0.0.0/29          | 127.0.0.1 | true",
                "127.0.0.8/29          | 127.0.0.1 | false",
                "127.0.0.0/8           | localhost | false",
            })
    void receiver_excepted_isCalledDirectly(String exceptions, String host, boolean direct) throws Exception {
        ProxyProfile profile = profile(exceptions.split(", "));
        for (FaultServer receiver : List.of(plain, secured)) {
            Outcome outcome = call(profile, receiver, host);
            assertThat(outcome.delivered()).as(outcome.toString()).isTrue();
            assertThat(receiver.connections())
                    .singleElement()
                    .satisfies(connection -> assertThat(
                                    connection.peer().getAddress().getHostAddress())
                            .isEqualTo(direct ? DIRECT : CALLER));
        }
    }

    /** Names below localhost need not exist: then it is we who do not find them, and else the proxy. */
    @ParameterizedTest
    @CsvSource({"*.localhost,true", ".localhost,true", "localhost,false", "*.host,false"})
    void name_belowAnExceptedSuffix_isNotGivenToTheProxy(String exceptions, boolean direct) throws Exception {
        call(profile(exceptions), plain, "below.localhost");
        assertThat(tinyproxy.output().contains("below.localhost")).isEqualTo(!direct);
    }

    private ProxyProfile profile(String... exceptions) {
        return ProxyProfiles.from(
                values(PROXY, "host", PROXY_HOST, "port", port, "nonProxyHosts", exceptions), property -> null);
    }

    private static Outcome call(ProxyProfile profile, FaultServer receiver, String host) throws Exception {
        URI url = URI.create(receiver.uri("/hook").toString().replace("127.0.0.1", host));
        TlsProfile trusting =
                tls("trust.data", Material.pem(Certificates.shared().authority()));
        return Attempt.make(trusting, profile.proxyFor(url), url);
    }
}
