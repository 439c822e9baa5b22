/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhooksReaderTest {

    /** The two examples of TheHive's documentation, as they are. */
    private static final String MINIMAL = """
            webhooks {
              myLocalWebHook {
                url = "http://my_HTTP_endpoint/webhook"
              }
            }
            """;

    private static final String SECURED = """
            webhooks {
              securedWebHook {
                url = "https://my_HTTP_endpoint/webhook"
                ws {
                  ssl.trustManager {
                    stores = [
                      {
                        type: "JKS" // JKS or PEM
                        path: "keystore.jks"
                        password: "password1"
                      }
                    ]
                  }
                  proxy {
                    host: "10.1.0.1"
                    port: 3128
                  }
                }
              }
            }
            """;

    @TempDir
    Path folder;

    private final Problems problems = new Problems();

    private List<Desired> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("a.conf"), text);
        return new HoconFile(file)
                .read(problems, new HashSet<>())
                .map(config -> new WebhooksReader(folder, problems).read(config))
                .orElse(List.of());
    }

    private Map<String, Object> endpoint(String text) throws IOException {
        List<Desired> desired = read(text);
        assertThat(problems.errors()).isEmpty();
        return desired.get(desired.size() - 1).properties();
    }

    @Test
    void example_minimal_isAnEndpoint() throws IOException {
        assertThat(read(MINIMAL))
                .containsExactly(new Desired(
                        Desired.ENDPOINT, "myLocalWebHook", Map.of("url", "http://my_HTTP_endpoint/webhook")));
        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).isEmpty();
    }

    @Test
    void example_secured_isAnEndpointWithProfiles() throws IOException {
        assertThat(read(SECURED))
                .containsExactly(
                        new Desired(
                                Desired.TLS,
                                "securedWebHook",
                                Map.of(
                                        "trust.type",
                                        "JKS",
                                        "trust.path",
                                        folder.resolve("keystore.jks").toString(),
                                        "trust.password",
                                        "password1")),
                        new Desired(Desired.PROXY, "securedWebHook", Map.of("host", "10.1.0.1", "port", "3128")),
                        new Desired(
                                Desired.ENDPOINT,
                                "securedWebHook",
                                Map.of(
                                        "url",
                                        "https://my_HTTP_endpoint/webhook",
                                        "tls.target",
                                        "(tls.name=securedWebHook)",
                                        "proxy.target",
                                        "(proxy.name=securedWebHook)")));
        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).isEmpty();
    }

    @Test
    void ws_onSeveralLevels_isMergedTheNearestWinning() throws IOException {
        assertThat(endpoint("""
                        play.ws.timeout { connection = 1 s, idle = 1 s, request = 1 s }
                        ws.timeout { idle = 2 s, request = 2 s, useragent = x }
                        ws.useragent = file
                        webhooks { ws.timeout.request = 3 s, a { url = "http://a/", ws.useragent = own } }
                        """))
                .containsEntry("timeout.connect", "1000 ms")
                .containsEntry("timeout.idle", "2000 ms")
                .containsEntry("timeout.request", "3000 ms")
                .containsEntry("userAgent", "own");
    }

    @Test
    void ownKeys_dottedOrNested_areTaken() throws IOException {
        assertThat(endpoint("""
                        webhooks.a {
                          url = "http://a/", retry { initial = 5, multiplier = 1.5, max = 2 hr }, ordering = strict
                          "retry.giveUpAfter" = 3 days, filters.cardinality.minimum = 1, enabled = false
                        }
                        """))
                .containsEntry("retry.initial", "5 ms")
                .containsEntry("retry.multiplier", "1.5")
                .containsEntry("retry.max", "7200000 ms")
                .containsEntry("retry.giveUpAfter", "259200000 ms")
                .containsEntry("ordering", "strict")
                .containsEntry("filters.cardinality.minimum", "1")
                .containsEntry("enabled", "false");
    }

    @Test
    void token_withAndWithoutName_isBearerAuthentication() throws IOException {
        assertThat(endpoint("webhooks.a { url = \"http://a/\", token = t, tokenName = T }"))
                .containsEntry("auth.type", "bearer")
                .containsEntry("auth.scheme", "T")
                .containsEntry("auth.token", "t");
        assertThat(endpoint("webhooks.a { url = \"http://a/\", token = t }")).containsEntry("auth.scheme", "Bearer");
    }

    @Test
    void cert_deprecated_isTrustedWithAWarning() throws IOException {
        List<Desired> desired = read("webhooks.a { url = \"https://a/\", cert = ca.pem }");
        assertThat(desired.get(0).properties())
                .containsEntry("trust.type", "PEM")
                .containsEntry("trust.path", folder.resolve("ca.pem").toString());
        assertThat(problems.warnings())
                .containsExactly(
                        folder.resolve("a.conf")
                                + ": 1: webhooks.a.cert: is deprecated; use ws.ssl.trustManager.stores = [ { type: PEM, path: \"ca.pem\" } ]");
    }

    @Test
    void stores_several_areNumbered() throws IOException {
        List<Desired> desired = read("""
                webhooks.a { url = "https://a/", ws.ssl {
                  trustManager.stores = [ { type: JKS, path: a }, { type: PEM, data: x } ]
                  keyManager.stores = [ { path: /k, password: p } ]
                } }
                """);
        assertThat(desired.get(0).properties())
                .containsEntry("trust.type", "JKS")
                .containsEntry("trust.2.type", "PEM")
                .containsEntry("trust.2.data", "x")
                .containsEntry("key.type", "PKCS12")
                .containsEntry("key.path", "/k")
                .containsEntry("key.password", "p");
    }

    @Test
    void substitutions_fromTheFileAndTheEnvironment_areResolved() throws IOException {
        assertThat(
                        endpoint(
                                "base = \"http://a\"\nwebhooks.a { url = ${base}\"/x\", userAgent = ${PATH}, start = ${?NOT_SET_AT_ALL} }"))
                .containsEntry("url", "http://a/x")
                .containsEntry("userAgent", System.getenv("PATH"))
                .doesNotContainKey("start");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "webhooks = 1|1: webhooks: expected an object, found NUMBER",
                "webhooks.a = 1|1: webhooks.a: expected an object with a url, found NUMBER",
                "webhooks.a { }|1: webhooks.a: expected a url, found none",
                "webhooks { \"a b\" { url = x } }|1: webhooks.a b: expected a name without white space and without ~ ( ) * \\",
                "webhooks.a { url = [x] }|1: webhooks.a.url: expected one value, found a list",
                "webhooks.a { url = x, ws.timeout.request = soon }|1: webhooks.a.ws.timeout.request: expected a duration such as 500 ms, 30 seconds or 2 hours, found \"soon\"",
                "webhooks.a { url = x, ws.proxy.port = 1 }|1: webhooks.a.ws.proxy: expected a host, found none",
                "webhooks.a { url = x, ws.proxy { host = h, protocol = ntlm } }|1: webhooks.a.ws.proxy.protocol: expected http or https (Basic credentials), found \"ntlm\"",
                "webhooks.a { url = x, ws.ssl.trustManager.stores = x }|1: webhooks.a.ws.ssl.trustManager.stores: expected a list of stores, found STRING",
                "webhooks.a { url = x, ws.ssl.trustManager.stores = [ { type = JKS } ] }|1: webhooks.a.ws.ssl.trustManager.stores[0]: expected a path or data, found neither",
                "webhooks.a { url = x, tokenName = T }|1: webhooks.a.tokenName: expected a token beside it",
            })
    void value_againstARule_isAnErrorWithFileLineAndPath(String text, String message) throws IOException {
        read(text);
        assertThat(problems.errors()).hasSize(1);
        assertThat(problems.errors().get(0))
                .startsWith(folder.resolve("a.conf") + ": ")
                .endsWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "urll = x|1: webhooks.a.urll: is not known and has no effect; did you mean url?",
                "ws.timeout.conection = 1|1: webhooks.a.ws.timeout.conection: is not known and has no effect; did you mean timeout.connection?",
                "ws.followRedirects = true|1: webhooks.a.ws.followRedirects: has no effect: redirects are failures (Standard Webhooks), update the url instead",
                "ws.ahc.maxRequestRetry = 5|1: webhooks.a.ws.ahc.maxRequestRetry: has no effect: deliveries are retried visibly, by retry.*, never by the HTTP client",
                "ws.ssl.loose.acceptAnyCertificate = true|1: webhooks.a.ws.ssl.loose.acceptAnyCertificate: has no effect: not supported; trust the certificate by ssl.trustManager.stores",
                "zzzzzz = 1|1: webhooks.a.zzzzzz: is not known and has no effect",
            })
    void key_withoutEffect_isAWarningWithFileLineAndReason(String key, String message) throws IOException {
        endpoint("webhooks.a { url = x, " + key + " }");
        assertThat(problems.warnings()).containsExactly(folder.resolve("a.conf") + ": " + message);
    }

    @Test
    void file_thatIsNoHocon_isAnErrorWithLine() throws IOException {
        read("webhooks {\n a {\n url = ]\n");
        assertThat(problems.errors()).hasSize(1);
        assertThat(problems.errors().get(0)).contains("a.conf: 3: ");
    }

    @Test
    void file_nestedTooDeeply_isAnErrorAndNoCrash() throws IOException {
        read("a = " + "{b=".repeat(50_000));
        assertThat(problems.errors()).hasSize(1);
    }

    @Test
    void file_tooLarge_isAnError() throws IOException {
        read("#" + "x".repeat(1 << 20));
        assertThat(problems.errors()).containsExactly(folder.resolve("a.conf") + ": is larger than 1048576 bytes");
    }

    @Test
    void include_ofAUrlOrTheClassPath_isRefused() throws IOException {
        read("include url(\"http://localhost:1/x\")");
        read("include classpath(\"x\")");
        assertThat(problems.errors())
                .hasSize(2)
                .allSatisfy(error -> assertThat(error).contains("only files can be included"));
    }

    @Test
    void include_requiredAndMissing_isAnError() throws IOException {
        read("include required(file(\"absent.conf\"))");
        assertThat(problems.errors()).hasSize(1);
        assertThat(problems.errors().get(0)).contains("absent.conf");
    }
}
