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
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        DesiredConfigurations desired = parse("webhooks.a.url = x\ninclude \"absent\"");
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

    @ParameterizedTest
    @ValueSource(strings = {"a = \"\\", "a = \"", "\"\\", "a = \"\"\"", "a = ${", "a = $", "a = +", "include (", "a."})
    void file_thatEndsInTheMiddle_isAnError(String text) throws IOException {
        assertThat(parse(text).errors()).hasSize(1);
    }

    @Test
    void include_inACycle_isAnErrorWithLineAndAllFilesOfIt() throws IOException {
        Files.writeString(path("b.conf"), "\n\ninclude \"c\"");
        Files.writeString(path("c.conf"), "\ninclude file(\"b.conf\")");
        assertThat(parse("include \"b.conf\"").errors())
                .containsExactly(path("c.conf") + ": 2: includes itself: " + path("b.conf") + " -> " + path("c.conf")
                        + " -> " + path("b.conf"));
        assertThat(parse("\ninclude \"a\"").errors())
                .containsExactly(at("2: includes itself: " + path("a.conf") + " -> " + path("a.conf")));
    }

    @Test
    void include_twiceOfOneFile_isNoCycle() throws IOException {
        Files.writeString(path("b.conf"), "url = x");
        assertThat(parse("webhooks { a { include \"b.conf\" }, c { include \"b.conf\" } }")
                        .list())
                .hasSize(2);
    }

    @Test
    void secret_substitutedByNothing_isAWarningUnlessThereIsAnother() throws IOException {
        assertThat(parse("""
                        webhooks {
                          a { url = x, token = ${?AUDITHOOK_TEST_NONE} } # a comment
                          b { url = x, token = one }
                          c { url = x, userAgent = ${?AUDITHOOK_TEST_NONE} }
                          d { url = x, token = ${?known} }
                        }
                        webhooks.b.token = ${?AUDITHOOK_TEST_NONE}
                        known = two
                        """).warnings())
                .containsExactly(at("2: webhooks.a.token: is not set, since ${?AUDITHOOK_TEST_NONE} has no value"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'webhooks.a { url = x, filters = [ x, ${?AUDITHOOK_NONE} ] }'        | webhooks.a.filters: lacks a part",
                "'webhooks.a { url = x, filters += ${?AUDITHOOK_NONE} }'              | webhooks.a.filters: lacks a part",
                "'webhooks.a { url = x, token = one${?AUDITHOOK_NONE} }'              | webhooks.a.token: lacks a part",
                "'webhooks.a = ${?AUDITHOOK_NONE} { url = x }'                        | webhooks.a: lacks a part",
                "'webhooks.a { url = x, headers = ${?AUDITHOOK_NONE} }'               | webhooks.a.headers: is not set",
                "'webhooks.a { url = x, ws = ${?AUDITHOOK_NONE} }'                    | webhooks.a.ws: is not set",
                "'webhooks.a { url = x }, webhooks.b = ${?AUDITHOOK_NONE}'            | webhooks.b: is not set",
                "'audithook.address = ${?AUDITHOOK_NONE}, webhooks.a { url = x }'     | audithook.address: is not set",
                "'audithook = ${?AUDITHOOK_NONE}, webhooks.a { url = x }'             | audithook: is not set",
                "'webhooks.a { url = x, ssl = ${?AUDITHOOK_NONE} { protocol = TLS } }'| webhooks.a.ssl: lacks a part",
                "'webhooks.a { url = x, filters = [ f, ${?AUDITHOOK_NONE} ] }, webhooks.a.filters += g' | webhooks.a.filters: lacks a part",
                "'webhooks.a { url = x, filters = [ f, ${?AUDITHOOK_NONE} ] }, webhooks.a.filters = ${webhooks.a.filters} [ g ]' | webhooks.a.filters: lacks a part",
                "'webhooks.a { url = x, sign.keys = [ ${?AUDITHOOK_NONE} ], sign.keys += k }' | webhooks.a.sign.keys: lacks a part",
                "'tok = one ${?AUDITHOOK_NONE}, tok = ${tok}two, webhooks.a { url = x, token = ${tok} }' | tok: lacks a part",
                "'webhooks.a { url = x, auth.token = ${?AUDITHOOK_NONE}, auth.type = bearer }, webhooks.a.auth.token = ${?webhooks.a.auth.token}s' | webhooks.a.auth.token: lacks a part",
                "'webhooks.a = ${?AUDITHOOK_NONE}, webhooks.a { url = x }' | webhooks.a: lacks a part",
                "'webhooks.a = ${?AUDITHOOK_NONE}, webhooks.a.url = x' | webhooks.a: lacks a part",
                "'webhooks = ${?AUDITHOOK_NONE}, webhooks { a { url = x } }' | webhooks: lacks a part",
                "'webhooks.a { url = x, auth = ${?AUDITHOOK_NONE}, auth { type = bearer, token = t } }' | webhooks.a.auth: lacks a part",
                "'notification.webhook.endpoints { 0 { name = a, url = x, version = 0 }, 1 = ${?AUDITHOOK_NONE} }' | notification.webhook.endpoints.1: is not set",
                "'audithook.address.profile = ${?AUDITHOOK_NONE}, webhooks.a { url = x }' | audithook.address.profile: is not set",
                "'notification.webhook.endpoints = [${?AUDITHOOK_NONE}, { name = a, url = x, version = 0 }]'"
                        + " | notification.webhook.endpoints: lacks a part",
                "'notification.webhook.endpoints = [{ name = a, url = x, version = 0, auth = ${?AUDITHOOK_NONE} }]'"
                        + " | notification.webhook.endpoints[].auth: is not set",
            })
    void optional_thatFindsNothing_isAWarningWhereItMayBeOfSecurity(String text, String message) throws IOException {
        assertThat(parse(text).warnings()).contains(at("1: " + message + ", since ${?AUDITHOOK_NONE} has no value"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks.a { url = x, filters = [${?AUDITHOOK_NONE}]\n filters = [x] }",
                "webhooks.a { url = x, filters = [x] ${?webhooks.a.filters} }",
                "base { concurrency = 2 }, webhooks.a = ${?base} { url = x }",
                "webhooks.a { url = x, token = t }, webhooks.a = ${?AUDITHOOK_NONE}",
                "webhooks.a { url = x, filters = [f] }, webhooks.a.filters = ${?AUDITHOOK_NONE}, webhooks.a.filters += g",
                "webhooks.a { url = x, filters = ${?webhooks.a.filters} [f] }",
                "webhooks.a { url = x, filters = [${?AUDITHOOK_NONE}], filters += g, filters = [h] }",
                "webhooks.a { url = x${?AUDITHOOK_NONE} }",
                "other = [${?AUDITHOOK_NONE}], webhooks.a { url = x }",
                "d { userAgent = ${?AUDITHOOK_NONE} }, webhooks.a = ${d} { url = x }",
                "d { a = 1\n b.token = ${?AUDITHOOK_NONE} }, webhooks.a { url = x, concurrency = ${d.a} }",
                "webhooks.a { url = x, retry.schedule = [5 s, 1 m] }",
                "webhooks.a { url = x, userAgent = some thing, filters = [a, \"b\"\n c ] }",
            })
    void text_withNothingOfTheKind_isNotWarnedOf(String text) throws IOException {
        assertThat(parse(text).warnings()).isEmpty();
        assertThat(parse(text).errors()).isEmpty();
    }

    @Test
    void words_sideBySideInAList_areAWarning() throws IOException {
        assertThat(parse("""
                        webhooks.a { url = x, filters = [\n  one two, "three four", 5 s ] }
                        audithook.filters.f { expression._in { _field = a, _values = ["In Progress"] }, redact.remove = [a b] }
                        """).warnings())
                .containsExactly(
                        at("2: webhooks.a.filters: words side by side in a list are one text for HOCON; put a comma"
                                + " between them, or put them in quotes"),
                        at("3: audithook.filters.f.redact.remove: words side by side in a list are one text for HOCON;"
                                + " put a comma between them, or put them in quotes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{ _is.a = 1 } ${c}]",
                "[${c} ${d}]",
                "[${c} { _is.a = 1 }]",
                "[{ _is.a = 1 } { _is.a = 2 }]",
            })
    void conditions_sideBySide_areAnError(String conditions) throws IOException {
        assertThat(parse("c._is.a = 1, d._is.a = 2, audithook.filters.f.expression._or = " + conditions)
                        .errors())
                .contains(at("1: audithook.filters.f.expression._or: two objects side by side in a list are one for"
                        + " HOCON; put a comma between them"));
    }

    @Test
    void substitution_behindAnObjectInAList_isAnError() throws IOException {
        assertThat(parse("""
                        b { name = b, url = y, version = 0 }
                        notification.webhook.endpoints = [{ name = a, url = x, version = 0 } ${b}]
                        """).errors())
                .containsExactly(at("2: notification.webhook.endpoints: two objects side by side in a list are one for"
                        + " HOCON; put a comma between them"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'d { sign.keys = ${?AUDITHOOK_NONE} }\n webhooks.a = ${d} { url = x }' | 1: d.sign.keys: is not set, since"
                        + " ${?AUDITHOOK_NONE} has no value",
                "'webhooks.a { url = x, filters = ${s.filters} }\n s.filters = [a, ${?AUDITHOOK_NONE}]' | 2: s.filters: lacks a"
                        + " part, since ${?AUDITHOOK_NONE} has no value",
                "'t = \"${X}\"\n u = ${t}\n webhooks.a { url = x, token = ${u} }' | 1: t: has ${...} within quotes, where HOCON"
                        + " takes it as it stands; put it outside of them: \"Bearer \"${TOKEN}",
                "'webhooks.a { url = x, headers { X-Tenant = ${?AUDITHOOK_NONE} } }' | 1: webhooks.a.headers.X-Tenant: is not"
                        + " set, since ${?AUDITHOOK_NONE} has no value",
                "'c { _not { _is { owner = ${?AUDITHOOK_NONE} } } }\n audithook.filters.f.expression._and = [${c}, { _any = \"\" }]'"
                        + " | 1: c._not._is.owner: is not set, since ${?AUDITHOOK_NONE} has no value",
                "'e { _is { title = \"x\"${?AUDITHOOK_NONE} } }\n audithook.filters.f.expression = ${e}'"
                        + " | 1: e._is.title: lacks a part, since ${?AUDITHOOK_NONE} has no value",
                "'b { expression { _any = \"\" }, action = ${?AUDITHOOK_NONE} }\n audithook.filters.f = ${b}'"
                        + " | 1: b.action: is not set, since ${?AUDITHOOK_NONE} has no value",
                "'t = \"K-\"${?AUDITHOOK_NONE}\n webhooks.a { url = x, token = ${t} }'"
                        + " | 1: t: lacks a part, since ${?AUDITHOOK_NONE} has no value",
                "'h { X-A = ${?AUDITHOOK_NONE} }\n webhooks.a { url = x, headers = ${h} }'"
                        + " | 1: h.X-A: is not set, since ${?AUDITHOOK_NONE} has no value",
                "'h { X-A = ${?AUDITHOOK_NONE} }\n d { headers = ${h} }\n e = ${d} { concurrency = 2 }\n webhooks.a = ${e} { url = x }'"
                        + " | 1: h.X-A: is not set, since ${?AUDITHOOK_NONE} has no value",
                "'s = ${?AUDITHOOK_NONE} { h { X-A = 1 } }\\n webhooks.a { url = x, headers = ${s.h} }'"
                        + " | 1: s: lacks a part, since ${?AUDITHOOK_NONE} has no value",
                "'p { h { X-A = ${?AUDITHOOK_NONE} } }\n q = ${p} {}\n webhooks.a { url = x, headers = ${q.h} }'"
                        + " | 1: p.h.X-A: is not set, since ${?AUDITHOOK_NONE} has no value",
            })
    void slip_thatASubstitutionBringsToUs_isToldAsOurs(String text, String message) throws IOException {
        assertThat(parse(text.replace("\\n", "\n")).warnings()).containsExactly(at(message));
    }

    @Test
    void objects_sideBySideElsewhere_areAnErrorWhereASubstitutionBringsThem() throws IOException {
        String others = "eps = [{ name = a, url = x } { name = b, url = y }]\n";
        assertThat(parse(others + "notification.webhook.endpoints = ${eps}").errors())
                .containsExactly(
                        at("1: eps: two objects side by side in a list are one for HOCON; put a comma between them"));
        assertThat(parse(others + "webhooks.a.url = x, theirs = \"${X}\", play.secret = ${?AUDITHOOK_NONE}")
                        .warnings())
                .isEmpty();
    }

    @Test
    void mistake_inWhatManyShare_isToldOfAFew() throws IOException {
        String text = "d { acton = 1\n urll = 2 }\nwebhooks {\n"
                + IntStream.range(0, 100)
                        .mapToObj(i -> "e" + i + " = ${d} { url = x }\n")
                        .collect(Collectors.joining())
                + "}";
        assertThat(parse(text).warnings())
                .containsExactly(
                        at("1: webhooks.e0.acton: is not known and has no effect"),
                        at("1: webhooks.e1.acton: is not known and has no effect"),
                        at("1: webhooks.e10.acton: is not known and has no effect (and 97 more like it)"));
        assertThat(parse(text).errors())
                .containsExactly(
                        at("2: webhooks.e0.urll: is not known; did you mean url?"),
                        at("2: webhooks.e1.urll: is not known; did you mean url?"),
                        at("2: webhooks.e10.urll: is not known; did you mean url? (and 97 more like it)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base.filters = [f], webhooks.a = ${base} { url = x, filters += g }",
                "base.filters = [f], webhooks.a = ${base}, webhooks.a { url = x, filters += g }",
                "base.filters = [f], webhooks.a = ${base} { url = x, filters = ${?webhooks.a.filters} [g] }",
                "base.filters = [f], d = ${base} { filters += g }, webhooks.a = ${d} { url = x }",
            })
    void list_thatIsAddedToWhatASubstitutionBrings_isAWarningWhereItIsLost(String text) throws IOException {
        assertThat(parse(text).warnings())
                .singleElement()
                .asString()
                .contains(".filters: leaves out what ${base.filters} has, since HOCON adds to nothing here; write ="
                        + " ${base.filters} [ ... ]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base.filters = [f], webhooks.a = ${base} { url = x, filters = ${base.filters} [g] }",
                "base.filters = [f], webhooks.a = ${base} { url = x, filters = [h], filters += g }",
                "base.filters = [f], webhooks.a { url = x, filters = ${base.filters}, filters += g }",
                "base.concurrency = 2, webhooks.a = ${base} { url = x, filters += g }",
                "base.filters = [f], other = ${base} { filters += g }, webhooks.a = ${base} { url = x }",
            })
    void list_thatIsAddedToAsItStands_isNotWarnedOf(String text) throws IOException {
        assertThat(parse(text).warnings()).isEmpty();
    }

    @Test
    void substitution_withinQuotes_isAWarning() throws IOException {
        assertThat(parse("""
                        webhooks.a { url = x, token = "${TOKEN}", headers = ["A: ${B}"], userAgent = "$ {X}" }
                        other = "${X}"
                        """).warnings())
                .hasSize(2)
                .allMatch(warning -> warning.startsWith(at("1: webhooks.a."))
                        && warning.contains(": has ${...} within quotes, where HOCON takes it as it stands"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"play.ws.ssl.pins\" = [x]",
                "\"play.ws\" { ssl.pins = [x] }",
                "play { \"ws.ssl.pins\" = [x] }",
                "\"ws.ssl.pins\" = [x]",
                "notification.\"webhook.endpoints\" = []",
            })
    void path_withinQuotes_isAnError(String text) throws IOException {
        assertThat(parse("webhooks.a.url = x, " + text).errors())
                .hasSize(1)
                .allMatch(error -> error.endsWith(
                        ": is one key with dots in it, which is not known; leave out the quotes around it"));
    }

    @Test
    void file_thatAsksForNothing_isAWarning() throws IOException {
        assertThat(parse("hooks.a.url = x").warnings())
                .containsExactly(path("a.conf") + ": asks for nothing; expected endpoints in webhooks { ... } or"
                        + " notification.webhook.endpoints = [ ... ], or filters in audithook { ... }");
    }

    @Test
    void bracket_inPlaceOfABrace_isNamedByBoth() throws IOException {
        assertThat(parse("notification.webhook.endpoints = [\n { name = a, url = x\n]\n")
                        .errors())
                .containsExactly(at("3: expected a } for the { of line 2, found a ]"));
        assertThat(parse("webhooks {\n a { url = x, headers = [\n \"A: 1\" }\n }\n")
                        .errors())
                .containsExactly(at("3: expected a ] for the [ of line 2, found a }"));
    }

    @Test
    void value_thatIsWrongTogetherWithAnInheritedOne_namesTheEndpoint() throws IOException {
        assertThat(parse("""
                        webhooks {
                          ws.proxy { host = p, port = 1, nonProxyHosts = [h] }
                          a { url = x }
                          d { url = x, ws.proxy.host = null }
                        }
                        """).errors())
                .allMatch(error -> error.endsWith(": expected a host beside it, found none (for webhooks.d)"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'webhooks {\n a {\n  url = x\n }\n'         | '1: expected a } for the {'",
                "'webhooks {\n a {\n  url = x\n'              | '2: expected a } for the {'",
                "'\nwebhooks.a { url = x, headers = [\n \"a\"' | '2: expected a ] for the ['",
                "'{\n webhooks.a { url = x }'                  | '1: expected a } for the {'",
            })
    void file_withWhatIsNotClosed_isAnErrorWithTheLineOfIt(String text, String message) throws IOException {
        assertThat(parse(text).errors()).containsExactly(at(message + " of this line, found the end of the file"));
    }

    @Test
    void file_thatIsNotUtf8_isAnErrorWithLine() throws IOException {
        Path file = Files.writeString(
                path("a.conf"), "# x\nwebhooks.a {\n  url = \"http://h/\u00e4\"\n}\n", StandardCharsets.ISO_8859_1);
        assertThat(HoconParser.parse(file).errors()).containsExactly(at("3: is not UTF-8"));
        Files.write(file, new byte[] {'a', '=', '1', '\n', (byte) 0xc3});
        assertThat(HoconParser.parse(file).errors()).containsExactly(at("2: is not UTF-8"));
    }

    @Test
    void include_thatIsNotUtf8_isAnErrorWithItsLine() throws IOException {
        Files.writeString(path("b.conf"), "a = \u00e4", StandardCharsets.ISO_8859_1);
        assertThat(parse("include \"b.conf\"\nwebhooks.a.url = x").errors())
                .containsExactly(path("b.conf") + ": 1: is not UTF-8");
    }

    @Test
    void key_withTwoValues_isNoticedWithBothPlaces() throws IOException {
        DesiredConfigurations desired = parse("""
                webhooks.a { url = x, concurrency = 1
                  retry { jitter = 0.1, jitter = 0.2 } }
                webhooks."a".concurrency =
                  2
                """);
        assertThat(desired.errors()).isEmpty();
        assertThat(desired.warnings()).isEmpty();
        assertThat(desired.notices())
                .containsExactly(
                        at("2: webhooks.a.retry.jitter: takes the place of another value, in " + at("2")),
                        at("4: webhooks.a.concurrency: takes the place of another value, in " + at("1")));
        assertThat(parse("webhooks.a { url = x\n headers = [\"a: b\"]\n headers = [\"c: d\"] }")
                        .notices())
                .containsExactly(at("3: webhooks.a.headers: takes the place of another value, in " + at("2")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filters = [f]; filters.cardinality.minimum = 0|3: webhooks.a.filters.cardinality.minimum: takes the place of webhooks.a.filters, in |2",
                "headers = [\"A: 1\"]; headers { B = 2 }|3: webhooks.a.headers.B: takes the place of webhooks.a.headers, in |2",
                "concurrency.min = 2; concurrency = 4|3: webhooks.a.concurrency: takes the place of webhooks.a.concurrency.min, in |2",
                "format { target = x }; format = json|3: webhooks.a.format: takes the place of webhooks.a.format.target, in |2",
            })
    void key_thatIsAValueAndAnObject_isAnError(String keys, String message, String other) throws IOException {
        assertThat(parse("webhooks.a { url = x\n " + keys.replace(";", "\n") + " }")
                        .errors())
                .contains(at(message + " " + at(other)
                        + ", since a key is a value or an object; if both are meant, write the longer one in quotes"));
    }

    @Test
    void longerKey_inQuotes_isNotLost() throws IOException {
        assertThat(parse("webhooks.a { url = \"http://h/\"\n concurrency = 4\n \"concurrency.min\" = 2 }")
                        .errors())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks.a { url = x, token = \"SECRET\" [\"x\"] }",
                "webhooks.a { url = x, sign.keys = \"SECRET\" }\nwebhooks.a.sign.keys += \"SECRET\"",
                "webhooks.a { url = x, token = \"SECRET\" ${x} }\nx = [1]",
                "webhooks = [ { token = SECRET } ] { x = 1 }",
                "defaults { headers = [ \"A: 1\" ] }\nwebhooks { a = ${defaults} { url = x, token = \"SECRET\", headers ="
                        + " ${defaults.headers} [ \"B: 2\" ], headers += \"C: 3\" } }",
                "webhooks.a { url = x\n headers {\n X-Api-Key \"SECRET\"\n }\n}",
            })
    void secret_inWhatTheLibraryRefuses_isNotShown(String text) throws IOException {
        assertThat(parse(text).errors())
                .isNotEmpty()
                .allMatch(error -> error.startsWith(path("a.conf").toString()))
                .noneMatch(error -> error.contains("SECRET"));
    }

    @Test
    void controlCharacters_makeNoLineOfTheirOwn() throws IOException {
        assertThat(parse("webhooks.a { url = x, \"concurency\\n2026 ERROR forged\" = 4 }")
                        .warnings())
                .allMatch(warning -> warning.lines().count() == 1)
                .anyMatch(warning -> warning.contains("\\u000a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"webhooks.c.url\" = x|1: \"webhooks.c.url\": is one key with dots in it, which is not known; leave out the quotes around it",
                "webhooks.a { url = x, ws.timeout = 5 s }|1: webhooks.a.ws.timeout: expected an object, found a text",
                "webhooks.a { url = x, ssl.trustManager.stores = [] }|1: webhooks.a.ssl.trustManager.stores: is not known; did you mean ws.ssl.trustManager.stores?",
            })
    void key_inAWrongPlaceOrOfAWrongType_isAnError(String text, String message) throws IOException {
        assertThat(parse(text).errors()).contains(at(message));
    }

    @Test
    void name_thatIsTooLongForAFile_isAnError() throws IOException {
        assertThat(parse("webhooks." + "n".repeat(150) + ".url = \"http://h/\"").errors())
                .isEmpty();
        assertThat(parse("webhooks." + "n".repeat(151) + ".url = \"http://h/\"").errors())
                .singleElement()
                .asString()
                .contains("expected a name of 150 characters at most");
    }

    @Test
    void numberedKeys_areAList() throws IOException {
        DesiredConfigurations desired =
                parse("webhooks.7 { url = \"http://h/\", headers { 1 = \"B: 2\", 0 = \"A: 1\" } }");
        assertThat(desired.errors()).isEmpty();
        assertThat((String[]) desired.list().get(0).properties().get("headers")).containsExactly("A: 1", "B: 2");
        assertThat(desired.list().get(0).name()).isEqualTo("7");
    }

    @Test
    void includedFile_thatIsEmpty_isAnError() throws IOException {
        Files.writeString(path("b.conf"), "");
        assertThat(parse("include \"b.conf\"\nwebhooks.a.url = x").errors())
                .containsExactly(at("1: " + path("b.conf") + " is empty; if that is meant, put a comment into it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "concurrency = 1\n concurrency = ${?PATH_NOT_SET}",
                "concurrency = 1\n concurrency = 1",
                "concurrency = 1\n concurrency = \"1\"",
                "concurrency = 1\n concurrency = ${webhooks.a.concurrency}",
                "headers = [\"a: b\"]\n headers += \"c: d\"",
                "retry { jitter = 0.1 }\n retry { max.age = 1 h }",
                "concurrency = 1\n concurrency = null\n concurrency = 2",
                "include \"b.conf\"\n concurrency = 2",
                "ws.x = [ { type = a }, { type = b } ]",
                "# concurrency = 1\n concurrency = 2",
            })
    void key_withWhatIsMeantToReplaceAnother_isNotNoticed(String keys) throws IOException {
        Files.writeString(path("b.conf"), "concurrency = 3");
        assertThat(parse("webhooks.a {\n url = x\n " + keys + "\n}").notices()).isEmpty();
    }
}
