/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.tls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.api.TlsProfile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real handshakes with what profiles make of real material. */
class TlsHandshakeTest {

    private static Authority authority;
    private static Authority other;
    private static ClientKey server;

    @TempDir
    private Path dir;

    @BeforeAll
    static void certificates() throws Exception {
        authority = Authority.root("Audithook test authority");
        other = Authority.root("Another authority");
        server = authority.server();
    }

    @Test
    void server_unknownToTheJvm_isRefused() throws Exception {
        try (TlsServer tls = TlsServer.start(server)) {
            assertThatThrownBy(() -> tls.call(new DefaultTlsComponent())).isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> tls.call(tls("includeSystem", true))).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void server_ofAnotherAuthority_isRefused() throws Exception {
        Path file = Material.trustStore(dir.resolve("other.jks"), "JKS", other.certificate());
        TlsProfile profile = tls("trust.type", "JKS", "trust.path", file, "trust.password", Material.PASSWORD);
        try (TlsServer tls = TlsServer.start(server)) {
            assertThatThrownBy(() -> tls.call(profile)).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"JKS,jks", "JKS,JKS", "PKCS12,pkcs12", "PKCS12,PKCS12", "JKS,", "PKCS12,''"})
    void server_ofTheAuthorityInAStore_isTrusted(String written, String type) throws Exception {
        Path file = Material.trustStore(dir.resolve("store"), written, authority.certificate());
        assertTrusted(
                tls("trust.type", type == null ? " " : type, "trust.path", file, "trust.password", Material.PASSWORD));
    }

    @Test
    void server_ofTheAuthorityInAJksWithoutPassword_isTrusted() throws Exception {
        Path file = Material.trustStore(dir.resolve("store.jks"), "JKS", authority.certificate());
        assertTrusted(tls("trust.type", "JKS", "trust.path", file));
    }

    @Test
    void server_ofTheAuthorityInAPemFile_isTrusted() throws Exception {
        Path file = Files.writeString(
                dir.resolve("ca.pem"), "# a comment\n" + Material.pem(other.certificate(), authority.certificate()));
        assertTrusted(tls("trust.type", "pem", "trust.path", file));
        assertTrusted(tls("trust.type", "PEM", "trust.path", "ca.pem", "base.dir", dir));
    }

    @Test
    void server_ofTheAuthorityInPemData_isTrusted() throws Exception {
        assertTrusted(tls("trust.data", Material.pem(authority.certificate())));
        assertTrusted(tls("trust.type", "PEM", "trust.data", Material.pem(authority.certificate())));
    }

    @Test
    void server_ofTheAuthorityInTheSecondStore_isTrusted() throws Exception {
        Path first = Material.trustStore(dir.resolve("first.jks"), "JKS", other.certificate());
        assertTrusted(tls(
                "trust.type",
                "JKS",
                "trust.path",
                first,
                "trust.password",
                Material.PASSWORD,
                "trust.17.data",
                Material.pem(authority.certificate()),
                "includeSystem",
                "true"));
    }

    @Test
    void server_trustedByItsOwnKeyStore_isTrusted() throws Exception {
        // TheHive's example names a keystore.jks as the trust store
        Path file = Material.keyStore(dir.resolve("keystore.jks"), "JKS", Material.PASSWORD, server);
        assertTrusted(tls("trust.type", "JKS", "trust.path", file, "trust.password", Material.PASSWORD));
    }

    @Test
    void server_ofAnotherName_isTrustedOnlyUnchecked() throws Exception {
        String trust = Material.pem(authority.certificate());
        try (TlsServer tls = TlsServer.start(authority.serverOf(URI.create("https://elsewhere.example")))) {
            assertThatThrownBy(() -> tls.call(tls("trust.data", trust)))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("localhost");
            assertThat(tls.call(tls("trust.data", trust, "verifyHostName", "false"))
                            .value())
                    .isEqualTo(100);
        }
    }

    @Test
    void protocols_oneNamed_isNegotiated() throws Exception {
        String trust = Material.pem(authority.certificate());
        try (TlsServer tls = TlsServer.start(server)) {
            assertThat(tls.call(tls("trust.data", trust)).protocol()).isEqualTo("TLSv1.3");
            assertThat(tls.call(tls("trust.data", trust, "protocols", "TLSv1.2"))
                            .protocol())
                    .isEqualTo("TLSv1.2");
        }
    }

    @Test
    void cipherSuites_oneNamed_isNegotiated() throws Exception {
        String suite = "TLS_AES_128_GCM_SHA256";
        try (TlsServer tls = TlsServer.start(server)) {
            assertThat(tls.call(tls("trust.data", Material.pem(authority.certificate()), "cipherSuites", new String[] {
                                "TLS_UNKNOWN", suite
                            }))
                            .cipherSuite())
                    .isEqualTo(suite);
        }
    }

    @Test
    void clientCertificate_missing_isRefusedByTheServer() throws Exception {
        TlsProfile profile = tls("trust.data", Material.pem(authority.certificate()));
        try (TlsServer tls = TlsServer.start(server, authority.certificate())) {
            assertRefusedByServer(tls, profile);
        }
    }

    @Test
    void clientCertificate_ofAnotherAuthority_isRefusedByTheServer() throws Exception {
        TlsProfile profile = tls(
                "trust.data", Material.pem(authority.certificate()),
                "key.data", Material.pem(other.client("intruder", "EC")));
        try (TlsServer tls = TlsServer.start(server, authority.certificate())) {
            assertRefusedByServer(tls, profile);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void clientCertificate_asPem_isAccepted(String algorithm) throws Exception {
        ClientKey client = authority.client("client", algorithm);
        Path file = Files.writeString(dir.resolve("client.pem"), Material.pem(client));
        assertClientAccepted(2, "key.type", "PEM", "key.path", file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void clientCertificate_asEncryptedPem_isAccepted(String algorithm) throws Exception {
        ClientKey client = authority.client("client", algorithm);
        String pem = Material.encryptedPem(client.key(), Material.PASSWORD)
                + Material.pem(client.chain().get(0));
        assertClientAccepted(1, "key.data", pem, "key.password", "env:SECRET");
    }

    @ParameterizedTest
    @CsvSource({"RSA,", "EC,", "RSA,AES-256-CBC", "RSA,DES-EDE3-CBC", "EC,AES-128-CBC", "EC,AES-192-CBC"})
    void clientCertificate_asTraditionalPem_isAccepted(String algorithm, String cipher) throws Exception {
        ClientKey client = authority.client("client", algorithm);
        String key = cipher == null
                ? Material.traditionalPem(client.key())
                : Material.traditionalPem(client.key(), cipher, Material.PASSWORD);
        String pem = key + Material.pem(client.chain().get(0));
        assertClientAccepted(1, "key.data", pem, "key.password", Material.PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PKCS12"})
    void clientCertificate_inAStore_isAccepted(String type) throws Exception {
        ClientKey client = authority.client("client", "EC");
        Path file = Material.keyStore(dir.resolve("client.store"), type, Material.PASSWORD, client);
        Path secret = Files.writeString(dir.resolve("password.txt"), Material.PASSWORD + "\r\n");
        assertClientAccepted(2, "key.type", type, "key.path", file, "key.password", "file:" + secret);
        assertClientAccepted(2, "key.path", "client.store", "key.password", "file:password.txt", "base.dir", dir);
    }

    @Test
    void clientCertificate_inTheSecondStore_isChosenByItsIssuer() throws Exception {
        Path first =
                Material.keyStore(dir.resolve("first.p12"), "PKCS12", Material.PASSWORD, other.client("first", "EC"));
        assertClientAccepted(
                2,
                "key.type",
                "PKCS12",
                "key.path",
                first,
                "key.password",
                Material.PASSWORD,
                "key.2.data",
                Material.pem(authority.client("second", "EC")));
    }

    @Test
    void clientCertificate_withItsChainInAnyOrder_isAccepted() throws Exception {
        ClientKey client = authority.below("Issuer").client("client", "EC");
        String unordered = Material.pem(client.key())
                + Material.pem(Material.reversed(client.chain()).toArray(new X509Certificate[0]))
                + Material.pem(other.certificate());
        assertClientAccepted(3, "key.data", unordered);
    }

    private static void assertTrusted(TlsProfile profile) throws Exception {
        try (TlsServer tls = TlsServer.start(server)) {
            assertThat(tls.call(profile).value()).isEqualTo(100);
        }
    }

    private static void assertClientAccepted(int certificatesShown, Object... keysAndValues) throws Exception {
        Object[] all = Arrays.copyOf(keysAndValues, keysAndValues.length + 2);
        all[keysAndValues.length] = "trust.data";
        all[keysAndValues.length + 1] = Material.pem(authority.certificate());
        try (TlsServer tls = TlsServer.start(server, authority.certificate())) {
            assertThat(tls.call(tls(all)).value()).isEqualTo(100 + certificatesShown);
        }
    }

    /** TLS 1.3 tells it only when the client reads; the socket may be reset instead. */
    private static void assertRefusedByServer(TlsServer tls, TlsProfile profile) {
        assertThatThrownBy(() -> {
                    if (tls.call(profile).value() < 0) {
                        throw new SSLException("closed without an answer");
                    }
                })
                .isInstanceOf(IOException.class);
    }
}
