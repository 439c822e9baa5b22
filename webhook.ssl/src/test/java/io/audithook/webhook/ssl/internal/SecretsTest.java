/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.PROXY;
import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static io.audithook.webhook.ssl.internal.Configurations.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.settings.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants a random text as every secret and looks for it in whatever is said. */
class SecretsTest {

    private static final String MARKER = "Q" + UUID.randomUUID().toString().replace("-", "");

    private static Authority authority;
    private static ClientKey client;

    @TempDir
    private Path dir;

    private final StringBuilder said = new StringBuilder();
    private int refused;
    private int accepted;

    @BeforeAll
    static void certificates() throws Exception {
        authority = Authority.root("Audithook test authority");
        client = authority.client("client", "RSA");
    }

    @Test
    void tls_whateverIsWrong_saysNoSecret() throws Exception {
        Path missing = dir.resolve("missing");
        Path jks = Material.keyStore(dir.resolve("client.jks"), "JKS", "another", client);
        Path p12 = Material.keyStore(dir.resolve("client.p12"), "PKCS12", Material.PASSWORD, client);
        Path damaged = Files.write(dir.resolve("damaged"), new byte[] {1, 2, 3});
        String certificate = Material.pem(client.chain().get(0));
        List<String> keys = List.of(
                Material.encryptedPem(client.key(), "another") + certificate,
                Material.traditionalPem(client.key(), "AES-256-CBC", "another") + certificate,
                Material.pem(authority.client("stranger", "RSA").key()) + certificate,
                Material.block("PRIVATE KEY", MARKER.getBytes(StandardCharsets.US_ASCII)) + certificate,
                "-----BEGIN PRIVATE KEY-----\n" + MARKER + "*\n-----END PRIVATE KEY-----\n" + certificate,
                "-----BEGIN PRIVATE KEY-----\n" + MARKER,
                "-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: " + MARKER + "\n\n" + MARKER
                        + "\n-----END RSA PRIVATE KEY-----\n" + certificate,
                MARKER);
        for (String key : keys) {
            tls("key.data", key, "key.password", MARKER);
            tls("key.data", key, "key.keyPassword", MARKER);
            tls("key.data", key, "key.type", "JKS", "key.password", MARKER);
            tls("trust.data", key + MARKER, "trust.password", MARKER);
        }
        for (Path file : List.of(missing, jks, p12, damaged, dir)) {
            for (String type : List.of("JKS", "PKCS12", "PEM", "zip")) {
                tls("key.path", file, "key.type", type, "key.password", MARKER);
                tls("key.path", file, "key.type", type, "key.password", Material.PASSWORD, "key.keyPassword", MARKER);
                tls("trust.path", file, "trust.type", type, "trust.password", MARKER);
                tls("trust.path", file, "trust.type", type, "trust.data", MARKER, "trust.password", MARKER);
            }
        }
        tls("key.password", MARKER);
        tls("key.password", new String[] {MARKER, MARKER}, "key.path", jks);
        tls("key.password", "$[secret:" + MARKER + "]", "key.path", jks);
        tls("key.pasword", MARKER, "key.path", jks);
        tls("keyPassword", MARKER);
        tls("trust.data", authority.certificate().toString() + MARKER, "key.password", MARKER);
        tls("trust.data", Material.pem(authority.certificate()), "trust.password", MARKER);
        assertThat(said.toString()).isNotEmpty().doesNotContain(MARKER);
        assertThat(refused).isGreaterThan(80);
        assertThat(accepted).isPositive();
    }

    @Test
    void proxy_whateverIsWrong_saysNoSecret() {
        for (String type : List.of("http", "https", "socks4", "socks5", "ntlm")) {
            proxy("host", "p", "type", type, "user", "u", "password", MARKER);
            proxy("host", "p", "type", type, "password", MARKER);
            proxy("type", type, "user", "u", "password", MARKER);
            proxy("host", "p", "type", type, "user", "u", "password", MARKER + "\n");
            proxy("host", "p", "type", type, "user", "u", "password", MARKER.repeat(10));
            proxy("host", "p", "type", type, "user", "u:", "password", MARKER);
            proxy("host", "p", "type", type, "user", "u", "passwort", MARKER);
            proxy("host", "p", "type", type, "port", "x", "user", "u", "password", MARKER);
        }
        assertThat(said.toString()).isNotEmpty().doesNotContain(MARKER);
        assertThat(refused).isGreaterThan(20);
        assertThat(accepted).isPositive();
    }

    private void tls(Object... keysAndValues) {
        Map<String, Object> map = map(TLS, keysAndValues);
        List<String> warnings = new ArrayList<>();
        attempt(warnings, () -> {
            said.append(TlsSettings.from(new Settings(TLS, map, name -> null, warnings::add)));
            TlsKeeper keeper = new TlsKeeper(
                    heard -> new Settings(TLS, map, name -> null, heard),
                    true,
                    Configurations.LOOPBACK,
                    (owner, profile) -> said.append(profile).append(profile.certificates()),
                    warnings::add,
                    InstantSource.system());
            keeper.start();
            said.append(TlsProfiles.from(
                    new Settings(TLS, map, name -> null, warnings::add), true, Configurations.LOOPBACK));
        });
    }

    private void proxy(Object... keysAndValues) {
        List<String> warnings = new ArrayList<>();
        attempt(
                warnings,
                () -> said.append(ProxySettings.from(
                        new Settings(PROXY, map(PROXY, keysAndValues), name -> null, warnings::add))));
    }

    private void attempt(List<String> warnings, Runnable attempt) {
        try {
            attempt.run();
            accepted++;
        } catch (IllegalArgumentException e) {
            refused++;
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            said.append(trace);
        }
        said.append(warnings);
    }
}
