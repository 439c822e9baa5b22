/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.audithook.fault.server.Certificates;
import io.audithook.fault.server.Identity;
import io.audithook.fault.server.ServerProcess;
import io.audithook.fault.server.SocksProxy;
import io.audithook.fault.server.TunnelProxy;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 with nginx, which ends each connection after a number of requests. */
class Http2Test {

    private static final int REQUESTS_PER_CONNECTION = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final TransportPool pool = new TransportPool(Runnable::run, new ManualTimekeeper());
    private int offering;
    private int notOffering;
    private int plain;
    private int behind;
    private ServerProcess nginx;

    @BeforeEach
    void start() throws Exception {
        Optional<Path> program = ServerProcess.find("nginx");
        assumeTrue(program.isPresent(), "needs nginx (Debian package nginx-light)");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        offering = ServerProcess.freePort(loopback);
        notOffering = ServerProcess.freePort(loopback);
        plain = ServerProcess.freePort(loopback);
        behind = ServerProcess.freePort(loopback);
        Identity identity = Certificates.shared().named("valid");
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : identity.chain()) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(folder.resolve("chain.pem"), chain);
        Key key = identity.key();
        Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                pid nginx.pid;
                error_log error.log;
                worker_processes 1;
                events {}
                http {
                  log_format seen '$server_port $server_protocol $connection';
                  access_log access.log seen;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  keepalive_requests %1$d;
                  ssl_certificate chain.pem;
                  ssl_certificate_key key.pem;
                  server { listen 127.0.0.1:%2$d ssl http2; location / { proxy_pass http://127.0.0.1:%5$d; } }
                  server { listen 127.0.0.1:%3$d ssl; location / { return 200 "ok"; } }
                  server { listen 127.0.0.1:%4$d http2; location / { proxy_pass http://127.0.0.1:%5$d; } }
                  # nginx reads a request to its end only if it passes it on
                  server { listen 127.0.0.1:%5$d; access_log off; location / { return 200 "ok"; } }
                }
                """.formatted(
                        REQUESTS_PER_CONNECTION, offering, notOffering, plain, behind));
        nginx = ServerProcess.start(
                folder,
                Map.of(),
                List.of(
                        new InetSocketAddress(loopback, offering),
                        new InetSocketAddress(loopback, notOffering),
                        new InetSocketAddress(loopback, plain),
                        new InetSocketAddress(loopback, behind)),
                List.of(program.get().toString(), "-p", folder.toString(), "-c", configuration.toString()));
    }

    @AfterEach
    void stop() {
        pool.close();
        if (nginx != null) {
            nginx.close();
        }
    }

    @Test
    void receiver_thatOffersIt_getsHttp2AndNothingIsLostWhenItEndsConnections() throws Exception {
        Transport transport = lease(Protocol.AUTO);
        int requests = 5 * REQUESTS_PER_CONNECTION;
        for (int i = 0; i < requests; i++) {
            assertThat(send(transport, secured(offering))).isEqualTo(Outcome.delivered(200));
        }
        assertThat(seen(offering, requests)).hasSize(requests).allMatch(line -> line.contains("HTTP/2.0"));
        assertThat(connections(offering)).hasSize(5);
    }

    @Test
    void requests_atOnce_shareConnectionsAndNoneIsLostWhenTheyEnd() throws Exception {
        Transport transport = lease(Protocol.AUTO);
        int requests = 20 * REQUESTS_PER_CONNECTION;
        Semaphore room = new Semaphore(8);
        List<CompletableFuture<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            room.acquire();
            all.add(begin(transport, secured(offering)).whenComplete((outcome, failure) -> room.release()));
        }
        int unseen = 0;
        for (CompletableFuture<Outcome> one : all) {
            // what the receiver leaves unseen goes again at once; what meets such a connection twice, when a lane sends
            // it again
            Outcome outcome = one.get(60, TimeUnit.SECONDS);
            if (outcome.kind() == Outcome.Kind.SEND) {
                unseen++;
                outcome = send(transport, secured(offering));
            }
            assertThat(outcome).isEqualTo(Outcome.delivered(200));
        }
        assertThat(unseen).as("those who met two").isLessThan(10);
        assertThat(seen(offering, requests)).as("each once").hasSize(requests);
        assertThat(connections(offering)).hasSizeLessThan(60);
    }

    @Test
    void receiver_thatDoesNotOfferIt_getsHttp11() throws Exception {
        assertThat(send(lease(Protocol.AUTO), secured(notOffering))).isEqualTo(Outcome.delivered(200));
        assertThat(seen(notOffering, 1)).hasSize(1).allMatch(line -> line.contains("HTTP/1.1"));
    }

    @Test
    void http11_whenAskedFor_isSpokenThoughHttp2IsOffered() throws Exception {
        assertThat(send(lease(Protocol.HTTP_1_1), secured(offering))).isEqualTo(Outcome.delivered(200));
        assertThat(seen(offering, 1)).hasSize(1).allMatch(line -> line.contains("HTTP/1.1"));
    }

    @Test
    void http2_whenAskedFor_isSpokenWithoutTls() throws Exception {
        URI url = URI.create("http://127.0.0.1:" + plain + "/");
        assertThat(send(lease(Protocol.H2), url)).isEqualTo(Outcome.delivered(200));
        assertThat(seen(plain, 1)).hasSize(1).allMatch(line -> line.contains("HTTP/2.0"));
    }

    @Test
    void http2_whenAskedForAndNotOffered_isNoCommonProtocol() throws Exception {
        assertThat(send(lease(Protocol.H2), secured(notOffering)).kind()).isEqualTo(Outcome.Kind.TLS_PROTOCOL);
    }

    @ParameterizedTest
    @CsvSource({"AUTO, HTTP", "H2, HTTP", "AUTO, SOCKS4", "H2, SOCKS4", "AUTO, SOCKS5", "H2, SOCKS5"})
    void http2_isSpokenThroughProxies(Protocol protocol, ProxyServer.Type type) throws Exception {
        assertThat(throughProxy(protocol, type, secured(offering), offering)).isEqualTo(Outcome.delivered(200));
        assertThat(seen(offering, 1)).hasSize(1).allMatch(line -> line.contains("HTTP/2.0"));
    }

    @ParameterizedTest
    @EnumSource(
            value = ProxyServer.Type.class,
            names = {"HTTP", "SOCKS4", "SOCKS5"})
    void http2_isSpokenThroughProxiesWithoutTls(ProxyServer.Type type) throws Exception {
        URI url = URI.create("http://localhost:" + plain + "/");
        assertThat(throughProxy(Protocol.H2, type, url, plain)).isEqualTo(Outcome.delivered(200));
        assertThat(seen(plain, 1)).hasSize(1).allMatch(line -> line.contains("HTTP/2.0"));
    }

    @Test
    void http2_whenAskedForAndNotOffered_isNoCommonProtocolThroughAProxyEither() throws Exception {
        assertThat(throughProxy(Protocol.H2, ProxyServer.Type.HTTP, secured(notOffering), notOffering)
                        .kind())
                .isEqualTo(Outcome.Kind.TLS_PROTOCOL);
    }

    @Test
    void http2_thatIsNotSpoken_isNamedByWhatToSet() throws Exception {
        int http1 = behind;
        URI url = URI.create("http://localhost:" + http1 + "/");
        for (Outcome outcome :
                List.of(send(lease(Protocol.H2), url), throughProxy(Protocol.H2, ProxyServer.Type.HTTP, url, http1))) {
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.BAD_RESPONSE);
            assertThat(outcome.detail())
                    .isEqualTo("the receiver answered with something else than HTTP/2; set protocol=auto");
        }
        assertThat(send(lease(Protocol.H2), secured(notOffering)).detail())
                .endsWith("no_application_protocol: the other side does not offer HTTP/2; set protocol=auto");
    }

    private Outcome throughProxy(Protocol protocol, ProxyServer.Type type, URI url, int target) throws Exception {
        try (TunnelProxy tunnels = new TunnelProxy(target);
                SocksProxy socks = new SocksProxy(target, "", false)) {
            int port = type == ProxyServer.Type.HTTP ? tunnels.port() : socks.port();
            return send(lease(protocol, Optional.of(new ProxyServer(type, "127.0.0.1", port, Optional.empty()))), url);
        }
    }

    private static URI secured(int port) {
        return URI.create("https://localhost:" + port + "/");
    }

    private Transport lease(Protocol protocol) {
        return lease(protocol, Optional.empty());
    }

    private Transport lease(Protocol protocol, Optional<ProxyServer> proxy) {
        return pool.lease(new TransportSettings(
                        TestProfile.INSTANCE,
                        proxy,
                        TestAddresses.ANY,
                        TIMEOUT,
                        TIMEOUT,
                        TransportSettings.DEFAULT_LIFETIME,
                        protocol))
                .transport();
    }

    private static Outcome send(Transport transport, URI url) throws Exception {
        return begin(transport, url).get(60, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Outcome> begin(Transport transport, URI url) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        transport.send(
                new WebhookRequest(url, Map.of("webhook-id", "1"), "application/json", new byte[300], TIMEOUT),
                done::complete);
        return done;
    }

    /** A line for each request; nginx writes it when it has answered. */
    private List<String> seen(int port, int requests) {
        return await().until(() -> seen(port), lines -> lines.size() >= requests);
    }

    private List<String> seen(int port) throws IOException {
        return Files.readAllLines(folder.resolve("access.log")).stream()
                .filter(line -> line.startsWith(port + " "))
                .toList();
    }

    private Set<String> connections(int port) throws IOException {
        return seen(port).stream()
                .map(line -> line.substring(line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }
}
