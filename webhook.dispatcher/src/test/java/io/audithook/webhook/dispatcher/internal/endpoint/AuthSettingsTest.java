/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.dispatcher.internal.auth.TokenSettings;
import io.audithook.webhook.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthSettingsTest {

    private static final String MARKER = "MARKER" + Long.toHexString(System.nanoTime());

    private static EndpointSettings with(Map<String, ?> more) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("url", "http://localhost:5000/webhook");
        configuration.putAll(more);
        return EndpointSettings.from(new Settings(EndpointConfig.PID, configuration));
    }

    private static Map<String, Object> oauth(Object... more) {
        Map<String, Object> configuration = new HashMap<>(Map.of(
                "auth.type",
                "oauth2",
                "auth.tokenUrl",
                "https://login.example.org/token?key=" + MARKER,
                "auth.clientId",
                "me",
                "auth.clientSecret",
                MARKER));
        for (int i = 0; i < more.length; i += 2) {
            configuration.put((String) more[i], more[i + 1]);
        }
        return configuration;
    }

    @ParameterizedTest
    @CsvSource({
        "basic,auth.user;auth.password",
        "bearer,auth.token",
        "header,auth.header;auth.value",
        "oauth2,auth.tokenUrl;auth.clientId;auth.clientSecret",
    })
    void type_alone_namesAllThatIsMissing(String type, String keys) {
        assertThatThrownBy(() -> with(Map.of("auth.type", type)))
                .hasMessage("io.audithook.endpoint: "
                        + Stream.of(keys.split(";"))
                                .map(key -> key + " is required with auth.type=" + type)
                                .collect(Collectors.joining("; ")));
    }

    /** Who mends a configuration wants to do it once. */
    @Test
    void group_withSeveralMistakes_namesAll() {
        assertMessage(
                "auth.user must not be empty, or hold a colon or control characters; auth.password=\"env:NOPE_X\" is not"
                        + " set in the environment",
                Map.of("auth.type", "basic", "auth.user", "a:b", "auth.password", "env:NOPE_X"));
        assertMessage(
                "auth.user is required with auth.type=basic; auth.password=\"env:NOPE_X\" is not set in the environment",
                Map.of("auth.type", "basic", "auth.password", "env:NOPE_X"));
        assertMessage(
                "auth.header=\"X Y\" must be the name of a header: letters, digits and hyphens; auth.value=\"env:NOPE_X\""
                        + " is not set in the environment",
                Map.of("auth.type", "header", "auth.header", "X Y", "auth.value", "env:NOPE_X"));
        assertMessage(
                "auth.scheme=\"a b\" must be one word, such as Bearer; auth.token must be visible ASCII characters",
                Map.of("auth.type", "bearer", "auth.scheme", "a b", "auth.token", "\u00e4"));
        assertMessage(
                "auth.tokenUrl=\"ftp://x/\" must begin with http:// or https://; auth.clientId=\"env:NOPE_X\" is not set in"
                        + " the environment; auth.clientSecret=\"file:/no/such/file\" does not exist",
                oauth(
                        "auth.tokenUrl",
                        "ftp://x/",
                        "auth.clientId",
                        "env:NOPE_X",
                        "auth.clientSecret",
                        "file:/no/such/file"));
        assertMessage(
                "sign.keys: key 1 must be 24 to 64 bytes, found 3; sign.keys=\"file:/no/such/file\" does not exist;"
                        + " sign.keys: key 3 must begin with whsec_ (HMAC-SHA256) or whsk_ (Ed25519); sign.keys: key 4 is"
                        + " there twice; sign.github.secret=\"env:NOPE_X\" is not set in the environment",
                Map.of(
                        "sign.keys",
                        "whsec_AAAA, file:/no/such/file, geheim, geheim",
                        "sign.github.secret",
                        "env:NOPE_X"));
    }

    private static void assertMessage(String message, Map<String, Object> configuration) {
        assertThatThrownBy(() -> with(configuration)).hasMessage("io.audithook.endpoint: " + message);
    }

    @Test
    void oauth_complete_isRead() {
        TokenSettings tokens = with(oauth("auth.scope", "events write", "auth.tokenMethod", "post"))
                .auth()
                .tokens()
                .orElseThrow()
                .settings();
        assertThat(tokens.scope()).isEqualTo("events write");
        assertThat(tokens.method()).isEqualTo(TokenSettings.Method.POST);
        assertThat(tokens.displayUrl()).isEqualTo("https://login.example.org/token");
    }

    @Test
    void oauth_sameInTwoEndpoints_isEqual() {
        assertThat(with(oauth()).auth().tokens().orElseThrow().settings())
                .isEqualTo(with(oauth()).auth().tokens().orElseThrow().settings())
                .isNotEqualTo(with(oauth("auth.scope", "other"))
                        .auth()
                        .tokens()
                        .orElseThrow()
                        .settings());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.tokenUrl|ftp://x/|auth.tokenUrl=\"ftp://x/\" must begin with http:// or https://",
                "auth.tokenMethod|jwt|auth.tokenMethod=\"jwt\" must be basic or post",
                "auth.scope|ä|auth.scope=\"ä\" must be visible ASCII characters",
            })
    void oauth_againstARule_isRefusedByName(String key, String value, String message) {
        assertThatThrownBy(() -> with(oauth(key, value))).hasMessage("io.audithook.endpoint: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Content-Type", "webhook-signature"})
    void header_thatIsOurs_isRefused(String name) {
        assertThatThrownBy(() -> with(Map.of("auth.type", "header", "auth.header", name, "auth.value", MARKER)))
                .hasMessage("io.audithook.endpoint: " + "auth.header=\"" + name
                        + "\" is reserved: it is set by other keys, or by the client");
    }

    /** Every way in which a secret can be wrong: no message and no cause of it may show any of it. */
    @Test
    void secret_inEveryError_isNotShown(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("secret"), MARKER + "\u0001\u00e4");
        for (String bad : List.of(MARKER + "\u0001\u00e4", "$[secret:" + MARKER + "]", "file:" + file)) {
            assertHidden(Map.of("auth.type", "bearer", "auth.token", bad));
            assertHidden(Map.of("auth.type", "header", "auth.header", "X-Api-Key", "auth.value", bad));
            assertHidden(Map.of("auth.type", "basic", "auth.user", "u", "auth.password", bad));
            assertHidden(Map.of("auth.type", "basic", "auth.user", bad, "auth.password", "p"));
            assertHidden(Map.of("sign.keys", bad));
            assertHidden(Map.of("sign.keys", "whsec_" + bad));
            assertHidden(Map.of("sign.keys", List.of("whsk_" + bad, bad)));
            assertHidden(Map.of("headers", "X-A: " + bad + "\u00e4"));
            assertHiddenIfRefused(Map.of("headers", bad));
        }
        Object[] two = {MARKER, MARKER + "2"};
        for (String key : List.of("auth.token", "auth.value", "auth.password", "auth.clientSecret")) {
            Map<String, Object> all = oauth(key, two);
            for (String type : List.of("basic", "bearer", "header", "oauth2")) {
                all.put("auth.type", type);
                all.putIfAbsent("auth.user", "u");
                all.putIfAbsent("auth.header", "X-Api-Key");
                all.putIfAbsent("auth.password", MARKER);
                all.putIfAbsent("auth.value", MARKER);
                all.putIfAbsent("auth.token", MARKER);
                assertHiddenIfRefused(all);
            }
        }
        assertHidden(Map.of("sign.github.secret", "$[secret:" + MARKER + "]"));
        assertHidden(oauth("auth.clientSecret", "$[secret:" + MARKER + "]"));
        for (String url : List.of("ftp://x/?" + MARKER, "http://u:" + MARKER + "@x/", "ftp://" + MARKER + "@x/")) {
            assertHidden(Map.of("url", url));
            assertHidden(oauth("auth.tokenUrl", url));
        }
        assertHidden(Map.of("url", "http://x/?a b" + MARKER));
    }

    @Test
    void settings_asText_showNoSecret() {
        Map<String, Object> all = oauth(
                "url",
                "http://localhost:5000/webhook?token=" + MARKER,
                "headers",
                "X-A: " + MARKER,
                "sign.github.secret",
                MARKER,
                "sign.keys",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        for (String type : List.of("basic", "bearer", "header", "oauth2")) {
            all.put("auth.type", type);
            all.put("auth.user", MARKER);
            all.put("auth.password", MARKER);
            all.put("auth.header", "X-Api-Key");
            all.put("auth.value", MARKER);
            all.put("auth.token", MARKER);
            EndpointSettings settings = with(all);
            String shown = settings + " " + settings.auth() + " " + settings.sign() + " " + settings.displayUrl() + " "
                    + settings.auth().header().map(header -> header.get().toString())
                    + settings.auth()
                            .tokens()
                            .map(tokens -> tokens.credentials().get().toString())
                    + settings.sign().hub().map(hub -> hub.get().toString())
                    + settings.sign().keys().map(keys -> keys.get().toString());
            assertThat(shown).doesNotContain(MARKER).doesNotContain("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        }
    }

    private static void assertHidden(Map<String, ?> configuration) {
        assertThatThrownBy(() -> with(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(AuthSettingsTest::assertHides);
    }

    private static void assertHiddenIfRefused(Map<String, ?> configuration) {
        try {
            with(configuration);
        } catch (IllegalArgumentException e) {
            assertHides(e);
        }
    }

    private static void assertHides(Throwable refusal) {
        assertThat(Throwables.getStackTrace(refusal)).doesNotContain(MARKER);
    }
}
