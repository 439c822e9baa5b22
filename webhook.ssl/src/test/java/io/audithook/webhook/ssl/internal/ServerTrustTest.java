/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static io.audithook.webhook.ssl.internal.Configurations.handshakeFailure;
import static io.audithook.webhook.ssl.internal.Configurations.refusal;
import static io.audithook.webhook.ssl.internal.Configurations.tls;
import static io.audithook.webhook.ssl.internal.Configurations.tlsRefusal;
import static io.audithook.webhook.ssl.internal.Configurations.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.audithook.fault.server.ServerProcess;
import io.audithook.webhook.api.TlsProfile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is refused, with what words, and what lets them pass; by real handshakes. */
class ServerTrustTest {

    private static Authority authority;
    private static Authority other;
    private static String trust;
    private static ClientKey server;

    @TempDir
    private Path dir;

    @BeforeAll
    static void certificates() throws Exception {
        authority = Authority.root("Audithook test authority");
        other = Authority.root("Another authority");
        trust = Material.pem(authority.certificate());
        server = authority.server();
    }

    @Test
    void server_expired_isRefusedWithTheDate() throws Exception {
        Instant end = Instant.now().minus(Duration.ofHours(1));
        ClientKey expired = authority.server(end.minus(Duration.ofDays(9)), end);
        assertThat(failure(expired, "trust.data", trust))
                .isEqualTo(TLS + ": certificate 'CN=localhost' expired at "
                        + expired.chain().get(0).getNotAfter().toInstant()
                        + ": the server needs a new one, no setting here lets it pass but acceptAnyCertificate");
    }

    @Test
    void server_notYetValid_isRefusedWithTheDate() throws Exception {
        Instant begin = Instant.now().plus(Duration.ofHours(1));
        ClientKey early = authority.server(begin, begin.plus(Duration.ofDays(1)));
        assertThat(failure(early, "trust.data", trust))
                .startsWith(TLS + ": certificate 'CN=localhost' is not valid before ")
                .endsWith(": compare the clocks of both sides");
    }

    @Test
    void server_ofAnotherHost_isRefusedWithItsNames() throws Exception {
        ClientKey elsewhere = authority.serverOf(URI.create("https://elsewhere.example"));
        assertThat(failure(elsewhere, "trust.data", trust))
                .startsWith(TLS + ": certificate 'CN=elsewhere.example' is not for the host that is called: ")
                .endsWith(
                        "; it is for [elsewhere.example]: call it by such a name in url, or set verifyHostName=false");
    }

    @Test
    void server_untrusted_isRefusedWithTheIssuerToTrust() throws Exception {
        assertThat(failure(server, "trust.data", Material.pem(other.certificate())))
                .startsWith(
                        TLS + ": certificate 'CN=localhost' is signed by none that is trusted: add the certificate of"
                                + " 'CN=Audithook test authority' to trust.path, or have the server send the certificates in"
                                + " between (");
    }

    @Test
    void server_withoutItsIntermediate_isRefusedWithTheIssuerToTrust() throws Exception {
        ClientKey whole = authority.below("Issuer").server();
        ClientKey bare = new ClientKey(whole.key(), whole.chain().subList(0, 1));
        assertThat(failure(bare, "trust.data", trust)).contains("add the certificate of 'CN=Issuer' to trust.path");
        assertPasses(whole, "trust.data", trust);
    }

    @Test
    void acceptAny_anyServer_passes() throws Exception {
        ClientKey elsewhere = other.serverOf(URI.create("https://elsewhere.example"));
        assertPasses(elsewhere, "acceptAnyCertificate", true);
        List<String> warnings = new ArrayList<>();
        TlsProfile profile = TlsProfiles.from(
                values(warnings, TLS, "acceptAnyCertificate", true, "verifyHostName", false, "trust.data", trust),
                true,
                Configurations.LOOPBACK);
        assertThat(profile.loose()).containsExactly("acceptAnyCertificate", "verifyHostName");
        assertThat(warnings)
                .containsExactly(
                        TLS + ": trust.data has no effect with acceptAnyCertificate=true",
                        TLS + ": acceptAnyCertificate=true: any server is taken for the right one; trust its"
                                + " certificate by trust.path or pins instead");
    }

