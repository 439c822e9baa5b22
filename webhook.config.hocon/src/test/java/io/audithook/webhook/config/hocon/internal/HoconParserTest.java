/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoconParserTest extends HoconTestBase {

    @Test
    void substitutions_fromTheFileAndTheEnvironment_areResolved() throws IOException {
        assertThat(endpoint("""
                        base = "http://a"
                        webhooks.a { url = ${base}"/x", userAgent = ${PATH}, start = ${?NOT_SET_AT_ALL} }
                        """))
                .containsEntry("url", "http://a/x")
                .containsEntry("userAgent", System.getenv("PATH"))
                .doesNotContainKey("start");
    }

    @Test
    void substitution_ofNothing_isAnErrorWithLine() throws IOException {
        assertThat(parse("\nwebhooks.a.url = ${NOT_SET_AT_ALL}").errors())
                .singleElement()
                .asString()
                .contains("a.conf: 2: ", "${NOT_SET_AT_ALL}");
    }

    @Test
    void substitution_ofItself_isAnError() throws IOException {
        assertThat(parse("a = ${b}\nb = ${a}\nwebhooks.a.url = ${a}").errors()).hasSize(1);
    }

    @Test
    void file_thatIsNoHocon_isAnErrorWithLine() throws IOException {
        assertThat(parse("webhooks {\n a {\n url = ]\n").errors())
                .singleElement()
                .asString()
                .startsWith(at("3: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter]2", "p@hunter", "\"hunter\" \"", "hunter}}"})
    void file_thatIsNoHoconInALineWithASecret_isAnErrorWithoutIt(String secret) throws IOException {
        assertThat(parse("webhooks {\n a { url = x, token = " + secret + "\n }\n")
                        .errors())
                .singleElement()
                .asString()
                .startsWith(at(""))
                .doesNotContain("hunter");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 3000, 50_000})
    void file_nestedTooDeeply_isAnErrorOrWarningAndNoCrash(int depth) throws IOException {
        DesiredConfigurations closed =
                parse("webhooks.a { url = x, " + "b{".repeat(depth) + "c=1" + "}".repeat(depth + 1));
        assertThat(closed.errors().size() + closed.warnings().size()).isEqualTo(1);
        assertThat(parse("a = " + "{b=".repeat(depth)).errors()).hasSize(1);
    }

    @Test
    void file_tooLarge_isAnError() throws IOException {
        assertThat(parse("#" + "x".repeat(8 << 20)).errors())
                .containsExactly(at("is larger than 8388608 bytes, together with what is included"));
    }

    @Test
    void file_thatIsAFolder_isAnError() {
        assertThat(HoconParser.parse(folder).errors()).containsExactly(folder + ": is not a file");
    }

    @Test
    void include_withoutExtension_isFoundRelativeToTheIncludingFile() throws IOException {
        Path sub = Files.createDirectory(path("sub"));
        Files.writeString(sub.resolve("b.conf"), "include \"c\"\nwebhooks.b.url = b");
        Files.writeString(sub.resolve("c.conf"), "webhooks.c.url = c");
        Files.writeString(sub.resolve("c.json"), "{ \"webhooks\": { \"c\": { \"url\": \"j\", \"start\": \"now\" } } }");
        DesiredConfigurations desired = parse("include file(\"sub/b.conf\")\nwebhooks.b.start = now");
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.list())
                .extracting(one -> one.name() + one.properties())
                .allSatisfy(text -> assertThat(text).contains("start=now"))
                .hasSize(2);
        assertThat(desired.list().get(1).properties()).containsEntry("url", "c");
        assertThat(desired.files())
                .containsOnlyKeys(
                        path("a.conf"),
                        sub.resolve("b.conf"),
                        sub.resolve("c.conf"),
                        sub.resolve("c.json"),
                        sub.resolve("c.properties"));
    }

    @Test
    void include_withAnError_namesTheIncludedFile() throws IOException {
        Files.writeString(path("b.conf"), "\nwebhooks.b = 1");
        assertThat(parse("include \"b.conf\"").errors())
                .containsExactly(path("b.conf") + ": 2: webhooks.b: expected an object with a url, found a number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url(\"http://localhost:1/x\")",
                "required(url(\"file:/x\"))",
                "\"http://localhost:1/x\"",
                "\"file:/x\""
            })
    void include_ofAUrl_isRefused(String what) throws IOException {
        assertThat(parse("\ninclude " + what).errors())
                .singleElement()
                .asString()
                .startsWith(at("2: include "))
                .endsWith(": only files can be included");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classpath(\"b.conf\")", "required(classpath(\"/b.conf\"))"})
    void include_ofTheClassPath_isFoundBesideTheFile(String what) throws IOException {
        Files.writeString(path("b.conf"), "webhooks.b.url = b");
        assertThat(endpoint("include " + what)).containsEntry("url", "b");
    }

    @Test
    void include_missing_isAWarning() throws IOException {
        DesiredConfigurations desired = parse("\ninclude \"absent\"");
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings())
                .containsExactly(at("2: " + path("absent") + " is not there, so nothing is included"));
    }

    @Test
    void include_requiredAndMissing_isAnErrorNamingBothFiles() throws IOException {
        assertThat(parse("\ninclude required(file(\"absent.conf\"))").errors())
                .containsExactly(at("2: the required " + path("absent.conf") + " is not there"));
    }

    @Test
    void include_ofItself_isAnErrorAndEnds() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(parse("include \"a.conf\"").errors()).hasSize(1);
            assertThat(parse("include \"a.conf\"\ninclude \"a.conf\"").errors()).hasSize(1);
        });
    }

    @Test
    void include_ofWhatIsNoPath_isAnError() throws IOException {
        assertThat(parse("include \"\\u0000\"").errors())
                .singleElement()
                .asString()
                .contains("expected a path, found something else");
    }
}
