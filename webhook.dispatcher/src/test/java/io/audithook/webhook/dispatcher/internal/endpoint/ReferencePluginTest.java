/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.FrameworkUtil;

class ReferencePluginTest {

    private static Map<String, Object> modified(Map<String, Object> configuration) {
        Hashtable<String, Object> properties = new Hashtable<>(configuration);
        new ReferencePlugin().modifyConfiguration(null, properties);
        return FrameworkUtil.asMap(properties);
    }

    static Stream<Arguments> ones() {
        return each(
                "1",
                "1 ",
                " 1",
                "1.0",
                "+1",
                1,
                1L,
                (short) 1,
                1.0,
                1f,
                new int[] {1},
                new String[] {" 1"},
                List.of("1"));
    }

    /** Arrays too, each as one argument. */
    private static Stream<Arguments> each(Object... values) {
        return Stream.of(values).map(value -> Arguments.of(new Object[] {value}));
    }

    @ParameterizedTest
    @MethodSource("ones")
    void numberOfFilters_isANumber_inWhateverTypeItWasWritten(Object value) {
        assertThat(modified(Map.of("url", "http://h/", "filters.cardinality.minimum", value)))
                .isEqualTo(Map.of("url", "http://h/", "filters.cardinality.minimum", 1));
    }

    static Stream<Arguments> targets() {
        return each(
                "(tls.name=corp)", " (tls.name=corp)\t", new String[] {"(tls.name=corp)"}, List.of("(tls.name=corp) "));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void target_isOneText_inWhateverTypeItWasWritten(Object value) {
        assertThat(modified(Map.of("tls.target", value))).isEqualTo(Map.of("tls.target", "(tls.name=corp)"));
    }

    static Stream<Arguments> blanks() {
        return each("", "  ", new String[0], new String[] {""}, List.of());
    }

    @ParameterizedTest
    @MethodSource("blanks")
    void blankValue_isNone(Object value) {
        assertThat(modified(Map.of("tls.target", value, "filters.target", value, "filters.cardinality.minimum", value)))
                .isEmpty();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("tls.target", "corp"),
                Arguments.of("tls.target", 1),
                Arguments.of("proxy.target", List.of("(a=b)", "(c=d)")),
                Arguments.of("format.target", "$[env:FORMAT]"),
                Arguments.of("filters.target", "((filter.name=a)"),
                Arguments.of("filters.target", "(&".repeat(100_000)),
                Arguments.of("engine.target", new String[] {"no filter"}),
                Arguments.of("filters.cardinality.minimum", "some"),
                Arguments.of("filters.cardinality.minimum", -1),
                Arguments.of("filters.cardinality.minimum", new int[] {1, 2}));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void configurationWithAMistake_waitsForEver(String key, Object value) {
        assertThat(modified(Map.of("url", "http://h/", key, value)))
                .isEqualTo(Map.of(
                        "url",
                        "http://h/",
                        "filters.target",
                        "(mistake=" + key + ")",
                        "filters.cardinality.minimum",
                        Integer.MAX_VALUE));
    }

    @Test
    void otherKeys_areLeftAlone() {
        Map<String, Object> configuration =
                Map.of("url", List.of(" http://h/"), "auth.token", "$[secret:x]", "my.target", 1);
        assertThat(modified(configuration)).isEqualTo(configuration);
    }

    @Test
    void undone_isWhatWasWrittenWhereItBreaksARule_andElseWhatOthersMadeOfIt() {
        Map<String, Object> written = Map.of("tls.target", "corp", "auth.token", "$[secret:x]");
        Map<String, Object> processed = modified(Map.of("tls.target", "corp", "auth.token", "resolved"));
        assertThat(ReferencePlugin.undone(processed, written))
                .isEqualTo(Map.of("tls.target", "corp", "auth.token", "resolved"));
        Map<String, Object> sound = modified(Map.of("tls.target", "(a=b)", "auth.token", "resolved"));
        assertThat(ReferencePlugin.undone(sound, Map.of("tls.target", "$[env:TLS]")))
                .isEqualTo(sound);
    }
}
