/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static io.audithook.webhook.ssl.internal.Configurations.tls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.audithook.fault.server.ServerProcess;
import io.audithook.webhook.api.TlsProfile;
import io.audithook.webhook.dispatcher.internal.http.Outcome;
import io.audithook.webhook.dispatcher.internal.http.Outcome.Kind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * T1: requests through profiles to {@code openssl s_server}. Each is delivered, or ends in its class with the key to set, and
 * then nothing of it was sent.
 */
class OpenSslTest {

    private static final String OLD = "-tls1_1 -cipher ALL:@SECLEVEL=0";
    private static final String CLIENT = "-Verify 1 -verify_return_error -CAfile ca.pem ";

    @TempDir
    private static Path dir;

    private static Path executable;
    private static Authority authority;
    private static Authority other;
    private static ClientKey good;
    private static ClientKey revoked;

    @BeforeAll
    static void certificates() throws Exception {
        Optional<Path> found = ServerProcess.find("openssl");
        assumeTrue(found.isPresent(), "openssl is not installed");
        executable = found.get();
        authority = Authority.root("Audithook test authority");
        other = Authority.root("Another authority");
        good = authority.server();
        revoked = authority.server();
        Files.writeString(dir.resolve("ca.pem"), Material.pem(authority.certificate()));
        Files.writeString(
                dir.resolve("ca.crl"),
                Material.block(
                        "X509 CRL", authority.revoking(revoked.chain().get(0)).getEncoded()));
    }

    @ParameterizedTest
    @CsvSource({"RSA,-tls1_2", "RSA,-tls1_3", "EC,-tls1_2", "EC,-tls1_3", "Ed25519,-tls1_2", "Ed25519,-tls1_3"})
    void server_ofEveryKindOfKey_isDelivered(String algorithm, String protocol) throws Exception {
        assertDelivered(authority.server(algorithm), protocol, tls(trusting()));
    }

