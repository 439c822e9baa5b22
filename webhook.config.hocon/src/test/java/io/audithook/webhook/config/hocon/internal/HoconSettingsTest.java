/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HoconSettingsTest {

    private static HoconSettings from(String property, String... configured) {
        return HoconSettings.from(configured, property, WhenDeleted.PAUSE);
    }

    @Test
    void files_configured_goBeforeTheFrameworkProperty() {
        assertThat(from("c.conf", " a/../b.conf ", "b.conf", "d.conf").files())
                .containsExactly(
                        Path.of("b.conf").toAbsolutePath(), Path.of("d.conf").toAbsolutePath());
    }

    @Test
    void files_notConfigured_areThoseOfTheFrameworkProperty() {
        assertThat(from("c.conf" + File.pathSeparator + "d.conf").files())
                .containsExactly(
                        Path.of("c.conf").toAbsolutePath(), Path.of("d.conf").toAbsolutePath());
    }

    @Test
    void files_nowhere_areNone() {
        assertThat(from(null, " ").files()).isEmpty();
        assertThat(from(" ").files()).isEmpty();
    }

    @Test
    void file_thatIsNoPath_isRefusedNamingPidKeyAndRule() {
        assertThatThrownBy(() -> from(null, "a\0"))
                .hasMessage("io.audithook.hocon: file=a\0 must be a path: Nul character not allowed");
        assertThatThrownBy(() -> from("a\0"))
                .hasMessage("framework property audithook.config=a\0 must be a path: Nul character not allowed");
    }

    @Test
    void whenDeleted_otherThanItsWords_isRefused() {
        assertThat(WhenDeleted.of(" Keep")).isEqualTo(WhenDeleted.KEEP);
        assertThatThrownBy(() -> WhenDeleted.of("forget"))
                .hasMessage("io.audithook.hocon: whenDeleted=forget must be pause, delete or keep");
    }
}
