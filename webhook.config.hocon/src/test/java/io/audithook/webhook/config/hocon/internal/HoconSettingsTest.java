/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.config.hocon.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audithook.webhook.settings.InvalidSettingsException;
import io.audithook.webhook.settings.Settings;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoconSettingsTest {

    private static HoconSettings from(String property, String... configured) {
        return from(Map.of("file", configured)).orFrom(property);
    }

    private static HoconSettings from(Map<String, Object> configuration) {
        return HoconSettings.from(new Settings(HoconConfig.PID, configuration));
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
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("io.audithook.hocon: file=")
                .hasMessageEndingWith("must be a path: Nul character not allowed");
        assertThatThrownBy(() -> from("a\0"))
                .hasMessage("framework property audithook.config=a\0 must be a path: Nul character not allowed");
    }

    @Test
    void whenDeleted_inAnySpelling_isRead_andPauseIfThereIsNone() {
        assertThat(from(Map.of("whenDeleted", " Keep")).whenDeleted()).isEqualTo(WhenDeleted.KEEP);
        assertThat(from(Map.of()).whenDeleted()).isEqualTo(WhenDeleted.PAUSE);
    }

    @Test
    void configuration_withMistakes_isRefusedNamingThemAll() {
        assertThatThrownBy(() -> from(Map.of("fiel", "a.conf", "whenDeleted", "forget")))
                .hasMessage("io.audithook.hocon: fiel is not known; did you mean file?;"
                        + " whenDeleted=\"forget\" must be pause, delete or keep");
    }
}
