/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String PID = "io.audithook.some~one";

    @TempDir
    private Path dir;

    private static Settings settings(Object... keysAndValues) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Settings(PID, map, Map.of("SECRET", "MARKER")::get, warning -> {});
    }

    /** What is said of the value under the key {@code k}, behind the PID. */
    private static String refusal(Settings settings, Consumer<Settings> reader) {
        reader.accept(settings);
        List<String> messages = settings.validate(read -> {}, SettingsTest::message);
        assertThat(messages).as("messages").hasSize(1).allMatch(message -> message.startsWith(PID + ": "));
        assertThatThrownBy(settings::check)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(messages.get(0));
        return messages.get(0).substring(PID.length() + 2);
    }

    private static String refusal(Object value, Consumer<Settings> reader) {
        return refusal(settings("k", value), reader);
    }

    private static String message(
            String pid, String key, String value, String rule, String suggestion, boolean error, String message) {
        assertThat(message).startsWith(pid + ": ").contains(key, value, rule, suggestion);
        return message;
    }

    /** Keeps arrays whole. */
    private static Stream<Arguments> arguments(Object... written) {
        return Stream.of(written).map(value -> Arguments.of(value));
    }

    static Stream<Arguments> lists() {
        return arguments(
                "1,2",
                " 1 , ,2 ",
                new String[] {"1", "2"},
                List.of("1", "2"),
                List.of("1,2"),
                new Object[] {'1', " 2 "},
                new int[] {1, 2},
                new long[] {1, 2},
                new Integer[] {1, 2},
                new char[] {'1', '2'});
    }

    @ParameterizedTest
    @MethodSource("lists")
    void list_inAnyType_isRead(Object written) {
        assertThat(settings("k", written).list("k")).containsExactly("1", "2");
    }

    @Test
    void list_absentOrBlank_isEmpty() {
        assertThat(settings().list("k")).isEmpty();
        assertThat(settings("k", "").list("k")).isEmpty();
        assertThat(settings("k", new String[] {" ", null}).list("k")).isEmpty();
    }

    static Stream<Arguments> truths() {
        return arguments(
                true, "true", "TRUE", " yes ", "on", new Boolean[] {true}, new boolean[] {true}, List.of("on"));
    }

    @ParameterizedTest
    @MethodSource("truths")
    void flag_inAnyType_isRead(Object written) {
        assertThat(settings("k", written).flag("k", false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "No", "off"})
    void flag_false_isRead(String written) {
        assertThat(settings("k", written).flag("k", true)).isFalse();
        assertThat(refusal("perhaps", read -> read.flag("k", true))).isEqualTo("k=\"perhaps\" must be true or false");
    }

    static Stream<Arguments> numbers() {
        return arguments(
                3128,
                3128L,
                (short) 3128,
                3128.0,
                "3128",
                " 3128 ",
                "3.128e3",
                new String[] {"3128"},
                new int[] {3128},
                List.of(3128));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void integer_inAnyType_isRead(Object written) {
        assertThat(settings("k", written).integer("k", 1, 1, 65535)).isEqualTo(3128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "1.5", "x", "1e99999999", "0x50", "1_000", "٣"})
    void integer_againstTheRule_isRefusedAndReadAsAbsent(String written) {
        assertThat(refusal(
                        written,
                        read -> assertThat(read.integer("k", 7, 1, 65535)).isEqualTo(7)))
                .isEqualTo("k=\"" + written + "\" must be a whole number from 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "10.1", "NaN", "Infinity", "1d", "x"})
    void decimal_againstTheRule_isRefused(String written) {
        assertThat(refusal(written, read -> read.decimal("k", 1, 0, 10)))
                .isEqualTo("k=\"" + written + "\" must be a number from 0 to 10");
        assertThat(settings("k", "0.25").decimal("k", 1, 0, 10)).isEqualTo(0.25);
    }

    @ParameterizedTest
    @CsvSource({
        "30 s,30000",
        "30000,30000",
        "500ms,500",
        "1.5 min,90000",
        "2 hours,7200000",
        "1 d,86400000",
        "1 MIN,60000",
        "0.1 s,100"
    })
    void duration_inEverySpelling_isRead(String text, long millis) {
        assertThat(settings("k", text).duration("k", Duration.ZERO)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "soon|must be a duration such as 500 ms, 30 s, 5 min, 2 h or 3 d",
                "-1 s|must be a duration such as 500 ms, 30 s, 5 min, 2 h or 3 d",
                "1 fortnight|must be a duration such as 500 ms, 30 s, 5 min, 2 h or 3 d",
                "0|must be from 1 ms to 3650 d",
                "3651 d|must be from 1 ms to 3650 d",
                "99999999999999999999999999999999 d|must be from 1 ms to 3650 d",
            })
    void duration_againstTheRule_isRefused(String written, String rule) {
        assertThat(refusal(written, read -> read.duration("k"))).isEqualTo("k=\"" + written + "\" " + rule);
    }

    @ParameterizedTest
    @CsvSource({
        "1048576,1048576",
        "1 MiB,1048576",
        "1.5 KiB,1536",
        "2mb,2000000",
        "8 GiB,8589934592",
        "1TiB,1099511627776"
    })
    void bytes_inEverySpelling_areRead(String text, long bytes) {
        assertThat(settings("k", text).bytes("k", 0, 1L << 50)).contains(bytes);
        assertThat(refusal("1 KiB", read -> read.bytes("k", 1 << 20, 1L << 33)))
                .isEqualTo("k=\"1 KiB\" must be from 1 MiB to 8 GiB");
    }

    @Test
    void constant_byItsName_isRead() {
        assertThat(settings("k", "Milliseconds").constant("k", TimeUnit.DAYS)).isEqualTo(TimeUnit.MILLISECONDS);
        assertThat(refusal("years", read -> read.constant("k", TimeUnit.DAYS)))
                .isEqualTo("k=\"years\" must be nanoseconds, microseconds, milliseconds, seconds, minutes, hours or"
                        + " days");
    }

    @Test
    void text_ofSeveralElements_isRefused() {
        assertThat(refusal(List.of("a", "b"), read -> read.text("k"))).isEqualTo("k must be one value, not 2");
    }

    @Test
    void value_longOrWithControlCharacters_isShownShort() {
        assertThat(refusal("a\tb" + "c".repeat(300), read -> read.flag("k", true)))
                .isEqualTo("k=\"a?b" + "c".repeat(197) + "...\" must be true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$[secret:MARKER]", "/etc/$[env:X]/ca", "a,$[conf:MARKER]", "file:$[env:DIR]/p", "$[]"})
    void placeholder_anywhere_isRefusedAndNotShown(String written) {
        String message = "k holds a placeholder $[...] that nothing has resolved";
        assertThat(refusal(written, read -> read.text("k"))).isEqualTo(message);
        assertThat(refusal(written, read -> read.list("k"))).isEqualTo(message);
        assertThat(refusal(written, read -> read.secret("k"))).isEqualTo(message);
        assertThat(refusal(new String[] {"a", written}, read -> read.list("k"))).isEqualTo(message);
        assertThat(settings("k", written).has("k")).isTrue();
    }

    @Test
    void secret_value_isKeptAsItIs() {
        assertThat(settings("k", " a,b $[ ").secretText("k")).contains(" a,b $[ ");
    }

    @Test
    void secret_fromTheEnvironment_isResolved() {
        assertThat(settings("k", "env:SECRET").secretText("k")).contains("MARKER");
        assertThat(refusal("env:NO_SUCH", read -> read.secretText("k")))
                .isEqualTo("k=\"env:NO_SUCH\" is not set in the environment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void secret_fromAFile_isResolvedWithoutTheLineEnd(String end) throws Exception {
        Files.writeString(dir.resolve("secret"), " s \n t" + end);
        assertThat(settings("k", "file:secret", "base.dir", dir.toString()).secretText("k"))
                .contains(" s \n t");
    }

    @Test
    void secret_fromABadFile_isRefusedWithThePath() throws Exception {
        Path file = dir.resolve("secret");
        assertUnreadable(file, "does not exist");
        assertUnreadable(dir, "must be a file");
        Files.writeString(file, "\n");
        assertUnreadable(file, "is empty");
        Files.write(file, new byte[(1 << 20) + 1]);
        assertUnreadable(file, "must not be larger than 1048576 bytes");
        Files.write(file, "MARKER\u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertUnreadable(file, "is not text in UTF-8");
    }

    private static void assertUnreadable(Path file, String rule) {
        Settings settings = settings("k", "file:" + file);
        assertThat(refusal(settings, read -> read.secretText("k"))).isEqualTo("k=\"file:" + file + "\" " + rule);
        assertThatThrownBy(settings::check).matches(e -> ((InvalidSettingsException) e).isOfFiles());
    }

    @Test
    void path_thatIsNone_isRefused() {
        assertThat(refusal("a\0b", read -> read.path("k")))
                .isEqualTo("k=\"a?b\" must be a path: Nul character not allowed");
        assertThat(refusal("file:a\0b", read -> read.secret("k")))
                .isEqualTo("k must refer to a path: Nul character not allowed");
    }

    @Test
    void headers_inOneText_areParted() {
        assertThat(settings("k", "X-A: 1, 2, X-B: 3").headers("k")).containsExactly("X-A: 1, 2", "X-B: 3");
        assertThat(settings("k", new String[] {"X-A: 1, X-B: 3"}).headers("k")).containsExactly("X-A: 1, X-B: 3");
    }

    @Test
    void problems_many_areAllSaidAtOnce() {
        List<String> told = new ArrayList<>();
        Settings settings = new Settings(
                "unused", Map.of("service.pid", PID, "a", "x", "b", "y", "c", "1"), name -> null, told::add);
        settings.flag("a", true);
        settings.integer("b", 1, 1, 9);
        settings.integer("c", 1, 1, 9);
        settings.problem("d", "is required");
        settings.warn("e=1 has no effect");
        assertThatThrownBy(settings::check)
                .hasMessage(PID + ": a=\"x\" must be true or false; b=\"y\" must be a whole number from 1 to 9;"
                        + " d is required");
        assertThat(told).containsExactly(PID + ": e=1 has no effect");
    }

    @Test
    void relation_ofValuesThatAreWrong_isNotLookedAt() {
        Settings settings = settings("k", "x");
        int k = settings.integer("k", 1, 1, 9);
        assertThatThrownBy(() -> settings.complete(() -> {
                    throw new IllegalArgumentException("k=" + k + " must not be less than l=2");
                }))
                .hasMessage(PID + ": k=\"x\" must be a whole number from 1 to 9");
        assertThatThrownBy(() -> settings().complete(() -> {
                    throw new IllegalArgumentException("k=1 must not be less than l=2");
                }))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(PID + ": k=1 must not be less than l=2");
    }

    @Test
    void message_ofWhoeverMakesOne_isOneLineAndShort() {
        for (String made : List.of(
                "k=\"" + "x".repeat(9_999) + "\" must\nbe shorter",
                "k must not be " + "x".repeat(9_999) + "\n",
                "k=\" is no\nvalue",
                "k=\"" + "x".repeat(9_999) + " is no value")) {
            Settings settings = settings();
            assertThat(settings.attempt(() -> {
                        throw new IllegalArgumentException(made);
                    }))
                    .isEmpty();
            assertThat(settings.validate(read -> {}, (pid, key, value, rule, suggestion, error, message) -> message))
                    .singleElement()
                    .asString()
                    .startsWith(PID + ": k")
                    .hasSizeLessThan(1_300)
                    .doesNotContain("\n");
        }
    }
}