    @Test
    void server_withIntermediateOrTrustedItself_isDelivered() throws Exception {
        assertDelivered(authority.below("Issuer").server(), "", tls(trusting()));
        ClientKey selfSigned = Authority.selfSigned();
        assertDelivered(
                selfSigned,
                "",
                tls("trust.data", Material.pem(selfSigned.chain().get(0))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void server_withoutSessions_isDeliveredByNewHandshakes(String protocol) throws Exception {
        TlsProfile profile = tls(trusting());
        try (OpenSsl server = start(good, protocol)) {
            assertDelivered(server.call(profile));
            assertDelivered(server.call(profile));
            assertThat(server.output()).contains("Reused session-id");
        }
        try (OpenSsl server = start(good, protocol + " -no_ticket -num_tickets 0 -no_cache")) {
            assertDelivered(server.call(profile));
            assertDelivered(server.call(profile));
            assertThat(server.output()).doesNotContain("Reused session-id");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expired    | TLS_EXPIRED   | expired at ",
                "future     | TLS_EXPIRED   | is not valid before ",
                "elsewhere  | TLS_HOSTNAME  | it is for [elsewhere.example]: call it by such a name in url, or set verifyHostName=false",
                "self       | TLS_UNTRUSTED | add the certificate of 'CN=localhost' to trust.path",
                "unknown    | TLS_UNTRUSTED | add the certificate of 'CN=Another authority' to trust.path",
                "incomplete | TLS_UNTRUSTED | or have the server send the certificates in between",
            })
    void server_notTrusted_getsNothing(String server, Kind kind, String reason) throws Exception {
        Outcome outcome = assertFailed(kind, shown(server), "", tls(trusting()));
        assertThat(outcome.detail()).startsWith(TLS + ": certificate '").contains(reason);
    }

    @Test
    void server_ofAnotherName_isDeliveredUnchecked() throws Exception {
        assertDelivered(shown("elsewhere"), "", tls(trusting("verifyHostName", false)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                OLD + " | protocols | TLSv1.2,TLSv1.3",
                "-tls1_2 | protocols | TLSv1.3",
                "-tls1_3 | protocols | TLSv1.2",
                "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256 | cipherSuites | TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256 | cipherSuites | TLS_AES_256_GCM_SHA384",
            })
    void server_withNothingInCommon_getsNothing(String options, String key, String value) throws Exception {
        Outcome outcome = assertFailed(Kind.TLS_PROTOCOL, good, options, tls(trusting(key, value.split(","))));
        assertThat(outcome.detail()).contains("compare protocols and cipherSuites in " + TLS + " with");
    }

    @Test
    void server_withASuiteInCommon_isDelivered() throws Exception {
        String options = "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256";
        assertDelivered(
                good,
                options,
                tls(trusting("cipherSuites", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "protocols", "TLSv1.2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void server_thatWantsAClientCertificate_getsTheRightOneOnly(String protocol) throws Exception {
        try (OpenSsl server = start(good, CLIENT + protocol)) {
            for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
                assertDelivered(
                        server.call(tls(trusting("key.data", Material.pem(authority.client("client", algorithm))))));
            }
            int before = server.requests();
            // before TLS 1.3 there was no alert of its own for it
            Outcome missing = server.call(tls(trusting()));
            assertThat(missing.kind())
                    .as(missing.toString())
                    .isEqualTo(protocol.equals("-tls1_2") ? Kind.TLS_PROTOCOL : Kind.TLS_CLIENT_CERTIFICATE);
            assertThat(missing.detail()).contains("set key.path");
            Outcome unasked = server.call(tls(trusting("key.data", Material.pem(other.client("client", "EC")))));
            assertThat(unasked.kind()).as(unasked.toString()).isEqualTo(missing.kind());
            assertThat(server.requests()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2,unknown", "-tls1_3,unknown", "-tls1_2,expired", "-tls1_3,expired"})
    void server_thatRefusesAClientCertificate_isNamed(String protocol, String client) throws Exception {
        // does not say whose certificates it takes, so it is shown any
        String options = "-Verify 1 -verify_return_error -verifyCAfile ca.pem " + protocol;
        String key = Material.pem(shown(client));
        Outcome outcome = assertFailed(Kind.TLS_CLIENT_CERTIFICATE, good, options, tls(trusting("key.data", key)));
        assertThat(outcome.detail())
                .startsWith("Received fatal alert: ")
                .endsWith("set key.path in " + TLS + " to a certificate that the other side takes");
    }

    @Test
    void server_revokedByList_getsNothing() throws Exception {
        Object[] lists = trusting("revocation", "hard", "revocation.lists", "ca.crl", "revocation.ocsp", false);
        assertDelivered(good, "", tls(lists));
        Outcome outcome = assertFailed(Kind.TLS_UNTRUSTED, revoked, "", tls(lists));
        assertThat(outcome.detail())
                .contains("was revoked: the server needs a new one")
                .contains("but revocation=off");
        assertDelivered(revoked, "", tls(trusting()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void server_withAResponseOfItsOwn_isJudgedByIt(String protocol) throws Exception {
        Object[] hard = trusting("revocation", "hard");
        Object[] soft = trusting("revocation", "soft");
        try (OcspResponder responder = OcspResponder.start(
                dir, authority, good.chain().get(0), revoked.chain().get(0))) {
            String ofGood = protocol + " -status_file "
                    + responder.response(good.chain().get(0));
            String ofRevoked = protocol + " -status_file "
                    + responder.response(revoked.chain().get(0));
            assertDelivered(good, ofGood, tls(hard));
            for (Object[] settings : List.of(hard, soft)) {
                assertThat(assertFailed(Kind.TLS_UNTRUSTED, revoked, ofRevoked, tls(settings))
                                .detail())
                        .contains("was revoked");
            }
            assertThat(assertFailed(Kind.TLS_UNTRUSTED, good, protocol, tls(hard))
                            .detail())
                    .contains("set revocation.lists or revocation.responder");
            // that of another certificate counts as none, so the responder is asked
            Object[] asking = trusting("revocation", "soft", "revocation.responder", responder.url());
            assertThat(assertFailed(Kind.TLS_UNTRUSTED, revoked, ofGood, tls(asking))
                            .detail())
                    .contains("was revoked");
            assertDelivered(good, ofRevoked, tls(asking));
        }
    }

    @Test
    void server_pinned_isDeliveredAndAnotherGetsNothing() throws Exception {
        Object[] pinned = trusting("pins", Pins.of(List.of(good.chain().get(0))).get(0));
        assertDelivered(good, "", tls(pinned));
        Outcome outcome = assertFailed(Kind.TLS_UNTRUSTED, revoked, "", tls(pinned));
        assertThat(outcome.detail())
                .contains("has no pinned key")
                .contains(Pins.of(List.of(revoked.chain().get(0))).get(0));
    }

    private static ClientKey shown(String server) throws Exception {
        Instant now = Instant.now();
        return switch (server) {
            case "expired" -> authority.server(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)));
            case "future" -> authority.server(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)));
            case "elsewhere" -> authority.serverOf(URI.create("https://elsewhere.example"));
            case "self" -> Authority.selfSigned();
            case "unknown" -> other.server();
            case "incomplete" -> {
                ClientKey below = authority.below("Issuer").server();
                yield new ClientKey(below.key(), below.chain().subList(0, 1));
            }
            default -> throw new IllegalArgumentException(server);
        };
    }

    private static OpenSsl start(ClientKey key, String options) throws Exception {
        return OpenSsl.start(
                executable,
                dir,
                key,
                options.isBlank() ? List.of() : List.of(options.strip().split(" ")));
    }

    private static void assertDelivered(ClientKey key, String options, TlsProfile profile) throws Exception {
        try (OpenSsl server = start(key, options)) {
            assertDelivered(server.call(profile));
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    private static void assertDelivered(Outcome outcome) {
        assertThat(outcome.delivered()).as(outcome.toString()).isTrue();
    }

    private static Outcome assertFailed(Kind kind, ClientKey key, String options, TlsProfile profile) throws Exception {
        try (OpenSsl server = start(key, options)) {
            Outcome outcome = server.call(profile);
            assertThat(outcome.kind()).as(outcome.toString()).isEqualTo(kind);
            assertThat(server.output()).doesNotContain("POST").doesNotContain(Attempt.BODY);
            return outcome;
        }
    }

    private static Object[] trusting(Object... more) {
        List<Object> settings = new ArrayList<>(List.of("base.dir", dir, "trust.type", "PEM", "trust.path", "ca.pem"));
        settings.addAll(Arrays.asList(more));
        return settings.toArray();
    }
}
