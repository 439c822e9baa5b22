/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedPidsTest {

    private static final String FACTORY = "io.audithook.tls";

    @Test
    void configuration_withoutAName_isRefused() {
        Settings settings = new Settings(FACTORY, Map.of("service.pid", FACTORY));
        assertThat(NamedPids.refuse(settings, FACTORY)).isTrue();
        assertThatThrownBy(settings::check)
                .hasMessage("io.audithook.tls: cannot be used, since it has no name; its PID has to be"
                        + " io.audithook.tls~NAME, its file io.audithook.tls-NAME.cfg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.audithook.tls~corp", "io.audithook.tls.0815"})
    void configuration_ofTheFactory_isNotRefused(String pid) {
        Settings settings = new Settings(FACTORY, Map.of("service.pid", pid));
        assertThat(NamedPids.refuse(settings, FACTORY)).isFalse();
        settings.check();
    }

    @Test
    void keys_thatAreNoConfigurationYet_areNotRefused() {
        assertThat(NamedPids.refuse(new Settings(FACTORY, Map.of()), FACTORY)).isFalse();
    }
}
