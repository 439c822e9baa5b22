/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {

    @TempDir
    Path folder;

    private int status;

    private String check(String text) throws IOException {
        return check(text, (pid, properties) -> Optional.of(List.of()));
    }

    private String check(String text, Judge judge) throws IOException {
        Path file = Files.writeString(folder.resolve("a.conf"), text);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        status = Check.run(file, new PrintStream(bytes, true, StandardCharsets.UTF_8), judge);
        return bytes.toString(StandardCharsets.UTF_8)
                .replace(System.lineSeparator(), "\n")
                .replace(folder + "/", "");
    }

    @Test
    void goodFile_isShownWithOriginsAndWithoutSecrets() throws IOException {
        Files.writeString(
                folder.resolve("part.conf"), "\nws.ssl.keyManager.stores = [{ path = k, password = hunter }]");
        assertThat(check("""
                        include "part.conf"
                        webhooks.a {
                          url = "https://u:hunter@a/x?token=hunter&sig=hunter"
                          sign.keys = [whsec_hunter, "file:keys"]
                          headers = ["X-Tenant: hunter"]
                          auth { type = bearer, token = hunter }
                          typo = 1
                        }
                        """)).isEqualTo("""
                        io.audithook.tls~a
                          key.password = ***    # part.conf: 2
                          key.path = k    # part.conf: 2

                        io.audithook.endpoint~a
                          auth.token = ***    # a.conf: 6
                          auth.type = bearer    # a.conf: 6
                          headers = [X-Tenant: ***]    # a.conf: 5
                          sign.keys = [***, file:keys]    # a.conf: 4
                          tls.target = (tls.name=a)    # part.conf: 2
                          url = https://...@a/x?...    # a.conf: 3

                        warning: a.conf: 7: webhooks.a.typo: is not known and has no effect
                        a.conf: 2 configurations, 1 warning, no error
                        """);
        assertThat(status).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"file:k1,whsec_hunter\"'         | 'file:k1,***'",
                "'[\"env:K, whsec_hunter,file:k2\"]' | 'env:K,***,file:k2'",
                "'\"file:k1 whsec_hunter\"'         | 'file:k1 ***'",
                "'\"whsec_hunter,file:k1\"'         | '***,file:k1'",
            })
    void secret_besideAReference_isNotShown(String keys, String shown) throws IOException {
        assertThat(check("webhooks.a { url = \"http://a/\", sign.keys = " + keys + " }"))
                .doesNotContain("hunter")
                .contains("sign.keys = [" + shown + "] ");
    }

    @Test
    void whatIsNotInTheFile_isNamedOnce() throws IOException {
        assertThat(check("""
                        webhooks {
                          a { url = "http://a/", filters = [here, nosuch], format = cloudevent }
                          b { url = "http://b/", filters = [nosuch], tls.target = "(tls.name=default)" }
                          c { url = "http://c/", proxy.target = "(proxy.name=corp)" }
                        }
                        audithook.filters.here.expression._any = ""
                        """)).contains("""
                        info: a.conf: 2: filter nosuch is not in this file; the 2 endpoints that need it wait unless it comes from elsewhere
                        info: a.conf: 2: format cloudevent is not in this file; the endpoint waits unless it comes from elsewhere
                        info: a.conf: 4: proxy corp is not in this file; the endpoint waits unless it comes from elsewhere
                        a.conf: 4 configurations, 0 warnings, no error
                        """);
        assertThat(status).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\n"})
    void emptyFile_isRefusedAsAtRunTime(String text) throws IOException {
        assertThat(check(text)).isEqualTo("""
                        error: a.conf: is empty
                        a.conf: 1 error, 0 warnings; nothing would be changed
                        """);
        assertThat(status).isEqualTo(1);
    }

    @Test
    void urls_whereverTheyStand_areShownWithoutTheirQueries() throws IOException {
        assertThat(check("""
                        webhooks.a {
                          url = "https://a/x#hunter"
                          userAgent = "b (https://b/?c=hunter)"
                          auth { type = oauth2, tokenUrl = "https://t/x?sig=hunter", clientId = i, clientSecret = hunter }
                          ws.ssl.revocationLists = [ "https://l/a.crl?sig=hunter", "https://l/b.crl" ]
                        }
                        """))
                .doesNotContain("hunter")
                .contains(
                        "url = https://a/x#...  ",
                        "auth.tokenUrl = https://t/x?...  ",
                        "revocation.lists = [https://l/a.crl?..., https://l/b.crl]  ",
                        "userAgent = b (https://b/?...  ");
    }

    @Test
    void goodFile_withAKeyThatIsSetTwice_isShownWithBothPlaces() throws IOException {
        assertThat(check("webhooks.a { url = x, start = now\n  url = y }")).isEqualTo("""
                        io.audithook.endpoint~a
                          start = now    # a.conf: 1
                          url = y    # a.conf: 2

                        info: a.conf: 2: webhooks.a.url: takes the place of another value, in a.conf: 1
                        a.conf: 1 configuration, 0 warnings, no error
                        """);
        assertThat(status).isZero();
    }

    @Test
    void badFile_isRefusedWithEveryProblem() throws IOException {
        assertThat(check("webhooks.a = 1\nwebhooks.b { url = x, concurrency = 0 }\nwebhooks.c.token = hunter"))
                .isEqualTo("""
                        error: a.conf: 1: webhooks.a: expected an object with a url, found a number
                        error: a.conf: 2: webhooks.b.concurrency: expected a number from 1 to 256, found 0
                        error: a.conf: 3: webhooks.c: expected a url, found none
                        a.conf: 3 errors, 0 warnings; nothing would be changed
                        """);
        assertThat(status).isEqualTo(1);
    }

    @Test
    void goodFile_thatMeansSomethingWrong_isShownWithWhatIsFound() throws IOException {
        Judge judge = (pid, properties) -> Optional.of(List.of(
                new Judge.Finding("concurrency", pid + ": concurrency=" + properties.get("concurrency"), false),
                new Judge.Finding("start", pid + ": start is missing", true)));
        assertThat(check("\nwebhooks.a { url = x\n  concurrency = 3 }\n", judge))
                .isEqualTo("""
                        io.audithook.endpoint~a
                          concurrency = 3    # a.conf: 3
                          url = x    # a.conf: 2

                        warning: a.conf: 3: io.audithook.endpoint~a: concurrency=3
                        error: a.conf: 2: io.audithook.endpoint~a: start is missing
                        a.conf: 1 error, 1 warning; what is wrong would have no effect
                        """);
        assertThat(status).isEqualTo(1);
    }

    @Test
    void fileThatIsNotThere_isRefused() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Path absent = folder.resolve("absent.conf");
        assertThat(Check.run(
                        absent,
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        (pid, properties) -> Optional.of(List.of())))
                .isEqualTo(1);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("error: " + absent + ": is not there");
    }
}
