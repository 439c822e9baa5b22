/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever a file holds, and however it says what it says. */
class AnyFileTest {

    private Path folder;

    @BeforeTry
    void open() throws IOException {
        folder = Files.createTempDirectory("any-file");
    }

    @AfterTry
    void close() throws IOException {
        Files.deleteIfExists(folder.resolve("a.conf"));
        Files.delete(folder);
    }

    /** Endpoints by name, each with its URL and its headers. */
    @Provide
    static Arbitrary<Map<String, Endpoint>> endpoints() {
        Arbitrary<String> name = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("0123456789-_")
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(text -> text.matches("[a-z].*") && !text.equals("ws"));
        Arbitrary<String> url = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("/?&=%.~${}#:+,[]\\\"'")
                .ofMaxLength(40)
                .map(path -> "http://h/" + path);
        Arbitrary<List<String>> headers = Arbitraries.strings()
                .withCharRange(' ', '~')
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(value -> "X-A: " + value.strip() + "b")
                .list()
                .ofMaxSize(3);
        return Arbitraries.maps(name, Combinators.combine(url, headers).as(Endpoint::new))
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Property(tries = 300)
    void endpoints_areTheSame_inEverySpelling(@ForAll("endpoints") Map<String, Endpoint> endpoints) throws IOException {
        for (Style style : Style.values()) {
            DesiredConfigurations desired = parse(style.write(endpoints));
            assertThat(desired.errors()).as(style.name()).isEmpty();
            Map<String, Endpoint> read = new TreeMap<>();
            for (Desired one : desired.list()) {
                assertThat(one.factoryPid()).isEqualTo(Desired.ENDPOINT);
                read.put(one.name(), new Endpoint((String) one.properties().get("url"), headers(one.properties())));
            }
            assertThat(read).as(style.name()).isEqualTo(endpoints);
        }
    }

    @Property(tries = 300)
    void file_thatIsCutOff_isReadOrRefused(
            @ForAll("endpoints") Map<String, Endpoint> endpoints, @ForAll @IntRange(max = 100) int percent)
            throws IOException {
        for (Style style : Style.values()) {
            String text = style.write(endpoints);
            assertSane(text.substring(0, text.length() * percent / 100));
        }
    }

    @Property(tries = 300)
    void file_ofAnyText_isReadOrRefused(@ForAll String text) throws IOException {
        assertSane(text);
    }

    @Property(tries = 300)
    void value_ofAnyText_isReadOrRefused(@ForAll String key, @ForAll String value) throws IOException {
        assertSane("webhooks.a { url = \"http://h/\"\n " + quoted(key) + " = " + quoted(value) + " }");
        assertSane("webhooks.a { url = \"http://h/\"\n " + key + " = " + value + " }");
    }

    /** Either configurations or errors, and each error on one line. */
    private void assertSane(String text) throws IOException {
        DesiredConfigurations desired = parse(text);
        assertThat(desired.errors()).noneMatch(String::isBlank);
        assertThat(desired.errors().isEmpty() || desired.list().isEmpty()).isTrue();
    }

    private DesiredConfigurations parse(String text) throws IOException {
        return HoconParser.parse(Files.write(folder.resolve("a.conf"), text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> headers(Map<String, Object> properties) {
        Object headers = properties.get("headers");
        return headers == null ? List.of() : List.of((String[]) headers);
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> c < ' ' || c == '"' || c == '\\' ? String.format("\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    private record Endpoint(String url, List<String> headers) {}

    private enum Style {
        /** One statement for each key. */
        PATHS {
            @Override
            String write(Map<String, Endpoint> endpoints) {
                return endpoints.entrySet().stream()
                        .map(one -> "webhooks." + quoted(one.getKey()) + ".url = " + quoted(one.getValue().url) + "\n"
                                + one.getValue().headers.stream()
                                        .map(header -> "webhooks." + quoted(one.getKey()) + ".headers += "
                                                + quoted(header) + "\n")
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining());
            }
        },
        /** As people write it. */
        BRACES {
            @Override
            String write(Map<String, Endpoint> endpoints) {
                return endpoints.entrySet().stream()
                        .map(one -> "  " + quoted(one.getKey()) + " {\n    url = " + quoted(one.getValue().url)
                                + " # where\n    headers = " + list(one.getValue().headers, "\n      ") + "\n  }\n")
                        .collect(Collectors.joining("", "webhooks {\n", "}\n"));
            }
        },
        /** As programs do. */
        JSON {
            @Override
            String write(Map<String, Endpoint> endpoints) {
                return endpoints.entrySet().stream()
                        .map(one -> quoted(one.getKey()) + ":{\"url\":" + quoted(one.getValue().url) + ",\"headers\":"
                                + list(one.getValue().headers, ",") + "}")
                        .collect(Collectors.joining(",", "{\"webhooks\":{", "}}"));
            }
        };

        abstract String write(Map<String, Endpoint> endpoints);

        private static String list(List<String> texts, String separator) {
            return texts.stream().map(AnyFileTest::quoted).collect(Collectors.joining(separator, "[", "]"));
        }
    }
}
