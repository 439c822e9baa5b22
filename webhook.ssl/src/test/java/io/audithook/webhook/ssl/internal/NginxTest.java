/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static io.audithook.webhook.ssl.internal.Configurations.handshakeFailure;
import static io.audithook.webhook.ssl.internal.Configurations.tls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.audithook.fault.server.ServerProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes with a server of another make: nginx with OpenSSL. */
class NginxTest {

    private static final String OK = "HTTP/1.1 200 OK";
    private static final String BAD = "HTTP/1.1 400 Bad Request";

    @TempDir
    private static Path dir;

    private static Authority authority;
    private static Authority other;
    private static ClientKey revoked;
    private static Nginx nginx;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> executable = ServerProcess.find("nginx");
        assumeTrue(executable.isPresent(), "nginx is not installed (Debian: nginx-light)");
        authority = Authority.root("Audithook test authority");
        other = Authority.root("Another authority");
        revoked = authority.server();
        Instant now = Instant.now();
        Files.writeString(dir.resolve("ca.pem"), Material.pem(authority.certificate()));
        Files.writeString(
                dir.resolve("ca.crl"),
                Material.block(
                        "X509 CRL", authority.revoking(revoked.chain().get(0)).getEncoded()));
        ClientKey below = authority.below("Issuer").server();
        String client = "ssl_client_certificate ca.pem; ssl_verify_client on; ";
        nginx = new Nginx(executable.get(), dir)
                .with("good", authority.server(), "")
                .with("tls12", authority.server(), "ssl_protocols TLSv1.2;")
                .with("tls13", authority.server(), "ssl_protocols TLSv1.3;")
                .with("tls11", authority.server(), "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;")
                .with("expired", authority.server(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1))), "")
                .with("future", authority.server(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9))), "")
                .with("elsewhere", authority.serverOf(URI.create("https://elsewhere.example")), "")
                .with("unknown", other.server(), "")
                .with("chain", below, "")
                .with("incomplete", new ClientKey(below.key(), below.chain().subList(0, 1)), "")
                .with("revoked", revoked, "")
                .with("client12", authority.server(), client + "ssl_protocols TLSv1.2;")
                .with("client13", authority.server(), client + "ssl_protocols TLSv1.3;")
                .start();
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"good,TLSv1.3", "tls12,TLSv1.2", "tls13,TLSv1.3", "chain,TLSv1.3", "revoked,TLSv1.3"})
    void server_trusted_passes(String server, String protocol) throws Exception {
        assertThat(nginx.call(server, tls(trusting()))).isEqualTo(protocol + " " + OK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expired    | expired at ",
                "future     | is not valid before ",
                "elsewhere  | set verifyHostName=false",
                "unknown    | add the certificate of 'CN=Another authority' to trust.path",
                "incomplete | add the certificate of 'CN=Issuer' to trust.path",
            })
    void server_notTrusted_isRefusedWithTheReason(String server, String reason) {
        assertThat(handshakeFailure(() -> nginx.call(server, tls(trusting()))))
                .startsWith(TLS + ": certificate '")
                .contains(reason);
    }

    @Test
    void server_revoked_isRefusedByTheList() throws Exception {
        Object[] lists = trusting("revocation", "hard", "revocation.lists", "ca.crl", "revocation.ocsp", false);
        assertThat(nginx.call("good", tls(lists))).endsWith(OK);
        assertThatThrownBy(() -> nginx.call("revoked", tls(lists)))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("was revoked");
    }

    @Test
    void server_ofAnOldProtocol_isRefused() {
        assertThatThrownBy(() -> nginx.call("tls11", tls(trusting()))).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> nginx.call("tls12", tls(trusting("protocols", "TLSv1.3"))))
                .isInstanceOf(SSLException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client12", "client13"})
    void client_knownUnknownOrWithout_isAnsweredAsItDeserves(String server) throws Exception {
        assertThat(nginx.call(server, tls(trusting("key.data", Material.pem(authority.client("client", "EC"))))))
                .endsWith(OK);
        ClientKey rsa = authority.client("client", "RSA");
        String pem = Material.traditionalPem(rsa.key(), "AES-256-CBC", Material.PASSWORD)
                + Material.pem(rsa.chain().get(0));
        assertThat(nginx.call(server, tls(trusting("key.data", pem, "key.password", Material.PASSWORD))))
                .endsWith(OK);
        assertThat(nginx.call(server, tls(trusting()))).endsWith(BAD);
    }

    private static Object[] trusting(Object... more) {
        List<Object> settings = new ArrayList<>(List.of("base.dir", dir, "trust.type", "PEM", "trust.path", "ca.pem"));
        settings.addAll(Arrays.asList(more));
        return settings.toArray();
    }
}
