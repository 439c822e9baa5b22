/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.RevocationCheck.answer;
import static io.audithook.webhook.ssl.internal.RevocationCheck.certificate;
import static io.audithook.webhook.ssl.internal.RevocationCheck.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.audithook.fault.server.Answers;
import io.audithook.fault.server.FaultServer;
import io.audithook.fault.server.Faults;
import io.audithook.fault.server.Script;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Revocation lists that are fetched, and what comes of it; from scripted servers on loopback. */
class ListFetchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Authority authority;
    private static ClientKey server;
    private static ClientKey revoked;

    private final RevocationCheck check = new RevocationCheck(authority);

    @BeforeAll
    static void certificates() throws Exception {
        authority = Authority.root("Audithook test authority");
        server = authority.server();
        revoked = authority.server();
    }

    @Test
    void list_byUrl_isFetchedOnceForAll() throws Exception {
        try (FaultServer lists = FaultServer.start(answer(authority.revoking(certificate(revoked))))) {
            Revocation revocation = check.of(hard(lists));
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
            assertThat(revocation.check(check.path(authority.server()), Map.of()))
                    .isEmpty();
            assertThat(lists.awaitRequests(1, PATIENCE).get(0).toString()).startsWith("GET /ca.crl HTTP/1.0 ");
            assertThat(lists.totals().connectionsOpened()).isOne();
            for (String mode : new String[] {"hard", "soft"}) {
                assertThat(check.failure(settings(mode, "revocation.lists", lists.uri("/ca.crl")), revoked)
                                .getReason())
                        .isEqualTo(BasicReason.REVOKED);
            }
        }
    }

    @Test
    void list_inPem_isReadToo() throws Exception {
        String pem = Material.block(
                "X509 CRL", authority.revoking(certificate(revoked)).getEncoded());
        try (FaultServer lists = FaultServer.start(answer(pem.getBytes(StandardCharsets.US_ASCII)))) {
            assertThat(check.result(hard(lists), server)).isEmpty();
            assertThat(check.failure(hard(lists), revoked).getReason()).isEqualTo(BasicReason.REVOKED);
        }
    }

    @Test
    void lists_inAFileAndByUrl_countTogether() throws Exception {
        check.know(authority.revoking());
        try (FaultServer lists = FaultServer.start(answer(authority.revoking()))) {
            assertThat(check.result(hard(lists), server)).isEmpty();
            assertThat(lists.totals().connectionsOpened())
                    .as("what is at hand tells enough")
                    .isZero();
        }
    }

    @Test
    void list_thatTheCertificateNames_isFetched() throws Exception {
        try (FaultServer lists = FaultServer.start(Answers.ok())) {
            ClientKey named = authority.serverListedAt(
                    "ldap://localhost/ca.crl", "no URL", lists.uri("/ca.crl").toString());
            lists.byDefault(answer(authority.revoking()));
            assertThat(check.result(settings("hard"), named)).isEmpty();
            lists.byDefault(answer(authority.revoking(certificate(named))));
            assertThat(check.failure(settings("soft"), named).getReason()).isEqualTo(BasicReason.REVOKED);
        }
    }

    @Test
    void list_thatIsAPart_isOfItsPointAlone() throws Exception {
        try (FaultServer lists = FaultServer.start(Answers.ok())) {
            String point = lists.uri("/part7.crl").toString();
            ClientKey named = authority.serverListedAt(point);
            lists.byDefault(answer(authority.revokingAt(point)));
            assertThat(check.result(settings("hard"), named)).isEmpty();
            lists.byDefault(answer(authority.revokingAt(point, certificate(named))));
            assertThat(check.failure(settings("hard"), named).getReason()).isEqualTo(BasicReason.REVOKED);
            lists.byDefault(answer(authority.revokingAt(lists.uri("/part8.crl").toString())));
            assertThat(check.failure(settings("hard"), named))
                    .hasMessageContaining("list " + point + ": it has answered, but: ");
        }
    }

    @Test
    void list_thatTheCertificateNames_isForWhatNothingElseTellsOf() throws Exception {
        try (FaultServer lists = FaultServer.start(answer(authority.revoking()));
                FaultServer responder = FaultServer.start(Answers.status(500))) {
            ClientKey named = authority.serverListedAt(lists.uri("/ca.crl").toString());
            RevocationSettings hard = settings("hard", "revocation.responder", responder.uri("/"));
            assertThat(check.result(hard, named)).isEmpty();
            assertThat(lists.totals().connectionsOpened()).isOne();
            responder.byDefault(answer(authority.answer(certificate(named), CertificateStatus.GOOD)));
            assertThat(check.result(hard, named)).isEmpty();
            assertThat(lists.totals().connectionsOpened()).isOne();
        }
    }

    @Test
    void distributionPoints_off_fetchNothing() throws Exception {
        try (FaultServer lists = FaultServer.start(answer(authority.revoking()))) {
            ClientKey named = authority.serverListedAt(lists.uri("/ca.crl").toString());
            RevocationSettings soft = settings("soft", "revocation.distributionPoints", false);
            assertThat(check.result(soft, named)).isPresent();
            check.know(Authority.root("Another authority").revoking());
            assertThat(check.result(soft, named)).isPresent();
            assertThat(lists.totals().connectionsOpened()).isZero();
        }
    }

    @Test
    void list_atAForbiddenAddress_isNotFetched() throws Exception {
        try (FaultServer lists = FaultServer.start(answer(authority.revoking()))) {
            ClientKey named = authority.serverListedAt(lists.uri("/ca.crl").toString());
            check.allow(RevocationCheck::internet);
            check.know(Authority.root("Another authority").revoking());
            assertThat(check.failure(settings("hard"), named))
                    .hasMessageContaining("list " + lists.uri("/ca.crl") + ": it must not be connected: 127.0.0.1 is");
            assertThat(check.failure(hard(lists), server))
                    .hasMessageContaining(
                            "revocation.lists=" + lists.uri("/ca.crl") + ": it must not be connected: 127.0.0.1 is");
            assertThat(check.result(settings("soft"), named)).isPresent();
            assertThat(lists.totals().connectionsOpened()).isZero();
        }
    }

    /** With each of them Java would fetch the list, ask a responder, or not look at an authority. */
    @ParameterizedTest
    @ValueSource(strings = {"enableCRLDP", "ocsp.enable"})
    void list_whenTheJvmWouldAskByItself_isNotGoneBy(String property) throws Exception {
        try (FaultServer others = FaultServer.start(Answers.ok())) {
            ClientKey named = authority.serverListedAt(others.uri("/ca.crl").toString());
            check.allow(RevocationCheck::internet);
            check.know(Authority.root("Another authority").revoking());
            setForAllOfTheJvm(property, "true");
            try {
                assertThat(check.failure(settings("hard"), named))
                        .hasMessageContaining("revocation.lists: no list can be gone by with the s")
                        .hasMessageContaining(property + "=true");
            } finally {
                setForAllOfTheJvm(property, "false");
            }
            assertThat(others.totals().connectionsOpened()).isZero();
        }
    }

    @Test
    void list_isKeptForAnHour() throws Exception {
        try (FaultServer lists = FaultServer.start(answer(authority.revoking()))) {
            Revocation revocation = check.of(hard(lists));
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
            check.pass(ListAnswers.LIFE.minusMillis(1));
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
            assertThat(lists.totals().connectionsOpened()).isOne();
            lists.byDefault(answer(authority.revoking(certificate(server))));
            check.pass(Duration.ofMillis(1));
            assertThat(catchReason(revocation)).isEqualTo(BasicReason.REVOKED);
        }
    }

    @Test
    void list_thatCannotBeFetchedAgain_goesOnCounting() throws Exception {
        try (FaultServer lists = FaultServer.start(answer(authority.revoking()))) {
            Revocation revocation = check.of(hard(lists));
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
            lists.byDefault(Answers.status(503));
            check.pass(ListAnswers.LIFE);
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
            lists.byDefault(answer(authority.revoking(certificate(server))));
            check.pass(AnswerCache.FAILURE_LIFE);
            assertThat(catchReason(revocation)).isEqualTo(BasicReason.REVOKED);
            assertThat(lists.totals().connectionsOpened()).isEqualTo(3);
        }
    }

    @Test
    void list_outdated_isFetchedAgainAfterAWhile() throws Exception {
        try (FaultServer lists = FaultServer.start(answer(authority.outdated()))) {
            Revocation revocation = check.of(hard(lists));
            assertThat(catchReason(revocation)).isEqualTo(BasicReason.UNDETERMINED_REVOCATION_STATUS);
            lists.byDefault(answer(authority.revoking()));
            assertThat(catchReason(revocation)).isEqualTo(BasicReason.UNDETERMINED_REVOCATION_STATUS);
            check.pass(AnswerCache.FAILURE_LIFE);
            assertThat(revocation.check(check.path(server), Map.of())).isEmpty();
            assertThat(lists.totals().connectionsOpened()).isEqualTo(2);
        }
    }

    @Test
    void list_ofAnAuthorityThatMayNotSignAny_doesNotCount() throws Exception {
        Authority between = authority.belowWithoutLists("Issuer");
        ClientKey below = between.server();
        check.know(authority.revoking(), between.revoking());
        assertThat(check.failure(settings("hard"), below))
                .hasMessageStartingWith("revocation.lists: the authority's key is not for signing lists");
    }

    @ParameterizedTest
    @MethodSource
    void server_thatAnswersNonsense_givesNoList(Script script, String reason) throws Exception {
        try (FaultServer lists = FaultServer.start(script)) {
            assertThat(check.failure(hard(lists), server))
                    .hasMessageStartingWith("revocation.lists=" + lists.uri("/ca.crl") + ": " + reason);
            assertThat(check.result(settings("soft", "revocation.lists", lists.uri("/")), server))
                    .isPresent();
        }
    }

    static Stream<Arguments> server_thatAnswersNonsense_givesNoList() throws Exception {
        byte[] list = authority.revoking().getEncoded();
        int tooLong = ListAnswers.MAX_BODY_BYTES + 1;
        return Stream.of(
                Arguments.of(Answers.status(404), "it answers with status 404"),
                Arguments.of(answer(new byte[0]), "what it sends is no revocation list"),
                Arguments.of(answer("x".getBytes(StandardCharsets.US_ASCII)), "what it sends is no revocation list"),
                Arguments.of(answer(Arrays.copyOf(list, 60)), "what it sends is no revocation list"),
                Arguments.of(
                        Script.accept()
                                .readRequest()
                                .write("HTTP/1.0 200 OK\r\nContent-Length: " + tooLong + "\r\n\r\n")
                                .fill(tooLong)
                                .close(),
                        "its answer is longer than " + ListAnswers.MAX_BODY_BYTES + " bytes"),
                Arguments.of(Script.accept().readRequest().close(), "it closes without an answer"));
    }

    @Test
    void server_thatHangs_isLeftAtTheDeadline() throws Exception {
        try (FaultServer lists = FaultServer.start(Faults.neverAnswers())) {
            RevocationSettings hard =
                    settings("hard", "revocation.lists", lists.uri("/ca.crl"), "revocation.timeout", "300 ms");
            assertThat(check.failure(hard, server))
                    .hasMessageContaining(": no answer within revocation.timeout=300 ms");
            lists.awaitOpen(0, PATIENCE);
        }
    }

    @Test
    void url_withSecrets_isNamedWithoutThem() throws Exception {
        try (FaultServer lists = FaultServer.start(Answers.status(403))) {
            String url =
                    "http://user:" + Material.PASSWORD + "@127.0.0.1:" + lists.port() + "/c?k=" + Material.PASSWORD;
            assertThat(check.failure(settings("hard", "revocation.lists", url), server))
                    .hasMessageContaining("revocation.lists=" + lists.uri("/c") + ": it answers with status 403")
                    .hasMessageNotContaining(Material.PASSWORD);
        }
    }

    private BasicReason catchReason(Revocation revocation) {
        return (BasicReason) catchThrowableOfType(
                        CertPathValidatorException.class, () -> revocation.check(check.path(server), Map.of()))
                .getReason();
    }

    private static void setForAllOfTheJvm(String property, String value) {
        if (property.equals("enableCRLDP")) {
            System.setProperty("com.sun.security." + property, value);
        } else {
            Security.setProperty(property, value);
        }
    }

    private static RevocationSettings hard(FaultServer lists) {
        return settings("hard", "revocation.lists", lists.uri("/ca.crl"));
    }
}
