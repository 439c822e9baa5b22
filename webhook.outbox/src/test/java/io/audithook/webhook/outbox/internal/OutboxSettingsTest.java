/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxSettingsTest {

    private static final Path DEFAULT = Path.of("default");

    private static OutboxSettings from(Map<String, Object> configuration) {
        return OutboxSettings.from(new Settings(OutboxConfig.PID, configuration), DEFAULT);
    }

    @Test
    void settings_none_haveDefaults() {
        assertThat(from(Map.of())).isEqualTo(Outboxes.settings(DEFAULT, 8L << 30, 32 << 20));
    }

    @Test
    void values_inEveryType_areRead() {
        OutboxSettings settings = from(Map.of(
                "directory",
                "x",
                "size.limit",
                5_000_000L,
                "retention",
                "7 d",
                "backlog.age",
                "30 d",
                "backlog.bytes",
                2_000_000,
                "full",
                "block",
                "cache.bytes",
                "2mb"));
        assertThat(settings)
                .isEqualTo(new OutboxSettings(
                        Path.of("x").toAbsolutePath(),
                        5_000_000,
                        Duration.ofDays(7),
                        Optional.of(Duration.ofDays(30)),
                        OptionalLong.of(2_000_000),
                        OutboxSettings.WhenFull.BLOCK,
                        2_000_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size.limit|1 KiB|size.limit=\"1 KiB\" must be from 1 MiB to 1024 TiB",
                "size.limit|lots|size.limit=\"lots\" must be a number of bytes, or one with a unit such as 512 MiB",
                "size.limit|999999999999999 GiB|size.limit=\"999999999999999 GiB\" must be from 1 MiB to 1024 TiB",
                "retention|-1|retention=\"-1\" must be a duration such as 500 ms, 30 s, 5 min, 2 h or 3 d",
                "backlog.age|soon|backlog.age=\"soon\" must be a duration such as 500 ms, 30 s, 5 min, 2 h or 3 d",
                "backlog.bytes|x|backlog.bytes=\"x\" must be a number of bytes, or one with a unit such as 512 MiB",
                "backlog.bytes|1 KiB|backlog.bytes=\"1 KiB\" must be from 1 MiB to 1024 TiB",
                "full|drop|full=\"drop\" must be reject or block",
                "cache.bytes|4 GiB|cache.bytes=\"4 GiB\" must be from 0 bytes to 2 GiB",
            })
    void value_againstARule_isRefusedByName(String key, String value, String message) {
        assertThatThrownBy(() -> from(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("io.audithook.outbox: " + message);
    }
}
