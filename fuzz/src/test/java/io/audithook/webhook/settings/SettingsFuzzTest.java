/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What may stand under a key. */
class SettingsFuzzTest {

    private static final Form FORM = Form.of(Fields.class).numbered("trust");

    private static final List<Consumer<Settings>> READERS = List.of(
            settings -> settings.checkKeys(FORM),
            settings -> settings.text("k"),
            settings -> settings.headers("k"),
            settings -> settings.flag("k", true),
            settings -> settings.integer("k", 1, 1, 100),
            settings -> settings.decimal("k", 1, 0, 100),
            settings -> settings.durations("k", List.of()),
            settings -> settings.durationFromZero("k", Duration.ZERO),
            settings -> settings.bytes("k", 1, 100),
            settings -> settings.constant("k", TimeUnit.DAYS),
            settings -> settings.paths("k"),
            settings -> settings.secretText("k"));

    @FuzzTest(maxDuration = "20s")
    void value_ofAnyText_isReadOrRefused(@NotNull String key, @NotNull String value) {
        for (Consumer<Settings> reader : READERS) {
            Map<String, Object> configuration = Map.of("k", value, "x" + key, value);
            for (String message : new Settings("p", configuration)
                    .validate(reader, (pid, of, shown, rule, suggestion, error, text) -> text)) {
                if (!message.startsWith("p: ") || message.length() > 2_000) {
                    throw new AssertionError(message);
                }
            }
        }
    }

    @interface Fields {
        String k();

        String auth_type();

        String trust_path();
    }
}
