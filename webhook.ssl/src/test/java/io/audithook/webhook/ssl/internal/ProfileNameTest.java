/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.ssl.internal;

import static io.audithook.webhook.ssl.internal.Configurations.refusal;
import static io.audithook.webhook.ssl.internal.Configurations.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.audithook.webhook.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileNameTest {

    private static String name(String pid, Object... keysAndValues) {
        Settings settings = values(pid, keysAndValues);
        String name = ProfileName.of(settings, "io.audithook.tls", "tls.name", "default");
        settings.check();
        return name;
    }

    @Test
    void name_notConfigured_isThatOfThePid() {
        assertThat(name("io.audithook.tls~corp")).isEqualTo("corp");
        assertThat(name("io.audithook.tls~my hook~2")).isEqualTo("my hook~2");
        assertThat(name("io.audithook.tls~corp", "tls.name", " ")).isEqualTo("corp");
    }

    @Test
    void name_configured_wins() {
        assertThat(name("io.audithook.tls.0815", "tls.name", "own")).isEqualTo("own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.audithook.tls.0815", "io.audithook.tls~"})
    void name_nowhere_isRefused(String pid) {
        assertThat(refusal(() -> name(pid)))
                .isEqualTo(pid + ": tls.name must be set, because the PID does not end with ~NAME");
    }

    @Test
    void pid_withoutAName_isRefused_whateverTheProfileIsCalled() {
        assertThat(refusal(() -> name("io.audithook.tls", "tls.name", "own")))
                .isEqualTo("io.audithook.tls: cannot be used, since it has no name; its PID has to be"
                        + " io.audithook.tls~NAME, its file io.audithook.tls-NAME.cfg");
    }

    @Test
    void name_builtIn_isRefused() {
        assertThat(refusal(() -> name("io.audithook.tls~default")))
                .isEqualTo("io.audithook.tls~default: tls.name=\"default\" is built in, choose another name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "(a", "a)", "a\\b", "a\nb"})
    void name_thatNeedsAnEscape_isRefused(String name) {
        assertThat(refusal(() -> name("io.audithook.tls~" + name)))
                .endsWith(": has a name with one of ( ) * \\ or a control character in it, and its changes would not be"
                        + " seen; give it another name");
        assertThat(refusal(() -> name("io.audithook.tls~a", "tls.name", name)))
                .endsWith("tls.name=\"" + name.replace('\n', '?') + "\" must not hold ( ) * \\ or control characters");
    }
}
