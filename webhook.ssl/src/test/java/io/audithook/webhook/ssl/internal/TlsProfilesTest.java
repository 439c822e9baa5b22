/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static io.audithook.webhook.ssl.internal.Configurations.tls;
import static io.audithook.webhook.ssl.internal.Configurations.tlsRefusal;
import static io.audithook.webhook.ssl.internal.Configurations.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.api.TlsProfile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsProfilesTest {

    private static Authority authority;
    private static ClientKey client;

    @TempDir
    private Path dir;

    @BeforeAll
    static void certificates() throws Exception {
        authority = Authority.root("Audithook test authority");
        client = authority.client("client", "RSA");
    }

    @Test
    void profile_withoutSettings_isThatOfTheJvm() {
        TlsProfile profile = tls();
        assertThat(profile.name()).isEqualTo("corp");
        assertThat(profile.asksOthers()).isFalse();
        assertThat(profile.verifyHostName()).isTrue();
        assertThat(profile.protocols()).isEmpty();
        assertThat(profile.cipherSuites()).isEmpty();
        assertThat(profile.context().getProtocol()).isEqualTo("TLS");
    }

    @Test
    void profile_ofABlankForm_isThatOfTheJvm() {
        TlsProfile profile = tls(
                "tls.name",
                "",
                "base.dir",
                "",
                "trust.type",
                "",
                "trust.path",
                "",
                "trust.password",
                "",
                "trust.data",
                "",
                "key.type",
                "",
                "key.path",
                "",
                "key.password",
                "",
                "key.data",
                "",
                "protocols",
                new String[0],
                "cipherSuites",
                "",
                "includeSystem",
                false,
                "verifyHostName",
                true);
        assertThat(profile.name()).isEqualTo("corp");
    }

    @Test
    void defaultProfile_always_verifiesHostNames() {
        TlsProfile profile = new DefaultTlsComponent();
        assertThat(profile.name()).isEqualTo("default");
        assertThat(profile.verifyHostName()).isTrue();
        assertThat(profile.protocols()).isEmpty();
        assertThat(profile.cipherSuites()).isEmpty();
        assertThat(profile.context()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"trust,JKS", "trust,PKCS12", "trust,PEM", "key,JKS", "key,PKCS12", "key,PEM"})
    void store_missing_isRefusedWithItsPath(String family, String type) {
        Path file = dir.resolve("missing");
        assertThat(tlsRefusal(family + ".type", type, family + ".path", file, family + ".password", Material.PASSWORD))
                .isEqualTo(TLS + ": " + family + ".path=" + file + " does not exist");
    }

    @Test
    void store_relativeAndMissing_isRefusedWithItsAbsolutePath() {
        assertThat(tlsRefusal("trust.path", "no/such/file"))
                .isEqualTo(TLS + ": trust.path=" + Path.of("no/such/file").toAbsolutePath() + " does not exist");
        assertThat(tlsRefusal("trust.path", "../such", "base.dir", dir.resolve("no")))
                .isEqualTo(TLS + ": trust.path=" + dir.resolve("such") + " does not exist");
    }

    @Test
    void store_directoryOrEmptyFile_isRefused() throws Exception {
        assertThat(tlsRefusal("trust.path", dir)).isEqualTo(TLS + ": trust.path=" + dir + " must be a file");
        Path file = Files.createFile(dir.resolve("empty"));
        assertThat(tlsRefusal("key.3.path", file)).isEqualTo(TLS + ": key.3.path=" + file + " is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JKS", "PKCS12"})
    void store_wrongPassword_isRefused(String type) throws Exception {
        Path file = Material.trustStore(dir.resolve("store"), type, authority.certificate());
        assertThat(tlsRefusal("trust.2.type", type, "trust.2.path", file, "trust.2.password", "wrong"))
                .isEqualTo(TLS + ": trust.2.path=" + file
                        + " cannot be opened: trust.2.password is wrong, or the file was damaged");
    }

    @Test
    void store_ofAnotherFormat_isRefusedWithAHint() throws Exception {
        Path pem = Files.writeString(dir.resolve("ca"), Material.pem(authority.certificate()));
        assertThat(tlsRefusal("trust.type", "JKS", "trust.path", pem, "trust.password", Material.PASSWORD))
                .startsWith(TLS + ": trust.path=" + pem
                        + " is no readable JKS store (it looks like PEM: set trust.type=PEM): ");
        Path jks = Material.trustStore(dir.resolve("store.jks"), "JKS", authority.certificate());
        assertThat(tlsRefusal("trust.type", "PEM", "trust.path", jks))
                .isEqualTo(TLS + ": trust.path=" + jks + " holds no certificate, nor any other PEM block");
    }

    @Test
    void store_withoutCertificate_isRefused() throws Exception {
        Path empty = Material.trustStore(dir.resolve("empty.jks"), "JKS");
        assertThat(tlsRefusal("trust.type", "JKS", "trust.path", empty, "trust.password", Material.PASSWORD))
                .isEqualTo(TLS + ": trust.path=" + empty + " holds no certificate");
        Path locked = Material.trustStore(dir.resolve("locked.p12"), "PKCS12", authority.certificate());
        assertThat(tlsRefusal("trust.type", "PKCS12", "trust.path", locked))
                .isEqualTo(TLS + ": trust.path=" + locked
                        + " holds no certificate that is readable without trust.password");
        assertThat(tlsRefusal("trust.data", Material.pem(client.key())))
                .isEqualTo(TLS + ": trust.data holds no certificate, only [PRIVATE KEY]");
    }

    @Test
    void store_withoutKey_isRefused() throws Exception {
        Path file = Material.trustStore(dir.resolve("ca.p12"), "PKCS12", authority.certificate());
        assertThat(tlsRefusal("key.type", "PKCS12", "key.path", file, "key.password", Material.PASSWORD))
                .isEqualTo(TLS + ": key.path=" + file + " holds no private key");
        assertThat(tlsRefusal("key.data", Material.pem(authority.certificate())))
                .isEqualTo(TLS + ": key.data holds no private key, only [CERTIFICATE]");
    }

    @Test
    void store_keyOfAnotherPassword_isRefused() throws Exception {
        Path file = Material.keyStore(dir.resolve("client.jks"), "JKS", "another", client);
        assertThat(tlsRefusal("key.type", "JKS", "key.path", file, "key.password", Material.PASSWORD))
                .isEqualTo(TLS + ": key.path=" + file + " holds the key 'mine' that key.password does not open");
    }

    @Test
    void store_typeUnknown_isRefused() {
        assertThat(tlsRefusal("trust.type", "zip", "trust.path", "x"))
                .startsWith(TLS + ": trust.type=\"zip\" must be PEM or one of [")
                .contains("JKS", "PKCS12");
    }

    @Test
    void store_withNeitherPathNorData_isRefused() {
        assertThat(tlsRefusal("trust.type", "JKS")).isEqualTo(TLS + ": trust.path must be set, or trust.data");
        assertThat(tlsRefusal("key.4.password", Material.PASSWORD))
                .isEqualTo(TLS + ": key.4.path must be set, or key.4.data");
    }

    @Test
    void store_dataThatIsNotPem_isRefused() throws Exception {
        assertThat(tlsRefusal("trust.type", "JKS", "trust.data", Material.pem(authority.certificate())))
                .isEqualTo(TLS + ": trust.type=\"JKS\" must be PEM for trust.data");
    }

    @Test
    void store_pathBesideData_takesThePathAndWarns() throws Exception {
        Path file = Files.writeString(dir.resolve("ca.pem"), Material.pem(authority.certificate()));
        List<String> warnings = new ArrayList<>();
        TlsProfiles.from(
                values(warnings, TLS, "trust.type", "PEM", "trust.path", file, "trust.data", "no certificate at all"),
                true,
                Configurations.LOOPBACK);
        assertThat(warnings).containsExactly(TLS + ": trust.data has no effect beside trust.path");
    }

    @Test
    void pem_cutOffOrDamaged_isRefused() throws Exception {
        String pem = Material.pem(authority.certificate());
        String half = pem + pem.substring(0, pem.length() / 2);
        assertThat(tlsRefusal("trust.data", half))
                .isEqualTo(TLS + ": trust.data is cut off: it has a BEGIN without its END");
        assertThat(tlsRefusal("trust.data", Material.block("CERTIFICATE", new byte[] {1, 2, 3})))
                .startsWith(TLS + ": trust.data holds a damaged CERTIFICATE: ");
        assertThat(tlsRefusal("trust.data", "-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----"))
                .isEqualTo(TLS + ": trust.data holds a damaged CERTIFICATE: it is not base64");
    }

    @Test
    void pemKey_ofAnotherForm_isRefusedByName() throws Exception {
        assertThat(tlsRefusal("key.data", Material.block("DSA PRIVATE KEY", new byte[] {1})))
                .isEqualTo(TLS + ": key.data holds DSA PRIVATE KEY, must hold one of [PRIVATE KEY, ENCRYPTED PRIVATE"
                        + " KEY, RSA PRIVATE KEY, EC PRIVATE KEY] (openssl pkcs8 -topk8 -v2 aes-256-cbc converts it)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void pemKey_traditionalAndEncrypted_needsItsPassword(String algorithm) throws Exception {
        ClientKey key = authority.client("client", algorithm);
        String encrypted = Material.traditionalPem(key.key(), "AES-256-CBC", Material.PASSWORD);
        String pem = encrypted + Material.pem(key.chain().get(0));
        String label = algorithm + " PRIVATE KEY";
        assertThat(tlsRefusal("key.data", pem))
                .isEqualTo(TLS + ": key.data holds an encrypted " + label + ", so a password must be set");
        for (int i = 0; i < 300; i++) {
            // some wrong passwords leave a right padding
            assertThat(tlsRefusal("key.data", pem, "key.password", "wrong" + i))
                    .isEqualTo(TLS + ": key.data holds an encrypted " + label + " that the password does not open");
        }
        assertThat(tlsRefusal("key.data", pem.replace("AES-256-CBC", "RC2-40-CBC"), "key.password", Material.PASSWORD))
                .isEqualTo(TLS + ": key.data holds a " + label + " encrypted by another cipher than [AES-128-CBC,"
                        + " AES-192-CBC, AES-256-CBC, DES-EDE3-CBC]");
    }

    @Test
    void pemKey_ofEcWithoutACurve_isRefused() {
        byte[] key = Der.encode(
                Der.SEQUENCE, Der.encode(Der.INTEGER, new byte[] {1}), Der.encode(Der.OCTET_STRING, new byte[32]));
        assertThat(tlsRefusal("key.data", Material.block("EC PRIVATE KEY", key)))
                .isEqualTo(TLS + ": key.data holds an EC PRIVATE KEY that does not name its curve");
        assertThat(tlsRefusal(
                        "key.data", Material.block("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1})))
                .isEqualTo(TLS + ": key.data holds a damaged private key");
    }

    @Test
    void pemKey_encrypted_needsItsPassword() throws Exception {
        String pem = Material.encryptedPem(client.key(), Material.PASSWORD) + Material.pem(authority.certificate());
        assertThat(tlsRefusal("key.data", pem))
                .isEqualTo(TLS + ": key.data holds an ENCRYPTED PRIVATE KEY, so a password must be set");
        assertThat(tlsRefusal("key.data", pem, "key.password", "wrong"))
                .isEqualTo(TLS + ": key.data holds an ENCRYPTED PRIVATE KEY that the password does not open");
        assertThat(tlsRefusal("key.data", Material.block("ENCRYPTED PRIVATE KEY", new byte[] {9}), "key.password", "x"))
                .startsWith(TLS + ": key.data holds an ENCRYPTED PRIVATE KEY that this JVM cannot decrypt (openssl ");
    }

    @Test
    void pemKey_damagedOrTwice_isRefused() throws Exception {
        String certificate = Material.pem(client.chain().get(0));
        assertThat(tlsRefusal("key.data", certificate + Material.block("PRIVATE KEY", new byte[] {1, 2, 3})))
                .isEqualTo(TLS + ": key.data holds a private key that is damaged or none of [RSA, EC, EdDSA]");
        assertThat(tlsRefusal("key.data", certificate + Material.pem(client.key()) + Material.pem(client.key())))
                .isEqualTo(TLS + ": key.data must hold one private key, not 2");
    }

    @Test
    void pemKey_withoutItsCertificate_isRefused() throws Exception {
        ClientKey sibling = authority.client("sibling", "RSA");
        assertThat(tlsRefusal(
                        "key.data",
                        Material.pem(client.key())
                                + Material.pem(sibling.chain().get(0))))
                .isEqualTo(TLS + ": key.data holds no certificate that fits its private key, only [CN=sibling]");
        assertThat(tlsRefusal("key.data", Material.pem(client.key())))
                .isEqualTo(TLS + ": key.data holds no certificate, only [PRIVATE KEY]");
    }

    @Test
    void material_anyDamage_isRefusedWithItsPath() throws Exception {
        Random random = new Random(4711);
        for (String type : List.of("JKS", "PKCS12", "PEM")) {
            Path file = dir.resolve("client." + type);
            byte[] whole = type.equals("PEM")
                    ? Material.pem(client).getBytes(StandardCharsets.US_ASCII)
                    : Files.readAllBytes(Material.keyStore(file, type, Material.PASSWORD, client));
            for (int i = 0; i < 40; i++) {
                // all cuts that leave out more than the line end of a PEM file
                Files.write(file, Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 2)));
                assertThat(tlsRefusal("key.type", type, "key.path", file, "key.password", Material.PASSWORD))
                        .startsWith(TLS + ": key.path=" + file + " ");
            }
        }
    }

    @Test
    void protocols_unknown_areRefusedWithThoseThatAreSupported() {
        assertThat(tlsRefusal("protocols", "TLSv1.3, TLS1.2"))
                .startsWith(TLS + ": protocols=\"TLS1.2\" must be of [TLSv1.3, TLSv1.2");
    }

    @Test
    void protocols_weak_warn() {
        List<String> warnings = new ArrayList<>();
        TlsProfile profile = TlsProfiles.from(
                values(warnings, TLS, "protocols", List.of("TLSv1.2", "TLSv1.1")), true, Configurations.LOOPBACK);
        assertThat(profile.protocols()).containsExactly("TLSv1.2", "TLSv1.1");
        assertThat(warnings).containsExactly(TLS + ": protocols=TLSv1.1 is weak, and most JVMs disable it");
    }

    @Test
    void cipherSuites_unknown_areDroppedWithAWarning() {
        List<String> warnings = new ArrayList<>();
        TlsProfile profile = TlsProfiles.from(
                values(warnings, TLS, "cipherSuites", "TLS_NO_SUCH,TLS_AES_256_GCM_SHA384"),
                true,
                Configurations.LOOPBACK);
        assertThat(profile.cipherSuites()).containsExactly("TLS_AES_256_GCM_SHA384");
        assertThat(warnings)
                .containsExactly(TLS + ": cipherSuites=TLS_NO_SUCH is not known to this JVM and has no effect");
    }

    @Test
    void cipherSuites_allUnknown_areRefused() {
        assertThat(tlsRefusal("cipherSuites", "TLS_NO_SUCH"))
                .startsWith(TLS + ": cipherSuites=\"[TLS_NO_SUCH]\" must name at least one of [")
                .contains("TLS_AES_256_GCM_SHA384");
    }

    @Test
    void verifyHostName_off_warns() {
        List<String> warnings = new ArrayList<>();
        TlsProfiles.from(values(warnings, TLS, "verifyHostName", false), true, Configurations.LOOPBACK);
        assertThat(warnings)
                .containsExactly(TLS + ": verifyHostName=false: any host with a trusted certificate is taken for the"
                        + " one that is called");
        assertThat(tlsRefusal("verifyHostName", "maybe"))
                .isEqualTo(TLS + ": verifyHostName=\"maybe\" must be true or false");
    }

    @Test
    void keys_ofOthers_arePassed_andUnknownOnesAreRefused() {
        List<String> warnings = new ArrayList<>();
        TlsProfiles.from(
                values(
                        warnings,
                        TLS,
                        "includeSystem",
                        true,
                        "felix.fileinstall.filename",
                        "x",
                        ".private",
                        1,
                        "audithook.source",
                        "y",
                        "component.id",
                        4L,
                        "service.factoryPid",
                        "z"),
                true,
                Configurations.LOOPBACK);
        assertThat(warnings).isEmpty();
        assertThat(tlsRefusal("colour", "red")).isEqualTo(TLS + ": colour is not known");
    }

    @ParameterizedTest
    @CsvSource({
        "trust.pth,trust.path",
        "trust.1.path,trust.path",
        "trust.3.pasword,trust.3.password",
        "key.dat,key.data",
        "key.2.typ,key.2.type",
        "verifyHostNane,verifyHostName"
    })
    void keys_unknownOfAStore_areRefused(String key, String meant) {
        assertThat(tlsRefusal(key, "x")).isEqualTo(TLS + ": " + key + " is not known; did you mean " + meant + "?");
    }

    @Test
    void trust_ofTheJvm_isAddedToThatOfTheStores() throws Exception {
        StoreSettings store = StoreSettings.from(
                values(TLS, "trust.data", Material.pem(authority.certificate(), authority.certificate())), "trust");
        assertThat(TrustMaterial.read(List.of(store))).containsExactly(authority.certificate());
        assertThat(TrustMaterial.ofTheJvm()).doesNotContain(authority.certificate());
    }

    @Test
    void settings_asText_holdNoSecret() throws Exception {
        String text = TlsSettings.from(values(
                        TLS,
                        "key.data",
                        Material.pem(client),
                        "key.password",
                        Material.PASSWORD,
                        "trust.path",
                        "ca.jks"))
                .toString();
        assertThat(text)
                .contains("corp", "trust.path=", "key.data")
                .doesNotContain(Material.PASSWORD)
                .doesNotContain("BEGIN");
        assertThat(client.toString()).isEqualTo("ClientKey[CN=client]");
        assertThat(new Pem.Block("PRIVATE KEY", Material.PASSWORD).toString()).isEqualTo("Block[PRIVATE KEY]");
    }
}
