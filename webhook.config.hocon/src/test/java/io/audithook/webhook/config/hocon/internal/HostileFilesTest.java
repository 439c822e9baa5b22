/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that mean harm, or are noise: each ends with a word about it, soon, and in little memory. */
class HostileFilesTest extends HoconTestBase {

    /** For busy machines; it takes a fraction of this. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> PIECES = List.of(
            "webhooks",
            "notification.webhook.endpoints",
            "play",
            "ws",
            "wsConfig",
            "url",
            "name",
            "auth",
            "ssl",
            "trustManager",
            "stores",
            "proxy",
            "timeout",
            ".",
            "{",
            "}",
            "[",
            "]",
            "=",
            ":",
            "+=",
            ",",
            "\n",
            "\"",
            "\"\"\"",
            "\\",
            "${",
            "${?",
            "a",
            "b",
            "null",
            "true",
            "1",
            "1e9",
            "-",
            " ",
            "\t",
            "#",
            "//",
            "include ",
            "file(",
            "required(",
            ")",
            "\"a.conf\"",
            "\u0000",
            "\u20ac",
            "\uffff",
            "10 s",
            "x");

    private String onlyError(String text) {
        return assertTimeoutPreemptively(PATIENCE, () -> parse(text).errors().get(0));
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a0 = x|a%d = ${a%d}${a%d}",
                "a0 = [x]|a%d = ${a%d}${a%d}",
                "a0 = [x]|a%d = [${a%d}, ${a%d}]",
                "a0 = { b = 1 }|a%d = { b = ${a%d}, c = ${a%d} }",
                "webhooks.a0.url = x|webhooks.a%d { url = ${webhooks.a%d.url}${webhooks.a%d.url} }",
                "webhooks.a0.url = x|a%d { x = ${a%d}, y = ${?a%d} }",
            })
    void substitutions_thatDoubleSixtyTimes_areRefused(String pattern) {
        String[] parts = pattern.split("\\|", -1);
        String text = parts[0] + "\na0 = ${?a0}\n" + lines(60, i -> parts[1].formatted(i + 1, i, i));
        assertThat(onlyError(text)).contains("has substitutions that make it larger than 16777216 characters");
    }

    @Test
    void substitutions_ofTheKeyItself_areRefusedWhenTheyDouble() {
        assertThat(onlyError("a = x\n" + lines(60, i -> "a = ${a}${a}")))
                .contains("has substitutions that make it larger");
    }

    @Test
    void substitutions_ofALongText_areRefusedWhenTheyAreMany() {
        assertThat(onlyError("a = \"" + "x".repeat(100_000) + "\"\nb = " + "${a}".repeat(999)))
                .contains("has substitutions that make it larger");
    }

    @Test
    void substitutions_inAnIncludedFile_countAsWell() throws IOException {
        Files.writeString(path("b.conf"), "a0 = x\n" + lines(60, i -> "a%d = ${a%d}${a%d}".formatted(i + 1, i, i)));
        assertThat(onlyError("c { include \"b.conf\" }")).contains("has substitutions that make it larger");
    }

    @Test
    void substitutions_inAnUsualMeasure_areTaken() throws IOException {
        assertThat(parse("base = \"http://a\"\n" + lines(500, i -> "webhooks.a" + i + ".url = ${base}\"/" + i + "\""))
                        .list())
                .hasSize(500);
        assertThat(parse(lines(100, i -> "headers += \"X-" + i + ": 1\"")
                                + "webhooks.a { url = x, headers = ${headers} }")
                        .list())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a=         | 101    | is nested too deeply, more than 100 levels",
                "[           | 101    | is nested too deeply, more than 100 levels",
                "a.          | 102    | is nested too deeply, more than 100 levels",
                "'\"a\".'    | 102    | is nested too deeply, more than 100 levels",
                "'a=1,'      | 300000 | has more than 600000 words and signs",
                "'x '        | 1001   | has a value of more than 1000 words; put it in quotes",
                "'a=${?X}\n' | 10001  | has more than 10000 substitutions",
                "'a+=1\n'    | 301    | appends more than 300 times with += to one key; write a list",
                "'a+=1\nb.c+=1\n\"a\" += 1\nb { c += 1, \"c\" += 2 }\n' | 4000 | appends more than 300 times with += to one key; write a list",
                "'a+=1\n'    | 20000  | appends more than 300 times with += to one key; write a list",
                "'a=${?a}[1]\n' | 302 | is made of itself more than 300 times; write a list",
            })
    void file_beyondALimit_isRefusedWithTheLimit(String piece, int times, String message) {
        assertThat(onlyError(piece.repeat(times))).startsWith(at("")).contains(message);
    }

    @Test
    void keys_thatAddToAnObjectOneByOne_areRefusedWhereTheyTakeLong() {
        assertThat(onlyError("x {\n" + lines(5_001, i -> "a.k" + i + "=1") + "}"))
                .startsWith(at("5002: "))
                .contains("adds more than 5000 times to an object, key by key; write it in braces");
        assertThat(onlyError(lines(30_001, i -> "a.k" + i + "=1"))).contains("adds more than 30000 times");
    }

    @Test
    void appends_oneToEachOfManyKeys_areTaken() throws IOException {
        assertThat(parse(lines(301, i -> "webhooks.w" + i + " { url = x, headers += \"B: 2\" }"))
                        .list())
                .hasSize(301);
        assertThat(parse("headers = [\"A: 1\"]\nwebhooks {\n"
                                + lines(301, i -> "w" + i + " { url = x\n headers = ${headers}\n headers += \"B: 2\" }")
                                + "}")
                        .list())
                .hasSize(301)
                .allSatisfy(one ->
                        assertThat((String[]) one.properties().get("headers")).containsExactly("A: 1", "B: 2"));
    }

    @Test
    void appends_manyToEachOfManyKeys_areRefusedWhereTheyTakeLong() {
        assertThat(onlyError(lines(4_800, i -> "k" + i % 16 + " += x")))
                .contains("copies more than 500000 elements of lists that grow with +=; write lists");
        assertThat(onlyError(lines(5_000, i -> "webhooks.k" + i + ".headers += x")))
                .contains("expected a url, found none");
        assertThat(onlyError(lines(5_001, i -> "k" + i + " += x"))).contains("has more than 10000 substitutions");
    }

    @Test
    void values_onALineOfTheirOwn_areNoKeys() throws IOException {
        assertThat(parse("x {\n" + lines(5_001, i -> "k" + i + " =\n a.b") + "}\nwebhooks.a.url = x")
                        .errors())
                .isEmpty();
    }

    @Test
    void statements_manyOverSeveralLines_areTaken() throws IOException {
        assertThat(parse(lines(300, i -> "webhooks.w" + i + ".url =\n  \"http://h/\""))
                        .list())
                .hasSize(300);
        assertThat(parse(lines(260, i -> "x = 1") + lines(300, i -> "webhooks.w" + i + "\n{\n  url = x\n}"))
                        .list())
                .hasSize(300);
    }

    @Test
    void endpoints_moreThanTheLimit_areRefused() {
        assertThat(onlyError("webhooks {\n" + lines(20_001, i -> "e" + i + ".url=x") + "}"))
                .contains("expected no more than 20000 endpoints, found 20001");
    }

    @Test
    void chain_ofSubstitutions_endsInAnAnswer() {
        String text = "a0 = x\n" + lines(9_000, i -> "a" + (i + 1) + " = ${a" + i + "}");
        assertThat(assertTimeoutPreemptively(PATIENCE, () -> parse(text)).errors())
                .hasSizeLessThan(2);
    }

    /** Each brings the others to paths that grow. */
    @Test
    void cycles_ofSubstitutionsWithinEachOther_endInAnAnswer() {
        String text = lines(
                2_000,
                i -> "a%d { b%d = ${?a%d}, c = ${?a%d.b%d} }".formatted(i, i, (i + 1) % 2_000, i * 7 % 2_000, i * 7));
        assertThat(assertTimeoutPreemptively(
                                PATIENCE, () -> parse(text + "webhooks.x = ${a0} { url = x, headers = ${?a1} }"))
                        .list())
                .hasSizeLessThan(2);
    }

