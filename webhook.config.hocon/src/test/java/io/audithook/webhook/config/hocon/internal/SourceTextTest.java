/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of many statements is read in pieces, and nobody is to notice. */
class SourceTextTest {

    /** More than those from which on a file is cut. */
    private static final int MANY = 300;

    /** Each is one or several statements, {@code %1$d} a number of its own. */
    private static final List<String> GOOD = List.of(
            "k%1$d = 1",
            "k%1$d.a.b: x y z",
            "k%1$d =\n  1",
            "k%1$d:\n\n# why\n// {\n  \"a { b\"",
            "k%1$d +=\n  1\nk%1$d += 2",
            "k%1$d\n{\n a = 1\n}",
            "k%1$d # it begins {\n\n // here\n\n { a = 1, b = 2 }",
            "k%1$d\n= 1",
            "k%1$d // x = 1\n: 1",
            "k%1$d\n\n+= 1",
            "k%1$d\n=\n1",
            "k%1$d = { a = 1\n b\n=\n2 } { c = 3 }",
            "k%1$d = { a = 1 }\nk%1$d { b = 2 }",
            "k%1$d = [\n1\n2,\n3\n]\nk%1$d = ${k%1$d} [4]",
            "k%1$d = 1,\nl%1$d = 2",
            "k%1$d = 1,\n\n# x\nl%1$d = 2,",
            "k%1$d = 1\n, l%1$d = 2",
            "k%1$d = 1 # x,\n\n // y\n , l%1$d = 2",
            "k%1$d = 1\n,\nl%1$d = 2",
            "k%1$d = 1, l%1$d {\n}, m%1$d =\n{\n}\n,\n",
            "k%1$d = \"\"\"\na = {\n\n# x\n b ,\n\"\"\"",
            "k%1$d =\n\"\"\"a\n\n\"\" = \"\"\"\" x \"\"\"\n\"\"\"",
            "\"k\"%1$d.\"a.b = {\" = \"\\\"{\"",
            "\"\"\"k%1$d\n\"\"\".a = 1",
            "k%1$d = ${start}",
            "k%1$d =\n  ${start}/x\nk%1$d = ${?k%1$d}/y",
            "k%1$d =\n  ${?none%1$d}",
            "k%1$d = ${?start.\"a}{b\"}x",
            "include \"x\"",
            "include\n\n# which\n \"x\"",
            "include required(\n file(\n\"x\"\n)\n)",
            "include file(\n\"x\"\n # x )\n)",
            "include \"x\"\n,include \"x\",\nk%1$d = 1",
            "k%1$d { include \"x\"\n }",
            "includes%1$d = include",
            "include.k%1$d\n=\n1",
            "\"include\"\n=\n\"x\"",
            "include(k%1$d\n{ a = 1 }",
            "k%1$d = include\nl%1$d = (\nm%1$d = )",
            "k%1$d = a(b\nl%1$d\n{\n}",
            "k%1$d = null",
            "k%1$d = 1e+5",
            "k%1$d =\u00a0\n\u00a0 1\n\ufeff\n\u00a0,l%1$d\u2007\n= 1",
            "k%1$d =\r\n  1\r",
            "\n\n\n",
            "# a comment {\n// and \"\"\" another",
            "k.a%1$d.b = 1\nk.a%1$d.c = 2",
            "k { x%1$d.y = 1 }\nk.x%1$d.y = ${k.x%1$d.y}2",
            "k%1$d = 1 // }");

    private static final List<String> BAD = List.of(
            "a\nb = 1",
            "a = 1\n{ b = 2 }",
            "a = 1\n= 2",
            "a = 1\n+= 2",
            "a = 1\n,\n, b = 2",
            "{ a = 1 }",
            "[ 1 ]",
            "= 1",
            ", ,",
            "a =",
            "a = ,",
            "a = b = c",
            "a {",
            "a }",
            "}",
            "a = [",
            "a",
            "a.\n b = 1",
            "include",
            "include x",
            "include required(\"x\"",
            "include \"x\" a = 1",
            "include\n= 1",
            "a = \"x\n\"",
            "a = {} b = 1",
            "a = \"\"\"",
            "a = ${b\n}");

    @Provide
    static Arbitrary<List<String>> statements() {
        return Arbitraries.of(GOOD).list().ofSize(MANY);
    }

    static List<String> good() {
        return GOOD;
    }

    static List<String> bad() {
        return BAD;
    }

    @Property(tries = 100)
    void pieces_ofManyStatements_areReadAsTheWhole(@ForAll("statements") List<String> statements) {
        assertThat(whole(text(statements))).isPresent();
        assertSame(text(statements));
    }

    @Test
    void pieces_ofManyStatements_areMany() {
        assertThat(pieces(text(IntStream.range(0, MANY)
                        .mapToObj(i -> GOOD.get(i % GOOD.size()))
                        .toList())))
                .hasSizeGreaterThan(20);
    }

    @Property(tries = 100)
    void pieces_ofManyStatementsWithABadOne_areRefusedAsTheWhole(
            @ForAll("statements") List<String> statements,
            @ForAll @IntRange(max = MANY - 1) int where,
            @ForAll @IntRange(max = 26) int which) {
        statements.set(where, BAD.get(which));
        assertSame(text(statements));
    }

    @ParameterizedTest
    @MethodSource("good")
    void pieces_ofOneStatementAgainAndAgain_areReadAsTheWhole(String statement) {
        String text = text(IntStream.range(0, MANY).mapToObj(i -> statement).toList());
        assertThat(whole(text)).isPresent();
        assertSame(text);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void pieces_withABadStatement_areRefusedAsTheWhole(String statement) {
        List<String> statements =
                IntStream.range(0, MANY).mapToObj(i -> "k%1$d = 1").collect(Collectors.toList());
        statements.add(7, statement);
        assertThat(whole(text(statements))).isEmpty();
        assertSame(text(statements));
    }

    private static String text(List<String> statements) {
        return IntStream.range(0, statements.size())
                .mapToObj(i -> statements.get(i).formatted(i))
                .collect(Collectors.joining("\n", "start = 0\n", "\n"));
    }

    private static void assertSame(String text) {
        assertThat(merged(text)).isEqualTo(whole(text));
    }

    /** The text as the library reads it; empty if it does not. */
    private static Optional<String> whole(String text) {
        try {
            return Optional.of(rendered(parse(text)));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> merged(String text) {
        try {
            Config merged = ConfigFactory.empty();
            for (String piece : pieces(text)) {
                merged = parse(piece).withFallback(merged);
            }
            return Optional.of(rendered(merged));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    private static List<String> pieces(String text) {
        return SourceText.of(Path.of("a.conf"), text).pieces();
    }

    private static Config parse(String text) {
        return ConfigFactory.parseString(
                text, ConfigParseOptions.defaults().setOriginDescription("a").setIncluder(new OfX()));
    }

    /** With the line of each value. */
    private static String rendered(Config config) {
        StringBuilder lines = new StringBuilder();
        config.resolve().entrySet().stream()
                .map(entry -> entry.getKey() + " = "
                        + entry.getValue().render(ConfigRenderOptions.concise()) + " # "
                        + entry.getValue().origin().description())
                .sorted()
                .forEach(line -> lines.append(line).append('\n'));
        return lines.toString();
    }

    private static final class OfX implements ConfigIncluder, ConfigIncluderFile {

        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            return ConfigFactory.parseString("included." + what + " = 1").root();
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            return include(context, what.getPath());
        }
    }
}
