/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void settings_none_haveDefaults() {
        assertThat(OutboxSettings.from(Map.of(), DEFAULT)).isEqualTo(Outboxes.settings(DEFAULT, 8L << 30, 32 << 20));
    }

    @Test
    void values_inEveryType_areRead() {
        OutboxSettings settings = OutboxSettings.from(
                Map.of(
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
                        "2mb"),
                DEFAULT);
        assertThat(settings)
                .isEqualTo(new OutboxSettings(
                        Path.of("x"),
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
                "size.limit|1 KiB|size.limit=1024 must be at least 1 MiB",
                "size.limit|lots|size.limit=\"lots\" must be a number of bytes such as 512 MiB or 8 GiB",
                "size.limit|999999999999999 GiB|size.limit=\"999999999999999 GiB\" is too large",
                "retention|-1|retention=\"-1\" must be a duration such as 30 min, 24 h or 7 d",
                "backlog.age|soon|backlog.age=\"soon\" must be a duration such as 7 d, or empty for no limit",
                "backlog.bytes|x|backlog.bytes=\"x\" must be a number of bytes such as 4 GiB, or empty for no limit",
                "backlog.bytes|1 KiB|backlog.bytes=1024 must be at least 1 MiB, or empty for no limit",
                "full|drop|full=\"drop\" must be reject or block",
                "cache.bytes|4 GiB|cache.bytes=4294967296 must be 0 to 2147483647",
            })
    void value_againstARule_isRefusedByName(String key, String value, String message) {
        assertThatThrownBy(() -> OutboxSettings.from(Map.of(key, value), DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