    @Test
    void cycle_ofIncludes_isRefused() throws IOException {
        Files.writeString(path("b.conf"), "include \"c.conf\"");
        Files.writeString(path("c.conf"), "include \"b.conf\"");
        assertThat(onlyError("include \"b.conf\"")).isNotBlank();
    }

    @Test
    void unresolved_severalSubstitutions_areAllNamed() throws IOException {
        assertThat(parse("webhooks.a.url = ${NOT_SET_1}\nwebhooks.b { url = x, headers = [\"a: b\", ${NOT_SET_2}] }")
                        .errors())
                .containsExactly(
                        at("1: webhooks.a.url: expected a value for ${NOT_SET_1}, found none"),
                        at("2: webhooks.b.headers[1]: expected a value for ${NOT_SET_2}, found none"));
    }

    @Test
    void statements_many_areReadAsOneFileWithTheirLines() throws IOException {
        String text = "webhooks.e7.url = old\n"
                + lines(1000, i -> "webhooks.e" + i + ".url = x" + i)
                + "webhooks.e7 { start = now }\nwebhooks.e8 = 1\nwebhooks.e9 = null";
        assertThat(parse(text).errors())
                .contains(at("1003: webhooks.e8: expected an object with a url, found a number"))
                .hasSize(2);
        DesiredConfigurations desired = parse(text.replace("webhooks.e8 = 1", "/* */ \"x\" = \"\"\"\n{[\n\"\"\""));
        assertThat(desired.errors()).hasSize(1);
        desired = parse(text.replace("webhooks.e8 = 1", "x = \"\"\"\n{[\n\"\"\""));
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.list()).hasSize(999);
        Desired seventh = desired.list().stream()
                .filter(one -> one.name().equals("e7"))
                .findFirst()
                .orElseThrow();
        assertThat(seventh.properties()).containsEntry("url", "x7").containsEntry("start", "now");
        assertThat(seventh.places().get("url")).hasToString(at("9"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noise_madeOfPiecesOfHocon_neverThrows(long seed) {
        Random random = new Random(seed);
        assertTimeoutPreemptively(PATIENCE, () -> {
            for (int round = 0; round < 300; round++) {
                StringBuilder text = new StringBuilder();
                int length = 1 + random.nextInt(40);
                for (int i = 0; i < length; i++) {
                    text.append(PIECES.get(random.nextInt(PIECES.size())));
                }
                assertSane(text.toString());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"secured.conf", "thehive4-secured.conf", "thehive4-application.conf"})
    void example_withOneByteChanged_neverThrows(String name) throws IOException {
        byte[] example = example(name).getBytes(StandardCharsets.UTF_8);
        Random random = new Random(example.length);
        for (int i = 0; i < example.length; i += 3) {
            byte[] changed = example.clone();
            changed[i] = (byte) random.nextInt(256);
            Files.write(path("a.conf"), changed);
            assertThat(HoconParser.parse(path("a.conf"))).isNotNull();
        }
    }

    /** Either configurations or errors, and each error with a place. */
    private void assertSane(String text) throws IOException {
        DesiredConfigurations desired = parse(text);
        if (!desired.errors().isEmpty()) {
            assertThat(desired.list()).isEmpty();
            assertThat(desired.errors())
                    .allSatisfy(error -> assertThat(error).as(text).isNotBlank());
        }
    }
}