    @Test
    void acceptAny_withPins_passesOnlyThose() throws Exception {
        String pin = Pins.of(server.chain()).get(0);
        assertPasses(server, "acceptAnyCertificate", true, "pins", pin);
        String refused = failure(authority.server(), "acceptAnyCertificate", true, "pins", pin);
        assertThat(refused).contains("has no pinned key");
        // whatever an impostor sends besides
        ClientKey impostor = other.server();
        List<X509Certificate> chain = new ArrayList<>(impostor.chain());
        chain.add(server.chain().get(0));
        assertThat(failure(new ClientKey(impostor.key(), chain), "acceptAnyCertificate", true, "pins", pin))
                .contains("has no pinned key");
    }

    @ParameterizedTest
    @CsvSource({"acceptAnyCertificate,true", "verifyHostName,false"})
    void loose_forbidden_isRefused(String key, String value) {
        assertThat(refusal(() -> TlsProfiles.from(values(TLS, key, value), false, Configurations.LOOPBACK)))
                .isEqualTo(TLS + ": " + key + "=\"" + value + "\""
                        + " is forbidden by the framework property audithook.security.allowLoose=false");
    }

    @Test
    void pins_ofTheServerOrItsAuthority_pass() throws Exception {
        List<String> pins = Pins.of(server.chain());
        assertPasses(server, "trust.data", trust, "pins", pins.get(0));
        assertPasses(server, "trust.data", trust, "pins", new String[] {"sha256/" + "A".repeat(43) + "=", pins.get(1)});
    }

    /** One hash in 64 begins with a slash, and curl writes one more before it. */
    @Test
    void pins_inEverySpelling_pass() throws Exception {
        ClientKey slashed = server;
        while (!Pins.of(slashed.chain()).get(0).startsWith("sha256//")) {
            slashed = authority.server();
        }
        for (ClientKey one : List.of(server, slashed)) {
            String hash = Pins.of(one.chain()).get(0).substring("sha256/".length());
            for (String prefix : List.of("", "sha256/", "sha256//", "sha256:", "pin-sha256:")) {
                assertPasses(one, "trust.data", trust, "pins", prefix + hash);
                assertPasses(one, "trust.data", trust, "pins", prefix + hash.replace("=", ""));
            }
        }
    }

    @Test
    void pins_ofOthers_areRefusedWithTheRightOnes() throws Exception {
        String message = failure(server, "trust.data", trust, "pins", Pins.of(List.of(other.certificate())));
        assertThat(message)
                .isEqualTo(TLS + ": certificate 'CN=localhost' has no pinned key: if it is the right one, add one of "
                        + Pins.of(server.chain()) + " to pins");
    }

    @Test
    void pins_ofACertificateThatIsSentBesides_areRefused() throws Exception {
        List<X509Certificate> chain = new ArrayList<>(server.chain());
        chain.add(other.certificate());
        ClientKey padded = new ClientKey(server.key(), chain);
        assertThat(failure(padded, "trust.data", trust, "pins", Pins.of(List.of(other.certificate()))))
                .contains("has no pinned key");
        assertPasses(padded, "trust.data", trust, "pins", Pins.of(List.of(authority.certificate())));
    }

    @Test
    void pins_ofAServerThatIsTrustedItself_pass() throws Exception {
        String own = Material.pem(server.chain().get(0));
        assertPasses(server, "trust.data", own, "pins", Pins.of(server.chain().subList(0, 1)));
        assertThat(failure(server, "trust.data", own, "pins", Pins.of(List.of(authority.certificate()))))
                .contains("has no pinned key");
    }

