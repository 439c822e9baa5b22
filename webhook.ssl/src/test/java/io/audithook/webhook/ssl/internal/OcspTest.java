/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.LOOPBACK;
import static io.audithook.webhook.ssl.internal.Configurations.values;
import static io.audithook.webhook.ssl.internal.RevocationCheck.answer;
import static io.audithook.webhook.ssl.internal.RevocationCheck.certificate;
import static io.audithook.webhook.ssl.internal.RevocationCheck.internet;
import static io.audithook.webhook.ssl.internal.RevocationCheck.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audithook.fault.server.Answers;
import io.audithook.fault.server.Certificates;
import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Faults;
import io.audithook.fault.server.RecordedRequest;
import io.audithook.fault.server.Script;
import io.audithook.fault.server.Tls;
import io.audithook.webhook.api.AddressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom we ask by OCSP, and what comes of it; by scripted responders on loopback. */
class OcspTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final CertificateStatus REVOKED =
            new RevokedStatus(Date.from(Instant.EPOCH), CRLReason.keyCompromise);

    private static Authority authority;
    private static ClientKey server;

    private final RevocationCheck check = new RevocationCheck(authority);

    @BeforeAll
    static void certificates() throws Exception {
        authority = Authority.root("Audithook test authority");
        server = authority.server();
    }

    @Test
    void responder_thatIsAsked_getsOneQuestionByPost() throws Exception {
        try (FaultServer responder = FaultServer.start(answer(good(server)))) {
            assertThat(check.result(hard(responder), server)).isEmpty();
            RecordedRequest request = responder.awaitRequests(1, PATIENCE).get(0);
            assertThat(request.toString()).startsWith("POST /ocsp?a=%20b HTTP/1.0 ");
            OCSPReq question = new OCSPReq(request.body());
            assertThat(question.getRequestList()).hasSize(1);
            assertThat(question.getRequestList()[0].getCertID().getSerialNumber())
                    .isEqualTo(certificate(server).getSerialNumber());
            assertThat(question.getRequestList()[0]
                            .getCertID()
                            .matchesIssuer(
                                    new JcaX509CertificateHolder(authority.certificate()),
                                    new JcaDigestCalculatorProviderBuilder().build()))
                    .isTrue();
            assertThat(question.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                    .isNull();
        }
    }

    @Test
    void responder_thatTheCertificateNames_isAsked() throws Exception {
        try (FaultServer responder = FaultServer.start(Answers.ok())) {
            ClientKey named = authority.serverNaming(
                    "ldap://localhost/",
                    "no URL at all",
                    responder.uri("/named").toString());
            responder.byDefault(answer(authority.answer(certificate(named), REVOKED)));
            assertThat(check.failure(settings("hard"), named).getReason()).isEqualTo(BasicReason.REVOKED);
            assertThat(check.failure(settings("soft"), named).getReason()).isEqualTo(BasicReason.REVOKED);
        }
    }

    @Test
    void responder_thatDoesNotKnow_isUnknown() throws Exception {
        try (FaultServer responder =
                FaultServer.start(answer(authority.answer(certificate(server), new UnknownStatus())))) {
            assertThat(check.failure(hard(responder), server))
                    .hasMessageStartingWith(
                            "revocation.responder=" + responder.uri("/ocsp") + ": it has answered, but: ");
            assertThat(check.result(soft(responder), server)).isPresent();
        }
    }

    @Test
    void certificate_withoutAnHttpResponder_isUnknown() throws Exception {
        for (ClientKey one : List.of(server, authority.serverNaming("ldap://localhost/"))) {
            assertThat(check.failure(settings("hard"), one))
                    .hasMessage("the certificate names no responder with an http URL");
            assertThat(check.result(settings("soft"), one)).isPresent();
        }
    }

    @Test
    void responder_atAForbiddenAddress_isNotConnected() throws Exception {
        try (FaultServer responder = FaultServer.start(answer(good(server)))) {
            ClientKey named = authority.serverNaming(responder.uri("/").toString());
            check.allow(RevocationCheck::internet);
            for (CertPathValidatorException failure :
                    List.of(check.failure(hard(responder), server), check.failure(settings("hard"), named))) {
                assertThat(failure)
                        .hasMessageContaining(responder.uri("/").toString())
                        .hasMessageContaining(": it must not be connected: 127.0.0.1 is an address of this host, which"
                                + " profile=public-only forbids; to allow it, set allowed=127.0.0.1 in");
            }
            assertThat(check.result(settings("soft"), named)).isPresent();
            check.allow(Optional::empty);
            assertThat(check.failure(settings("hard"), named))
                    .hasMessageEndingWith(": there is no address policy, so nobody is asked");
            assertThat(responder.totals().connectionsOpened()).isZero();
        }
    }

    @Test
    void policy_changed_countsForTheNextQuestion() throws Exception {
        try (FaultServer responder = FaultServer.start(answer(good(server)))) {
            check.allow(RevocationCheck::internet);
            Revocation revocation = check.of(soft(responder));
            assertThat(revocation.check(check.path(server), Map.of())).isPresent();
            check.allow(LOOPBACK);
            check.pass(AnswerCache.FAILURE_LIFE);
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
        }
    }

    @Test
    void addresses_mixed_areThoseThatAreAllowedOrNone() throws Exception {
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 198, 41, 0, 4});
        AddressPolicy intranet = AddressRules.from(values(AddressConfig.PID));
        assertThat(Fetch.allowed(List.of(here, elsewhere), intranet)).containsExactly(elsewhere);
        assertThat(catchThrowableOfType(
                        IOException.class,
                        () -> Fetch.allowed(List.of(here, elsewhere), internet().orElseThrow())))
                .hasMessageStartingWith("it must not be connected: 127.0.0.1 is ");
    }

    @Test
    void responder_atTheMetadataServiceOfACloud_isNotConnected() throws Exception {
        ClientKey named = authority.serverNaming("http://169.254.169.254/latest");
        assertThat(check.failure(settings("hard"), named))
                .hasMessage("responder http://169.254.169.254/latest: it must not be connected: 169.254.169.254 is a"
                        + " link-local address, where clouds keep credentials: no setting allows it");
    }

    @Test
    void ocsp_off_asksNobody() throws Exception {
        try (FaultServer responder = FaultServer.start(Answers.ok())) {
            ClientKey named = authority.serverNaming(responder.uri("/").toString());
            check.know(Authority.root("Another authority").revoking());
            RevocationSettings hard = settings("hard", "revocation.ocsp", false, "revocation.lists", "x.crl");
            assertThat(check.failure(hard, named)).hasMessageNotContaining("responder");
            assertThat(responder.totals().connectionsOpened()).isZero();
        }
    }

    @Test
    void lists_thatTell_spareTheResponder() throws Exception {
        try (FaultServer responder = FaultServer.start(answer(good(server)))) {
            check.know(authority.revoking());
            assertThat(check.result(hard(responder), server)).isEmpty();
            assertThat(responder.totals().connectionsOpened()).isZero();
            check.know(Authority.root("Another authority").revoking());
            assertThat(check.result(hard(responder), server)).isEmpty();
            assertThat(responder.totals().connectionsOpened()).isOne();
        }
    }

    @Test
    void authority_unknown_doesNotHideThatTheServerWasRevoked() throws Exception {
        try (FaultServer responder = FaultServer.start(Answers.ok())) {
            Authority between = authority.below("Issuer");
            ClientKey revoked = between.serverNaming(responder.uri("/").toString());
            responder.byDefault(answer(between.answer(certificate(revoked), REVOKED)));
            assertThat(check.failure(settings("soft"), revoked).getReason()).isEqualTo(BasicReason.REVOKED);
            assertThat(check.failure(settings("hard"), revoked).getReason())
                    .isEqualTo(BasicReason.UNDETERMINED_REVOCATION_STATUS);
        }
    }

    @Test
    void shown_ofAnotherCertificate_isNoAnswer() throws Exception {
        try (FaultServer responder = FaultServer.start(answer(authority.answer(certificate(server), REVOKED)))) {
            Map<X509Certificate, byte[]> shown =
                    Map.of(certificate(server), authority.answer(certificate(authority.server()), null));
            RevocationSettings soft = soft(responder);
            CertPathValidatorException failure = catchThrowableOfType(
                    CertPathValidatorException.class, () -> check.of(soft).check(check.path(server), shown));
            assertThat(failure.getReason()).isEqualTo(BasicReason.REVOKED);
        }
    }

    @Test
    void redirect_isNotFollowed() throws Exception {
        try (FaultServer target = FaultServer.start(answer(good(server)));
                FaultServer responder =
                        FaultServer.start(Answers.redirect(302, target.uri("/").toString()))) {
            assertThat(check.failure(hard(responder), server))
                    .hasMessageEndingWith(": it answers with status 302, and redirects are not followed");
            assertThat(target.totals().connectionsOpened()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource
    void responder_thatTakesTooLong_isLeftAtTheDeadline(Script script) throws Exception {
        try (FaultServer responder = FaultServer.start(script)) {
            RevocationSettings hard =
                    settings("hard", "revocation.responder", responder.uri("/"), "revocation.timeout", "300 ms");
            assertThat(check.failure(hard, server))
                    .hasMessageEndingWith(": no answer within revocation.timeout=300 ms");
            responder.awaitOpen(0, PATIENCE);
        }
    }

    static Stream<Script> responder_thatTakesTooLong_isLeftAtTheDeadline() {
        return Stream.of(
                Faults.neverAnswers(),
                Faults.hangInHeaders(),
                Faults.hangInBody(200),
                respond("\r\n").trickle("x".repeat(10_000), Duration.ofMillis(20)),
                Script.accept().readRequest().trickle("HTTP/1.0 200 OK\r\n".repeat(1000), Duration.ofMillis(20)),
                Script.noAccept());
    }

    @ParameterizedTest
    @MethodSource
    void responder_thatAnswersNonsense_isNoAnswer(Script script, String reason) throws Exception {
        try (FaultServer responder = FaultServer.start(script)) {
            assertThat(check.failure(hard(responder), server)).hasMessageEndingWith(": " + reason);
            assertThat(check.result(soft(responder), server)).isPresent();
        }
    }

    static Stream<Arguments> responder_thatAnswersNonsense_isNoAnswer() throws Exception {
        String tooLong = "its answer is longer than 65536 bytes";
        return Stream.of(
                Arguments.of(Answers.status(500), "it answers with status 500"),
                Arguments.of(
                        answer("garbage".getBytes(StandardCharsets.US_ASCII)), "what it sends is no OCSP response"),
                Arguments.of(answer(new byte[0]), "what it sends is no OCSP response"),
                Arguments.of(
                        answer(new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1}), "what it sends is no OCSP response"),
                Arguments.of(says(OCSPRespBuilder.TRY_LATER), "it says tryLater"),
                Arguments.of(says(OCSPRespBuilder.UNAUTHORIZED), "it says unauthorized"),
                Arguments.of(says(OCSPRespBuilder.MALFORMED_REQUEST), "it says malformedRequest"),
                Arguments.of(says(OCSPRespBuilder.INTERNAL_ERROR), "it says internalError"),
                Arguments.of(says(OCSPRespBuilder.SIG_REQUIRED), "it says sigRequired"),
                Arguments.of(
                        respond("Content-Length: 65537\r\n\r\n").fill(65537).close(), tooLong),
                Arguments.of(respond("\r\n").fill(1 << 20).close(), tooLong),
                Arguments.of(respond("Content-Length: 9\r\n\r\n12345").close(), "what it sends is cut off"),
                Arguments.of(respond("Content-Length: 9").close(), "what it sends is cut off"),
                Arguments.of(
                        respond("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n").close(),
                        "its answer is encoded, which was not asked for"),
                Arguments.of(Script.accept().readRequest().close(), "it closes without an answer"),
                Arguments.of(
                        Script.accept().readRequest().write("SSH-2.0-x\r\n\r\n").close(),
                        "what it sends is no HTTP response"),
                Arguments.of(Faults.endlessHeaders(), "its headers are longer than 8192 bytes"));
    }

    @Test
    void responder_thatRefusesConnections_isNoAnswer() throws Exception {
        try (FaultServer responder = FaultServer.start(Script.accept())) {
            responder.refuse();
            assertThat(check.failure(hard(responder), server))
                    .hasMessageContaining(": cannot be connected at 127.0.0.1: ");
        }
    }

    @Test
    void responder_withSecretsInItsUrl_isNamedWithoutThem() throws Exception {
        try (FaultServer responder = FaultServer.start(Answers.status(403))) {
            String url =
                    "http://user:" + Material.PASSWORD + "@127.0.0.1:" + responder.port() + "/o?k=" + Material.PASSWORD;
            assertThat(check.failure(settings("hard", "revocation.responder", url), server))
                    .hasMessage("revocation.responder=" + responder.uri("/o") + ": it answers with status 403");
            RecordedRequest request = responder.awaitRequests(1, PATIENCE).get(0);
            assertThat(request.header("authorization")).isEmpty();
        }
    }

    @Test
    void responder_ofAnUnknownHost_isNoAnswer() throws Exception {
        assertThat(check.failure(settings("hard", "revocation.responder", "http://nobody.invalid/"), server))
                .hasMessage("revocation.responder=http://nobody.invalid/: its host is not known");
    }

    @Test
    void responder_byHttpsThatTheJvmDoesNotTrust_isNotAsked() throws Exception {
        try (FaultServer responder = FaultServer.start(answer(good(server)).over(Tls.valid()))) {
            RevocationSettings hard = settings("hard", "revocation.responder", responder.uri("https", "/"));
            assertThat(check.failure(hard, server)).hasMessageContaining("PKIX path building failed");
            assertThat(responder.totals().requestHeads()).isZero();
        }
    }

    @Test
    void responder_byHttpsThatTheJvmTrusts_isAsked(@TempDir Path folder) throws Exception {
        Path trust = Material.save(Certificates.shared().trustStore(), folder.resolve("trust.p12"));
        Map<String, String> jvm = Map.of(
                "javax.net.ssl.trustStore", trust.toString(), "javax.net.ssl.trustStorePassword", Material.PASSWORD);
        try (FaultServer responder = FaultServer.start(answer(good(server)).over(Tls.valid()))) {
            jvm.forEach(System::setProperty);
            RevocationSettings hard = settings("hard", "revocation.responder", responder.uri("https", "/"));
            assertThat(check.result(hard, server)).isEmpty();
            assertThat(responder.totals().requestHeads()).isOne();
        } finally {
            jvm.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void answer_isKeptForAWhile() throws Exception {
        try (FaultServer responder = FaultServer.start(answer(good(server)))) {
            Revocation revocation = check.of(hard(responder));
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
            check.pass(OcspAnswers.LIFE.minusMillis(1));
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
            assertThat(responder.totals().connectionsOpened()).isOne();
            check.pass(Duration.ofMillis(1));
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
            assertThat(responder.totals().connectionsOpened()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerOfNoUse_isKeptForAShortWhile(boolean unknown) throws Exception {
        Script first =
                unknown ? answer(authority.answer(certificate(server), new UnknownStatus())) : Answers.status(500);
        try (FaultServer responder = FaultServer.builder()
                .first(first)
                .byDefault(answer(good(server)))
                .start()) {
            Revocation revocation = check.of(soft(responder));
            assertThat(revocation.check(check.path(server), Map.of())).isPresent();
            check.pass(AnswerCache.FAILURE_LIFE.minusMillis(1));
            assertThat(revocation.check(check.path(server), Map.of())).isPresent();
            assertThat(responder.totals().connectionsOpened()).isOne();
            check.pass(Duration.ofMillis(1));
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
            assertThat(responder.totals().connectionsOpened()).isEqualTo(2);
        }
    }

    @Test
    void handshakes_atTheSameTime_askOnce() throws Exception {
        ExecutorService handshakes = Executors.newFixedThreadPool(8);
        Script slow = answer(Script.accept().readRequest().sleep(Duration.ofMillis(200)), good(server));
        try (FaultServer responder = FaultServer.start(slow)) {
            Revocation revocation = check.of(hard(responder));
            List<Future<Optional<CertPathValidatorException>>> checks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                checks.add(handshakes.submit(() -> revocation.check(check.path(server), Map.of())));
            }
            for (Future<Optional<CertPathValidatorException>> check : checks) {
                assertThat(check.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEmpty();
            }
            assertThat(responder.totals().connectionsOpened()).isOne();
        } finally {
            handshakes.shutdownNow();
        }
    }

    @Test
    void handshake_interrupted_endsAtOnceAndStaysInterrupted() throws Exception {
        try (FaultServer responder = FaultServer.start(Faults.neverAnswers())) {
            RevocationSettings hard =
                    settings("hard", "revocation.responder", responder.uri("/"), "revocation.timeout", "60 s");
            Thread.currentThread().interrupt();
            assertThat(check.failure(hard, server)).hasMessage("the thread that waited for an answer was interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void profile_thatAsksOthers_saysSo() {
        assertThat(settings("soft").asksOthers()).isTrue();
        assertThat(settings("hard").asksOthers()).isTrue();
        assertThat(settings("off").asksOthers()).isFalse();
        assertThat(settings(
                                "hard",
                                "revocation.ocsp",
                                false,
                                "revocation.distributionPoints",
                                false,
                                "revocation.lists",
                                "x.crl")
                        .asksOthers())
                .isFalse();
    }

    private static byte[] good(ClientKey key) throws Exception {
        return authority.answer(certificate(key), CertificateStatus.GOOD);
    }

    private static Script says(int status) throws Exception {
        return answer(new OCSPRespBuilder().build(status, null).getEncoded());
    }

    private static Script respond(String rest) {
        return Script.accept().readRequest().write("HTTP/1.0 200 OK\r\n" + rest);
    }

    private RevocationSettings hard(FaultServer responder) {
        return settings("hard", "revocation.responder", URI.create(responder.uri("/ocsp") + "?a=%20b"));
    }

    private RevocationSettings soft(FaultServer responder) {
        return settings("soft", "revocation.responder", responder.uri("/ocsp"));
    }
}
