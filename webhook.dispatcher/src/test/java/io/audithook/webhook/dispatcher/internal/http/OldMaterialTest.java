/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.audithook.fault.server.Certificates;
import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Identity;
import io.audithook.fault.server.ProxyFaults;
import io.audithook.fault.server.Script;
import io.audithook.fault.server.ServerProcess;
import io.audithook.fault.server.Tls;
import io.audithook.fault.server.TunnelProxy;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.io.IOException;
import java.io.InterruptedIOException;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Key and trust material that is replaced while connections are open. */
class OldMaterialTest {

    private static final Script OK = Script.accept()
            .forever(Script.accept().readRequest().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Requests under way when the material is replaced. */
    private static final int HELD = 3;

    @TempDir
    private Path folder;

    private final TransportPool pool = new TransportPool(Runnable::run, new ManualTimekeeper());
    private final RenewedProfile profile =
            new RenewedProfile(Certificates.shared().clientContext());
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        pool.close();
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP_1_1", "AUTO"})
    void server_notTrustedAnyMore_getsNothingOverAConnectionOfBefore(Protocol protocol) throws Exception {
        try (FaultServer server =
                FaultServer.seeded(1).tls(Tls.valid()).byDefault(OK).start()) {
            Transport transport = transport(protocol, Optional.empty());
            deliverTwice(transport, server.uri("/"));
            server.awaitConnections(1, TIMEOUT);
            profile.context = Certificates.create().clientContext();
            assertThat(send(transport, server.uri("/")).kind()).isEqualTo(Outcome.Kind.TLS_UNTRUSTED);
            server.awaitOpen(0, TIMEOUT);
            assertThat(server.requests()).hasSize(2);
            profile.context = Certificates.shared().clientContext();
            deliverTwice(transport, server.uri("/"));
            assertThat(server.connections())
                    .filteredOn(one -> !one.requests().isEmpty())
                    .hasSize(2);
        }
    }

    @Test
    void tunnel_toAServerThatIsNotTrustedAnyMore_isUsedNoMore() throws Exception {
        try (FaultServer proxy = FaultServer.start(ProxyFaults.tunnel(Tls.valid(), OK))) {
            Transport transport = transport(Protocol.AUTO, proxy(ProxyServer.Type.HTTP, proxy.port()));
            URI url = URI.create("https://localhost/");
            deliverTwice(transport, url);
            proxy.awaitConnections(1, TIMEOUT);
            profile.context = Certificates.create().clientContext();
            assertThat(send(transport, url).kind()).isEqualTo(Outcome.Kind.TLS_UNTRUSTED);
        }
    }

    @Test
    void proxy_notTrustedAnyMore_isUsedNoMore() throws Exception {
        try (FaultServer proxy =
                FaultServer.seeded(1).tls(Tls.valid()).byDefault(OK).start()) {
            Transport transport = transport(Protocol.HTTP_1_1, proxy(ProxyServer.Type.HTTPS, proxy.port()));
            URI url = URI.create("http://receiver.example/");
            deliverTwice(transport, url);
            profile.context = Certificates.create().clientContext();
            assertThat(send(transport, url).kind()).isEqualTo(Outcome.Kind.PROXY_TLS);
            assertThat(proxy.requests()).hasSize(2);
        }
    }

    @Test
    void connection_withoutTls_staysInUse() throws Exception {
        try (FaultServer server = FaultServer.start(OK)) {
            Transport transport = transport(Protocol.HTTP_1_1, Optional.empty());
            deliverTwice(transport, server.uri("/"));
            profile.context = Certificates.create().clientContext();
            deliverTwice(transport, server.uri("/"));
            assertThat(server.connections()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1,false", "AUTO,false", "HTTP_1_1,true", "AUTO,true"})
    void ownCertificate_replaced_isShownWithTheNextRequestAndThoseUnderWayEnd(Protocol protocol, boolean proxied)
            throws Exception {
        Receiver receiver = new Receiver();
        profile.context = receiver.clientContext("old");
        Optional<ProxyServer> proxy = Optional.empty();
        if (proxied) {
            TunnelProxy tunnels = new TunnelProxy(receiver.port);
            toClose.add(tunnels);
            proxy = proxy(ProxyServer.Type.HTTP, tunnels.port());
        }
        Transport transport = transport(protocol, proxy);
        String version = protocol == Protocol.HTTP_1_1 ? "HTTP/1.1" : "HTTP/2.0";
        assertThat(send(transport, receiver.uri("/"))).isEqualTo(Outcome.delivered(200));
        assertThat(receiver.seen()).isEqualTo("/ CN=old " + version);
        // with HTTP/2 on one connection, so that the first to end must not close it
        BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();
        for (int i = 0; i < HELD; i++) {
            begin(transport, receiver.uri("/held"), ended::add);
            assertThat(receiver.seen()).isEqualTo("/held CN=old " + version);
        }
        profile.context = receiver.clientContext("new");
        for (int i = 0; i < HELD; i++) {
            assertThat(send(transport, receiver.uri("/"))).isEqualTo(Outcome.delivered(200));
            assertThat(receiver.seen()).isEqualTo("/ CN=new " + version);
            assertThat(ended).isEmpty();
            receiver.held.release();
            assertThat(ended.poll(60, TimeUnit.SECONDS)).isEqualTo(Outcome.delivered(200));
        }
        assertThat(receiver.connections.stream().distinct().count())
                .as("connections")
                .isEqualTo(protocol == Protocol.HTTP_1_1 ? 4 : 2);
    }

    private static Optional<ProxyServer> proxy(ProxyServer.Type type, int port) {
        return Optional.of(new ProxyServer(type, "127.0.0.1", port, Optional.empty()));
    }

    private Transport transport(Protocol protocol, Optional<ProxyServer> proxy) {
        return pool.lease(new TransportSettings(
                        profile,
                        proxy,
                        TestAddresses.ANY,
                        TIMEOUT,
                        TIMEOUT,
                        TransportSettings.DEFAULT_LIFETIME,
                        protocol))
                .transport();
    }

    private static void deliverTwice(Transport transport, URI url) throws Exception {
        assertThat(send(transport, url)).isEqualTo(Outcome.delivered(200));
        assertThat(send(transport, url)).isEqualTo(Outcome.delivered(200));
    }

    private static Outcome send(Transport transport, URI url) throws Exception {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        begin(transport, url, done::complete);
        return done.get(60, TimeUnit.SECONDS);
    }

    private static void begin(Transport transport, URI url, Consumer<Outcome> done) {
        transport.send(
                new WebhookRequest(url, Map.of("webhook-id", "1"), "application/json", new byte[300], TIMEOUT), done);
    }

    /** nginx, which wants a certificate, with a server behind it that answers when it is told to. */
    private final class Receiver {

        private final Certificates clients = Certificates.create();
        private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> connections = new LinkedBlockingQueue<>();
        private final Semaphore held = new Semaphore(0);
        private final int port;

        Receiver() throws Exception {
            Optional<Path> program = ServerProcess.find("nginx");
            assumeTrue(program.isPresent(), "needs nginx (Debian package nginx-light)");
            InetAddress loopback = InetAddress.getLoopbackAddress();
            ExecutorService threads = Executors.newCachedThreadPool();
            toClose.add(threads::shutdownNow);
            HttpServer behind = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
            behind.setExecutor(threads);
            behind.createContext("/", this::answer);
            behind.start();
            toClose.add(() -> behind.stop(0));
            port = ServerProcess.freePort(loopback);
            Identity identity = Certificates.shared().named("valid");
            StringBuilder chain = new StringBuilder();
            for (X509Certificate certificate : identity.chain()) {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            Key key = identity.key();
            Files.writeString(folder.resolve("chain.pem"), chain);
            Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
            Files.writeString(
                    folder.resolve("clients.pem"),
                    pem("CERTIFICATE", clients.authority().getEncoded()));
            Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                    daemon off;
                    pid nginx.pid;
                    error_log error.log;
                    worker_processes 1;
                    events {}
                    http {
                      access_log off;
                      client_body_temp_path body;
                      proxy_temp_path proxy;
                      fastcgi_temp_path fastcgi;
                      uwsgi_temp_path uwsgi;
                      scgi_temp_path scgi;
                      server {
                        listen 127.0.0.1:%1$d ssl http2;
                        ssl_certificate chain.pem;
                        ssl_certificate_key key.pem;
                        ssl_client_certificate clients.pem;
                        ssl_verify_client on;
                        location / {
                          proxy_set_header Client $ssl_client_s_dn;
                          proxy_set_header Version $server_protocol;
                          proxy_set_header Number $connection;
                          proxy_pass http://127.0.0.1:%2$d;
                        }
                      }
                    }
                    """.formatted(
                            port, behind.getAddress().getPort()));
            toClose.add(
                    0,
                    ServerProcess.start(
                            folder,
                            Map.of(),
                            List.of(new InetSocketAddress(loopback, port)),
                            List.of(
                                    program.get().toString(),
                                    "-p",
                                    folder.toString(),
                                    "-c",
                                    configuration.toString())));
        }

        /** What a client needs to trust it, and to be trusted. */
        SSLContext clientContext(String subject) {
            return Certificates.shared().clientContext(clients.client(subject));
        }

        URI uri(String path) {
            return URI.create("https://localhost:" + port + path);
        }

        /** The next request, whether it is answered or not. */
        String seen() throws InterruptedException {
            return requests.poll(60, TimeUnit.SECONDS);
        }

        private void answer(HttpExchange exchange) throws IOException {
            exchange.getRequestBody().readAllBytes();
            connections.add(exchange.getRequestHeaders().getFirst("Number"));
            String path = exchange.getRequestURI().getPath();
            requests.add(path + " " + exchange.getRequestHeaders().getFirst("Client") + " "
                    + exchange.getRequestHeaders().getFirst("Version"));
            if (path.equals("/held")) {
                try {
                    held.acquire();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        }

        private static String pem(String label, byte[] content) {
            return "-----BEGIN " + label + "-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                    + "-----\n";
        }
    }

    private static final class RenewedProfile implements TlsProfile {

        private volatile SSLContext context;

        RenewedProfile(SSLContext context) {
            this.context = context;
        }

        @Override
        public String name() {
            return "renewed";
        }

        @Override
        public SSLContext context() {
            return context;
        }

        @Override
        public List<String> protocols() {
            return List.of();
        }

        @Override
        public List<String> cipherSuites() {
            return List.of();
        }

        @Override
        public boolean verifyHostName() {
            return true;
        }
    }
}
