/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.audithook.fault.server.Certificates;
import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Identity;
import io.audithook.fault.server.RecordedConnection;
import io.audithook.fault.server.Script;
import io.audithook.fault.server.ServerProcess;
import io.audithook.fault.server.Tls;
import io.audithook.webhook.api.AddressPolicy;
import io.audithook.webhook.api.ProxyServer;
import io.audithook.webhook.api.ProxyServer.Credentials;
import io.audithook.webhook.dispatcher.internal.time.ManualTimekeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * X1: requests through squid, tinyproxy, dante and stunnel. The proxies are at an address that is not the receiver's, so
 * that what the client connects to tells whether it went past them; what the receiver sees tells it again.
 */
class OtherProxiesTest {

    private static final Script OK = Script.accept()
            .forever(Script.accept().readRequest().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String PROXY = "127.0.0.2";

    private static final String RECEIVER = "127.0.0.1";

    /** Certificates are for this one. */
    private static final String SECURED_PROXY = "127.0.0.1";

    /** Where squid and tinyproxy call from. */
    private static final String CALLER = "127.0.0.9";

    private static final Credentials RIGHT = new Credentials("me", "s3cret");
    private static final Credentials WRONG = new Credentials("me", "0ther");

    /** By {@code openssl passwd}: s3cret. */
    private static final String APR1 = "$apr1$audithok$Mi9VvSnQ7jLHAVUzM9UsC.";

    /** The same by {@code openssl passwd -6}. */
    private static final String CRYPT =
            "$6$audithok$FQpTwaja2aiOx54E9dym0Z3ZQ3RMyVK4S8HVSeEpH.Cjh5a7/kPtYimg7o2DoHyJNGFVX5DHNPV6kw5m0LR1A.";

    private static final List<Optional<Credentials>> DENIED = List.of(Optional.of(WRONG), Optional.empty());
    private static final String REFUSED = "refused.example";

    private static final List<Path> NSS_WRAPPER = Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu")
            .map(libraries -> Path.of(libraries, "libnss_wrapper.so"))
            .toList();

    @TempDir
    Path folder;

    private final TransportPool pool = new TransportPool(Runnable::run, new ManualTimekeeper());
    private final List<ServerProcess> servers = new ArrayList<>();
    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    private final AddressPolicy watching = new TestAddresses(
            address -> {
                connected.add(address.getHostAddress());
                return true;
            },
            false);

    private FaultServer plain;
    private FaultServer secured;

    @BeforeEach
    void open() throws Exception {
        // squid and dante give up being root
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        plain = FaultServer.start(OK);
        secured = FaultServer.seeded(1).tls(Tls.valid()).byDefault(OK).start();
    }

    @AfterEach
    void close() {
        pool.close();
        servers.forEach(ServerProcess::close);
        plain.close();
        secured.close();
    }

    @Test
    void squid_always_isTheOnlyWay() throws Exception {
        int open = port();
        int asking = port();
        squid(PROXY, List.of(open, asking), """
                http_port %1$s:%2$d name=open
                http_port %1$s:%3$d name=asking
                """.formatted(PROXY, open, asking));
        assertDelivered(ProxyServer.Type.HTTP, open, Optional.empty(), OtherProxiesTest::isCaller);
        assertDelivered(ProxyServer.Type.HTTP, asking, Optional.of(RIGHT), OtherProxiesTest::isCaller);
        assertDenied(ProxyServer.Type.HTTP, asking, false);
        assertFailed(Outcome.Kind.UNAUTHORIZED, ProxyServer.Type.HTTP, open, Optional.empty(), url(plain, REFUSED));
        assertFailed(Outcome.Kind.PROXY_REFUSED, ProxyServer.Type.HTTP, open, Optional.empty(), url(secured, REFUSED));
        // those who know the password do not wait to be asked
        assertThat(Files.readString(folder.resolve("access.log")).lines().filter(line -> line.contains("/407 ")))
                .hasSize(2 * DENIED.size());
        assertNothingWithoutProxy(ProxyServer.Type.HTTP, open);
    }

    @Test
    void squid_withTls_isTheOnlyWay() throws Exception {
        Map<String, Integer> ports = new HashMap<>();
        StringBuilder listening = new StringBuilder();
        for (String identity : List.of("valid", "unknown-authority", "expired")) {
            certificate(identity);
            withPublicKey(identity + ".key");
            ports.put(identity, port(SECURED_PROXY));
            listening.append("https_port %1$s:%2$d tls-cert=%3$s.crt tls-key=%3$s.key name=%3$s%n"
                    .formatted(SECURED_PROXY, ports.get(identity), identity));
        }
        squid(SECURED_PROXY, List.copyOf(ports.values()), listening.toString());
        int good = ports.remove("valid");
        assertDelivered(ProxyServer.Type.HTTPS, good, Optional.of(RIGHT), OtherProxiesTest::isCaller);
        assertDenied(ProxyServer.Type.HTTPS, good, false);
        for (int bad : ports.values()) {
            assertNoHandshake(bad);
        }
        assertNothingWithoutProxy(ProxyServer.Type.HTTPS, good);
    }

    @Test
    void tinyproxy_always_isTheOnlyWay() throws Exception {
        int open = tinyproxy("open", "");
        assertDelivered(ProxyServer.Type.HTTP, open, Optional.empty(), OtherProxiesTest::isCaller);
        assertFailed(Outcome.Kind.UNAUTHORIZED, ProxyServer.Type.HTTP, open, Optional.empty(), url(plain, REFUSED));
        assertFailed(Outcome.Kind.PROXY_REFUSED, ProxyServer.Type.HTTP, open, Optional.empty(), url(secured, REFUSED));
        int asking = tinyproxy("asking", "BasicAuth me s3cret");
        assertDelivered(ProxyServer.Type.HTTP, asking, Optional.of(RIGHT), OtherProxiesTest::isCaller);
        assertDenied(ProxyServer.Type.HTTP, asking, true);
        assertNothingWithoutProxy(ProxyServer.Type.HTTP, asking);
    }

    @Test
    void tinyproxy_behindStunnel_isTheOnlyWay() throws Exception {
        int asking = tinyproxy("asking", "BasicAuth me s3cret");
        int good = stunnel("valid", asking);
        assertDelivered(ProxyServer.Type.HTTPS, good, Optional.of(RIGHT), OtherProxiesTest::isCaller);
        for (String identity : List.of("unknown-authority", "expired")) {
            assertNoHandshake(stunnel(identity, asking));
        }
        assertNothingWithoutProxy(ProxyServer.Type.HTTPS, good);
    }

    @Test
    void dante_withoutPassword_isTheOnlyWay() throws Exception {
        int port = port();
        ServerProcess dante = dante(port, "none", Map.of());
        for (ProxyServer.Type type : List.of(ProxyServer.Type.SOCKS4, ProxyServer.Type.SOCKS5)) {
            assertDelivered(type, port, Optional.empty(), peer -> isCaller(peer, dante));
            URI refused = URI.create("http://" + target(type) + ":1/hook");
            assertFailed(Outcome.Kind.PROXY_REFUSED, type, port, Optional.empty(), refused);
        }
        assertNothingWithoutProxy(ProxyServer.Type.SOCKS5, port);
    }

    @Test
    void dante_withPassword_isTheOnlyWay() throws Exception {
        // dante asks the system for its users: these are made up for it
        assumeTrue(
                ServerProcess.find("danted").isPresent() && NSS_WRAPPER.stream().anyMatch(Files::exists),
                "dante or nss_wrapper is not installed (Debian: dante-server, libnss-wrapper)");
        Files.writeString(folder.resolve("passwd"), "root:x:0:0::/:/bin/false\nme:x:54321:54321::/:/bin/false\n");
        Files.writeString(folder.resolve("group"), "root:x:0:\nme:x:54321:\n");
        Files.writeString(folder.resolve("shadow"), "me:" + CRYPT + ":19000:0:99999:7:::\n");
        int port = port();
        ServerProcess dante = dante(
                port,
                "username",
                Map.of(
                        "LD_PRELOAD", "libnss_wrapper.so",
                        "NSS_WRAPPER_PASSWD", folder.resolve("passwd").toString(),
                        "NSS_WRAPPER_GROUP", folder.resolve("group").toString(),
                        "NSS_WRAPPER_SHADOW", folder.resolve("shadow").toString()));
        assertDelivered(ProxyServer.Type.SOCKS5, port, Optional.of(RIGHT), peer -> isCaller(peer, dante));
        assertDenied(ProxyServer.Type.SOCKS5, port, false);
    }

    @Test
    void program_thatIsNoProxy_isNamed() throws Exception {
        try (FaultServer talker = FaultServer.builder()
                .address(InetAddress.getByName(PROXY))
                .byDefault(Script.accept()
                        .readAny()
                        .write("220 mail.example ESMTP\r\n")
                        .close())
                .start()) {
            assertFailed(
                    Outcome.Kind.PROXY_BAD_RESPONSE,
                    ProxyServer.Type.HTTP,
                    talker.port(),
                    Optional.empty(),
                    url(secured, "localhost"));
            assertFailed(
                    Outcome.Kind.PROXY_BAD_RESPONSE,
                    ProxyServer.Type.HTTP,
                    talker.port(),
                    Optional.empty(),
                    url(plain, "localhost"));
            assertFailed(
                    Outcome.Kind.PROXY_BAD_RESPONSE,
                    ProxyServer.Type.SOCKS5,
                    talker.port(),
                    Optional.empty(),
                    url(plain, "localhost"));
        }
    }

    /** @param listening the lines that say where; a port named {@code open} asks for no password */
    private void squid(String address, List<Integer> ports, String listening) throws Exception {
        Path squid = need("squid", "squid");
        Files.writeString(folder.resolve("users"), "me:" + APR1 + "\n");
        Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        Files.writeString(folder.resolve("squid.conf"), """
                %1$s
                auth_param basic program /usr/lib/squid/basic_ncsa_auth users
                auth_param basic children 1 startup=1
                acl known proxy_auth REQUIRED
                acl free myportname open
                acl refused dstdomain %2$s
                http_access deny refused
                http_access allow free
                http_access allow known
                http_access deny all
                tcp_outgoing_address %3$s
                hosts_file hosts
                cache deny all
                pid_filename none
                access_log stdio:access.log
                cache_log cache.log
                netdb_filename none
                coredump_dir none
                pinger_enable off
                shutdown_lifetime 0 seconds
                visible_hostname proxy.example
                """.formatted(listening, REFUSED, CALLER));
        start(address, Map.of(), ports, squid.toString(), "-N", "-f", "squid.conf");
    }

    private int tinyproxy(String name, String more) throws Exception {
        Path tinyproxy = need("tinyproxy", "tinyproxy-bin");
        int port = port();
        Files.writeString(folder.resolve("filter"), REFUSED + "\n");
        Files.writeString(folder.resolve(name), """
                Listen %s
                Port %d
                Bind %s
                Timeout 60
                Filter "filter"
                %s
                """.formatted(PROXY, port, CALLER, more));
        start(Map.of(), List.of(port), tinyproxy.toString(), "-d", "-c", name);
        return port;
    }

    /** TLS in front of another server. */
    private int stunnel(String identity, int behind) throws Exception {
        Path stunnel = need("stunnel", "stunnel4");
        int port = port(SECURED_PROXY);
        certificate(identity);
        Files.writeString(
                folder.resolve("stunnel-" + identity), """
                foreground = yes
                pid =
                cert = %1$s.crt
                key = %1$s.key
                [proxy]
                accept = %2$s:%3$d
                connect = %4$s:%5$d
                """.formatted(identity, SECURED_PROXY, port, PROXY, behind));
        start(SECURED_PROXY, Map.of(), List.of(port), stunnel.toString(), "stunnel-" + identity);
        return port;
    }

    private ServerProcess dante(int port, String method, Map<String, String> environment) throws Exception {
        Path dante = need("danted", "dante-server");
        Files.writeString(
                folder.resolve("danted.conf"), """
                logoutput: stdout
                internal: %1$s port = %2$d
                external: lo
                clientmethod: none
                socksmethod: %3$s
                user.privileged: %4$s
                user.unprivileged: %4$s
                client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
                socks block { from: 0.0.0.0/0 to: 0.0.0.0/0 port = 1 }
                socks pass {
                  from: 0.0.0.0/0 to: 0.0.0.0/0
                  log: connect
                }
                """.formatted(PROXY, port, method, System.getProperty("user.name")));
        return start(environment, List.of(port), dante.toString(), "-N", "1", "-f", "danted.conf", "-p", "danted.pid");
    }

    private void certificate(String kind) throws Exception {
        Identity identity = Certificates.shared().named(kind);
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : identity.chain()) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(folder.resolve(kind + ".crt"), chain);
        Files.writeString(
                folder.resolve(kind + ".key"), pem("PRIVATE KEY", identity.key().getEncoded()));
    }