    @Test
    void pins_thatAreNone_areRefused() {
        assertThat(tlsRefusal("pins", "sha256/AAAA"))
                .isEqualTo(TLS
                        + ": pins=\"sha256/AAAA\" must be sha256/ and the base64 of a SHA-256 hash of a public key");
        assertThat(tlsRefusal("pin", "x")).isEqualTo(TLS + ": pin is not known; did you mean pins?");
    }

    @Test
    void revocation_byAList_refusesWhatIsOnIt() throws Exception {
        ClientKey revoked = authority.server();
        Path list = list("ca.crl", authority.revoking(revoked.chain().get(0)));
        Object[] hard = {"trust.data", trust, "revocation", "hard", "revocation.lists", list, "revocation.ocsp", false};
        assertPasses(server, hard);
        assertThat(failure(revoked, hard))
                .startsWith(
                        TLS + ": certificate 'CN=localhost' was revoked: the server needs a new one, no setting here"
                                + " lets it pass but revocation=off (");
        assertThat(failure(revoked, replaced(hard, "hard", "soft"))).contains("was revoked");
        assertPasses(revoked, replaced(hard, "hard", "off"));
    }

    @Test
    void revocation_byAListInDer_refusesWhatIsOnIt() throws Exception {
        ClientKey revoked = authority.server();
        Path list = Files.write(
                dir.resolve("der.crl"),
                authority.revoking(revoked.chain().get(0)).getEncoded());
        assertThat(failure(revoked, "trust.data", trust, "revocation", "hard", "revocation.lists", list))
                .contains("was revoked");
    }

    @Test
    void revocation_unknown_isRefusedHardAndPassesSoftWithOneWarning() throws Exception {
        Path list = list("other.crl", other.revoking());
        Object[] hard = {"trust.data", trust, "revocation", "hard", "revocation.lists", list, "revocation.ocsp", false};
        assertThat(failure(server, hard))
                .startsWith(TLS + ": whether certificate 'CN=localhost' was revoked cannot be found out: set"
                        + " revocation.lists or revocation.responder, or revocation=soft to let it pass (");
        List<String> warnings = new ArrayList<>();
        TlsProfile soft =
                TlsProfiles.from(values(warnings, TLS, replaced(hard, "hard", "soft")), true, Configurations.LOOPBACK);
        try (TlsServer tls = TlsServer.start(server)) {
            assertThat(tls.call(soft).value()).isEqualTo(100);
            soft.context().getClientSessionContext().setSessionTimeout(1);
            assertThat(tls.call(soft).value()).isEqualTo(100);
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("cannot be found out: it passes with revocation=soft (");
    }

    @Test
    void revocation_softWithAnUnknownIntermediate_stillRefusesTheRevokedServer() throws Exception {
        Authority between = authority.below("Issuer");
        ClientKey revoked = between.server();
        Path list = list("between.crl", between.revoking(revoked.chain().get(0)));
        Object[] soft = {"trust.data", trust, "revocation", "soft", "revocation.lists", list, "revocation.ocsp", false};
        assertThat(failure(revoked, soft)).contains("certificate 'CN=localhost' was revoked");
        assertPasses(between.server(), soft);
        assertPasses(between.server(), replaced(soft, "soft", "hard", "revocation.endEntityOnly", "true"));
    }

    @Test
    void revocation_byOcsp_refusesWhatTheResponderKnowsAsRevoked() throws Exception {
        assumeTrue(ServerProcess.find("openssl").isPresent(), "openssl is not installed");
        ClientKey revoked = authority.server();
        try (OcspResponder responder = OcspResponder.start(
                dir, authority, server.chain().get(0), revoked.chain().get(0))) {
            Object[] hard = {"trust.data", trust, "revocation", "hard", "revocation.responder", responder.url()};
            assertPasses(server, hard);
            assertThat(failure(revoked, hard)).contains("certificate 'CN=localhost' was revoked");
            assertThat(failure(revoked, replaced(hard, "hard", "soft"))).contains("was revoked");
            // of one it has never heard
            assertThat(failure(authority.server(), hard)).contains("cannot be found out");
        }
    }

    @Test
    void revocation_responderDown_isRefusedHardAndPassesSoft() throws Exception {
        String url;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "http://localhost:" + closed.getLocalPort() + "/";
        }
        Object[] hard = {"trust.data", trust, "revocation", "hard", "revocation.responder", url};
        assertThat(failure(server, hard))
                .startsWith(TLS + ": whether certificate 'CN=localhost' was revoked cannot be found out: set"
                        + " revocation.lists or revocation.responder, or revocation=soft to let it pass"
                        + " (revocation.responder=" + url + ": cannot be connected at ");
        assertPasses(server, replaced(hard, "hard", "soft"));
    }

