/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a tool may write: every reader gives a value or says what is wrong, and shows no secret. */
class AnyConfigurationTest {

    private static final Form FORM = Form.of(FormTest.Fields.class).numbered("trust");

    private static final List<Consumer<Settings>> READERS = List.of(
            settings -> settings.text("k"),
            settings -> settings.list("k"),
            settings -> settings.headers("k"),
            settings -> settings.flag("k", true),
            settings -> settings.integer("k", 1, 1, 100),
            settings -> settings.decimal("k", 1, 0, 100),
            settings -> settings.duration("k", Duration.ZERO),
            settings -> settings.durations("k", List.of()),
            settings -> settings.bytes("k", 1, 100),
            settings -> settings.constant("k", TimeUnit.DAYS),
            settings -> settings.path("k"),
            settings -> settings.paths("k"));

    @Provide
    static Arbitrary<Object> values() {
        Arbitrary<Object> numberLike = Arbitraries.strings()
                .withChars("0123456789.eE+-_ msinhdkMGiB,$[]:")
                .ofMaxLength(60)
                .asGeneric();
        Arbitrary<Object> single = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(300).asGeneric(),
                numberLike,
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.chars().asGeneric(),
                Arbitraries.of(true, false).asGeneric());
        return Arbitraries.oneOf(
                single,
                single.list().ofMaxSize(5).asGeneric(),
                single.array(Object[].class).ofMaxSize(5).asGeneric(),
                Arbitraries.strings().array(String[].class).ofMaxSize(5).asGeneric(),
                Arbitraries.integers().array(int[].class).ofMaxSize(5).asGeneric(),
                Arbitraries.doubles().array(double[].class).ofMaxSize(5).asGeneric(),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(5).asGeneric());
    }

    @Property
    void value_ofAnyTypeAndText_isReadOrRefused(@ForAll("values") Object value) {
        for (Consumer<Settings> reader : READERS) {
            Settings settings = new Settings("p", Map.of("k", value));
            reader.accept(settings);
            List<String> messages = settings.validate(read -> {}, AnyConfigurationTest::message);
            assertThat(messages).allMatch(message -> message.startsWith("p: k"));
        }
    }

    @Property
    void secret_ofAnyTypeAndText_isNotShown(@ForAll("values") Object value) {
        String marker = "MARKER";
        for (Object secret : List.of(value + marker, new Object[] {value, marker}, Arrays.asList(marker, value))) {
            Settings settings = new Settings("p", Map.of("k", secret));
            settings.secretText("k");
            settings.rotating("k", settings.secrets("k"), texts -> {
                throw new IllegalArgumentException("k must be another one");
            });
            assertThat(settings.validate(read -> {}, AnyConfigurationTest::message))
                    .isNotEmpty()
                    .noneMatch(message -> message.contains(marker)
                            && !message.contains("k=\"file:")
                            && !message.contains("k=\"env:"));
        }
    }

    @Property
    void key_ofAnyText_isKnownForeignOrTold(@ForAll String key, @ForAll("values") Object value) {
        Settings settings = new Settings("p", Map.of(key, value));
        List<String> messages = settings.validate(read -> read.checkKeys(FORM), AnyConfigurationTest::message);
        assertThat(messages.isEmpty()).isEqualTo(FORM.knows(key) || Form.isForeign(key));
    }

    private static String message(
            String pid, String key, String value, String rule, String suggestion, boolean error, String message) {
        return message;
    }
}
