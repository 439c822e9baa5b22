/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every value has a file and a line, however it came about. */
class OriginsTest extends HoconTestBase {

    /** Where the values of all configurations of a file without errors stand. */
    private Map<String, String> places(String text) throws IOException {
        DesiredConfigurations desired = parse(text);
        assertThat(desired.errors()).isEmpty();
        return desired.list().stream()
                .flatMap(one -> one.places().entrySet().stream()
                        .map(place -> Map.entry(one.name() + "." + place.getKey(), place.getValue())))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'webhooks.a { url = x\n concurrency = ${PATH} }'                          | 2",
                "'webhooks.a { url = x\n concurrency = 1\n concurrency = ${?PATH}\n }'     | 3",
                "'webhooks.a { url = x\n concurrency = ${?PATH}\n concurrency = ${?NONE} }' | 2",
                "'include \"b.conf\"\nwebhooks.a.url = x\nwebhooks.a.concurrency = ${PATH}' | 3",
                "'webhooks.a { url = x\n concurrency = 1${PATH} }'                         | 2",
                "'t = {\n concurrency = ${PATH}\n}\nwebhooks.a = ${t} { url = x }'          | 2",
                "'x = ${PATH}\nwebhooks.a { url = x\n concurrency = ${x} }'                | 3",
            })
    void value_ofTheEnvironmentThatIsWrong_isAnErrorWithTheLineOfTheSubstitution(String text, int line)
            throws IOException {
        Files.writeString(path("b.conf"), "webhooks.a.concurrency = 2");
        assertThat(parse(text).errors())
                .singleElement()
                .asString()
                .startsWith(at(line + ": webhooks.a.concurrency: expected a whole number, found \""));
    }

    @Test
    void value_ofTheEnvironmentInAnIncludedFile_hasItsLineThere() throws IOException {
        Files.writeString(path("b.conf"), "\nuserAgent = ${PATH}\nheaders = [\"a: b\", ${HOME}]");
        assertThat(places("webhooks.a {\n url = x\n include \"b.conf\"\n}"))
                .containsEntry("a.userAgent", path("b.conf") + ": 2")
                .containsEntry("a.headers", path("b.conf") + ": 3");
    }

    @Test
    void value_thatIsPutTogetherOverAnInclude_hasTheLineOfTheSubstitution() throws IOException {
        Files.writeString(path("b.conf"), "base = \"http://h\"\nlist = [\"a: b\"]\nwebhooks.c.url = x");
        assertThat(places("""
                        include "b.conf"
                        own = x
                        webhooks.a { url = ${base}"/x"
                          headers = ${list} ["c: d"]
                          userAgent = ${own}"/2"
                        }
                        webhooks.c.userAgent = y
                        """))
                .containsEntry("a.url", at("3"))
                .containsEntry("a.headers", at("4"))
                .containsEntry("a.userAgent", at("5"))
                .containsEntry("c.url", path("b.conf") + ": 3")
                .containsEntry("c.userAgent", at("7"));
    }

    @Test
    void object_ofSeveralFilesThatIsWrong_isAnErrorWithOnePlace() throws IOException {
        Files.writeString(path("b.conf"), "webhooks.a.concurrency = 2");
        assertThat(parse("include \"b.conf\"\nwebhooks.a.start = now").errors())
                .containsExactly(at("2: webhooks.a: expected a url, found none"));
    }

    @Test
    void cert_hasItsLineInWhatItBecomes() throws IOException {
        assertThat(places("webhooks.a { url = \"https://a/\"\n cert = ca.pem }"))
                .containsEntry("a.trust.path", at("2"))
                .containsEntry("a.trust.type", at("2"))
                .containsEntry("a.tls.target", at("2"));
    }
}