    @Test
    void revocation_wrongSettings_areRefused() throws Exception {
        assertThat(tlsRefusal("revocation", "perhaps"))
                .isEqualTo(TLS + ": revocation=\"perhaps\" must be off, soft or hard");
        assertThat(tlsRefusal("revocation", "hard", "revocation.ocsp", false, "revocation.distributionPoints", false))
                .isEqualTo(
                        TLS + ": revocation=\"hard\" must have revocation.lists, OCSP or distribution points to go by");
        assertThat(tlsRefusal("revocation", "hard", "revocation.lists", "ldap://x/ca.crl"))
                .isEqualTo(TLS + ": revocation.lists=\"ldap://x/ca.crl\" must be an http or https URL");
        assertThat(tlsRefusal("revocation", "hard", "revocation.responder", "ldap://x/"))
                .isEqualTo(TLS + ": revocation.responder=\"ldap://x/\" must be an http or https URL");
        for (String timeout : List.of("99 ms", "60001 ms")) {
            assertThat(tlsRefusal("revocation", "hard", "revocation.timeout", timeout))
                    .isEqualTo(TLS + ": revocation.timeout=\"" + timeout + "\" must be from 100 ms to 60 s");
        }
        assertThat(tlsRefusal("revocation", "hard", "acceptAnyCertificate", true))
                .isEqualTo(TLS + ": acceptAnyCertificate=\"true\" must be false with revocation=hard");
        assertThat(tlsRefusal("revocation.list", "x"))
                .isEqualTo(TLS + ": revocation.list is not known; did you mean revocation.lists?");
        Path empty = Files.writeString(dir.resolve("empty.crl"), "nothing");
        assertThat(tlsRefusal("revocation", "hard", "revocation.lists", empty))
                .startsWith(TLS + ": revocation.lists=" + empty + " ");
        assertThat(tlsRefusal("revocation", "hard", "revocation.lists", dir.resolve("no.crl")))
                .isEqualTo(TLS + ": revocation.lists=" + dir.resolve("no.crl") + " does not exist");
    }

    @Test
    void algorithms_known_areUsed() throws Exception {
        assertPasses(server, "trust.data", trust, "trustManager.algorithm", "PKIX", "keyManager.algorithm", "SunX509");
        assertThat(tlsRefusal("trustManager.algorithm", "x"))
                .startsWith(TLS + ": trustManager.algorithm=\"x\" must be one of [");
    }

    private static Object[] replaced(Object[] settings, String from, String to, Object... more) {
        List<Object> replaced = new ArrayList<>(Arrays.asList(settings));
        replaced.replaceAll(value -> value.equals(from) ? to : value);
        replaced.addAll(List.of(more));
        return replaced.toArray();
    }

    private Path list(String name, X509CRL list) throws Exception {
        return Files.writeString(dir.resolve(name), Material.block("X509 CRL", list.getEncoded()));
    }

    private static void assertPasses(ClientKey key, Object... settings) throws Exception {
        try (TlsServer tls = TlsServer.start(key)) {
            assertThat(tls.call(tls(settings)).value()).isEqualTo(100);
        }
    }

    private static String failure(ClientKey key, Object... settings) throws Exception {
        try (TlsServer tls = TlsServer.start(key)) {
            return handshakeFailure(() -> tls.call(tls(settings)));
        }
    }
}