    /** Squid's GnuTLS takes no EC key that leaves it to others to compute its public half, as the JDK's do. */
    private void withPublicKey(String file) throws Exception {
        Path openssl = need("openssl", "openssl");
        Process converting = new ProcessBuilder(openssl.toString(), "ec", "-in", file, "-out", file)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(converting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(converting.waitFor()).as(said).isZero();
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what
                + "-----\n";
    }

    private static int port() throws Exception {
        return port(PROXY);
    }

    private static int port(String address) throws Exception {
        return ServerProcess.freePort(InetAddress.getByName(address));
    }

    private static Path need(String program, String debian) {
        Optional<Path> found = ServerProcess.find(program);
        assumeTrue(found.isPresent(), program + " is not installed (Debian: " + debian + ")");
        return found.get();
    }

    private ServerProcess start(Map<String, String> environment, List<Integer> ports, String... command)
            throws Exception {
        return start(PROXY, environment, ports, command);
    }

    private ServerProcess start(String address, Map<String, String> environment, List<Integer> ports, String... command)
            throws Exception {
        ServerProcess server = ServerProcess.start(
                folder,
                environment,
                ports.stream().map(port -> new InetSocketAddress(address, port)).toList(),
                List.of(command));
        servers.add(server);
        return server;
    }

    private static boolean isCaller(InetSocketAddress peer) {
        return peer.getAddress().getHostAddress().equals(CALLER);
    }

    /** Dante cannot be given an address of its own to call from; it tells what it has called. */
    private static boolean isCaller(InetSocketAddress peer, ServerProcess dante) {
        try {
            return dante.output().contains("-> 127.0.0.1." + peer.getPort() + " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertDelivered(
            ProxyServer.Type type, int port, Optional<Credentials> credentials, Predicate<InetSocketAddress> proxy)
            throws Exception {
        for (FaultServer receiver : List.of(plain, secured)) {
            int before = receiver.connections().size();
            Outcome outcome = send(type, port, credentials, url(receiver, target(type)));
            assertThat(outcome.delivered()).as(outcome.toString()).isTrue();
            assertThat(receiver.connections()).hasSize(before + 1);
            RecordedConnection seen = receiver.connections().get(before);
            assertThat(seen.peer()).matches(proxy);
            assertThat(seen.requests()).hasSize(1);
            assertThat(seen.requests().get(0).header("Proxy-Authorization")).isEmpty();
        }
        assertConnectedOnly(type);
    }

    /** @param by401 whether the proxy refuses a wrong password by the status of a receiver */
    private void assertDenied(ProxyServer.Type type, int port, boolean by401) throws Exception {
        for (FaultServer receiver : List.of(plain, secured)) {
            for (Optional<Credentials> credentials : DENIED) {
                if (by401 && receiver == plain && credentials.isPresent()) {
                    assertFailed(Outcome.Kind.UNAUTHORIZED, type, port, credentials, url(receiver, "localhost"));
                    continue;
                }
                Outcome outcome =
                        assertFailed(Outcome.Kind.PROXY_AUTH, type, port, credentials, url(receiver, "localhost"));
                assertThat(outcome.detail())
                        .endsWith("user and password in io.audithook.proxy must be those that the proxy takes");
                assertThat(outcome.toString()).doesNotContain(WRONG.password());
            }
        }
    }

    /** The proxy has a certificate that is not to be trusted. */
    private void assertNoHandshake(int port) throws Exception {
        for (FaultServer receiver : List.of(plain, secured)) {
            assertFailed(
                    Outcome.Kind.PROXY_TLS,
                    ProxyServer.Type.HTTPS,
                    port,
                    Optional.of(RIGHT),
                    url(receiver, "localhost"));
        }
    }

    /** With the proxy gone nothing comes through, and nothing goes past it. */
    private void assertNothingWithoutProxy(ProxyServer.Type type, int port) throws Exception {
        servers.forEach(ServerProcess::close);
        for (FaultServer receiver : List.of(plain, secured)) {
            assertFailed(Outcome.Kind.PROXY, type, port, Optional.of(RIGHT), url(receiver, "localhost"));
        }
    }

    private Outcome assertFailed(
            Outcome.Kind kind, ProxyServer.Type type, int port, Optional<Credentials> credentials, URI url)
            throws Exception {
        long before = plain.totals().connectionsOpened() + secured.totals().connectionsOpened();
        Outcome outcome = send(type, port, credentials, url);
        assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(kind);
        assertThat(plain.totals().connectionsOpened() + secured.totals().connectionsOpened())
                .isEqualTo(before);
        assertConnectedOnly(type);
        return outcome;
    }

    private static URI url(FaultServer receiver, String host) {
        return URI.create(receiver.uri("/hook").toString().replace(RECEIVER, host));
    }

    /** A literal is judged, too, though it is for the proxy. */
    private void assertConnectedOnly(ProxyServer.Type type) {
        connected.remove(type == ProxyServer.Type.SOCKS4 ? RECEIVER : "");
        assertThat(connected).containsExactly(host(type));
    }

    private static String host(ProxyServer.Type type) {
        return type == ProxyServer.Type.HTTPS ? SECURED_PROXY : PROXY;
    }

    /** Dante takes SOCKS 4 as it was before names could be passed on. */
    private static String target(ProxyServer.Type type) {
        return type == ProxyServer.Type.SOCKS4 ? RECEIVER : "localhost";
    }

    private Outcome send(ProxyServer.Type type, int port, Optional<Credentials> credentials, URI url) throws Exception {
        TransportSettings settings = new TransportSettings(
                TestProfile.INSTANCE,
                Optional.of(new ProxyServer(type, host(type), port, credentials)),
                watching,
                TIMEOUT,
                TIMEOUT,
                TransportSettings.DEFAULT_LIFETIME,
                Protocol.HTTP_1_1);
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        try (TransportPool.Lease lease = pool.lease(settings)) {
            lease.transport()
                    .send(
                            new WebhookRequest(url, Map.of(), "application/json", new byte[] {'1'}, TIMEOUT),
                            done::complete);
            return done.get(60, TimeUnit.SECONDS);
        }
    }
}
