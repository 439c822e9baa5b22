/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HoconSettingsTest {

    @Test
    void file_configured_goesBeforeTheFrameworkProperty() {
        assertThat(HoconSettings.from(" a/../b.conf ", "c.conf").file())
                .contains(Path.of("b.conf").toAbsolutePath());
    }

    @Test
    void file_notConfigured_isThatOfTheFrameworkProperty() {
        assertThat(HoconSettings.from("", "c.conf").file())
                .contains(Path.of("c.conf").toAbsolutePath());
    }

    @Test
    void file_nowhere_isNone() {
        assertThat(HoconSettings.from(" ", null).file()).isEmpty();
        assertThat(HoconSettings.from("", " ").file()).isEmpty();
    }

    @Test
    void file_thatIsNoPath_isRefusedNamingPidKeyAndRule() {
        assertThatThrownBy(() -> HoconSettings.from("a\0", null))
                .hasMessage("io.audithook.hocon: file=a\0 must be a path: Nul character not allowed");
        assertThatThrownBy(() -> HoconSettings.from("", "a\0"))
                .hasMessage("framework property audithook.config=a\0 must be a path: Nul character not allowed");
    }
}
