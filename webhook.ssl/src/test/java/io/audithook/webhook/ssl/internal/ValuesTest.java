/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.PROXY;
import static io.audithook.webhook.ssl.internal.Configurations.TLS;
import static io.audithook.webhook.ssl.internal.Configurations.refusal;
import static io.audithook.webhook.ssl.internal.Configurations.values;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @TempDir
    private Path dir;

    static Stream<Arguments> lists() {
        return arguments(
                "a,b", " a , ,b ", new String[] {"a", "b"}, List.of("a", "b"), List.of("a,b"), new Object[] {'a', " b "
                });
    }

    /** Keeps arrays whole. */
    private static Stream<Arguments> arguments(Object... written) {
        return Stream.of(written).map(value -> Arguments.of(value));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void list_inAnyType_isRead(Object written) {
        assertThat(values(TLS, "k", written).list("k")).containsExactly("a", "b");
    }

    @Test
    void list_absentOrBlank_isEmpty() {
        assertThat(values(TLS).list("k")).isEmpty();
        assertThat(values(TLS, "k", "").list("k")).isEmpty();
    }

    static Stream<Arguments> truths() {
        return arguments(true, "true", "TRUE", " yes ", "on", new Boolean[] {true}, List.of("true"));
    }

    @ParameterizedTest
    @MethodSource("truths")
    void flag_inAnyType_isRead(Object written) {
        assertThat(values(TLS, "k", written).flag("k", false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "No", "off"})
    void flag_false_isRead(String written) {
        assertThat(values(TLS, "k", written).flag("k", true)).isFalse();
    }

    static Stream<Arguments> numbers() {
        return arguments(3128, 3128L, (short) 3128, 3128.0, "3128", " 3128 ", new String[] {"3128"}, List.of(3128));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void integer_inAnyType_isRead(Object written) {
        assertThat(values(TLS, "k", written).integer("k", 1, 1, 65535)).isEqualTo(3128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "1.5", "x", "1e99999999", "0x50"})
    void integer_outsideOfTheRule_isRefused(String written) {
        assertThat(refusal(() -> values(TLS, "k", written).integer("k", 1, 1, 65535)))
                .isEqualTo(TLS + ": k=" + written + " must be a whole number from 1 to 65535");
    }

    @Test
    void text_ofSeveralElements_isRefused() {
        assertThat(refusal(() -> values(TLS, "k", List.of("a", "b")).text("k")))
                .isEqualTo(TLS + ": k must be one value, not 2");
    }

    @Test
    void text_unresolvedPlaceholder_isRefused() {
        assertThat(refusal(() -> values(TLS, "k", "/etc/$[env:X]/ca").text("k")))
                .isEqualTo(TLS + ": k=/etc/$[env:X]/ca is a placeholder that nothing has resolved");
        assertThat(refusal(() -> values(TLS, "k", "a,$[conf:b]").list("k")))
                .isEqualTo(TLS + ": k=$[conf:b] is a placeholder that nothing has resolved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$[secret:p]", "$[anything]", "file:$[env:DIR]/p"})
    void secret_unresolvedPlaceholder_isRefused(String written) {
        assertThat(refusal(() -> values(PROXY, "password", written).secret("password")))
                .isEqualTo(PROXY + ": password holds a placeholder $[...] that nothing has resolved");
    }

    @Test
    void secret_value_isKeptAsItIs() {
        assertThat(values(TLS, "k", " a,b $[ ").secret("k")).contains(" a,b $[ ");
    }

    @Test
    void secret_fromTheEnvironment_isResolved() {
        assertThat(values(TLS, "k", "env:SECRET").secret("k")).contains(Material.PASSWORD);
        assertThat(refusal(() -> values(TLS, "k", "env:NO_SUCH").secret("k")))
                .isEqualTo(TLS + ": k=env:NO_SUCH is not set in the environment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void secret_fromAFile_isResolvedWithoutTheLineEnd(String end) throws Exception {
        Files.writeString(dir.resolve("secret"), " s \n t" + end);
        assertThat(values(TLS, "k", "file:secret", "base.dir", dir.toString()).secret("k"))
                .contains(" s \n t");
    }

    @Test
    void secret_fromAMissingOrEmptyFile_isRefusedWithThePath() throws Exception {
        Path file = dir.resolve("secret");
        assertThat(refusal(() -> values(TLS, "k", "file:" + file).secret("k")))
                .isEqualTo(TLS + ": k=file:" + file + " does not exist");
        Files.writeString(file, "\n");
        assertThat(refusal(() -> values(TLS, "k", "file:" + file).secret("k")))
                .isEqualTo(TLS + ": k=file:" + file + " is empty");
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThat(refusal(() -> values(TLS, "k", "file:" + file).secret("k")))
                .isEqualTo(TLS + ": k=file:" + file + " must not be larger than 1048576 bytes");
    }

    @Test
    void path_thatIsNone_isRefused() {
        assertThat(refusal(() -> values(TLS, "k", "a\0b").path("k")))
                .isEqualTo(TLS + ": k=a\0b must be a path: Nul character not allowed");
        assertThat(refusal(() -> values(TLS, "k", "file:a\0b").secret("k")))
                .isEqualTo(TLS + ": k must refer to a path: Nul character not allowed");
    }

    @Test
    void suggestion_farFromAllKeys_isNotMade() {
        assertThat(UnknownKeys.complaint("colour", "", Set.of("host", "port"))).isEqualTo("key colour is not known");
        assertThat(UnknownKeys.complaint("hots", "", Set.of("host", "port")))
                .isEqualTo("key hots is not known; did you mean host?");
    }
}
