/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void options_none_runWithDefaults() {
        Options options = Options.parse();
        assertThat(options.mode()).isEqualTo(Options.Mode.RUN);
        assertThat(options.home()).isEmpty();
        assertThat(options.http()).isEmpty();
    }

    @Test
    void options_all_areTaken() {
        Options options = Options.parse("--home", "h", "--config", "c", "--http", "127.0.0.1:0");
        assertThat(options.home()).contains(Path.of("h"));
        assertThat(options.config()).contains(Path.of("c"));
        assertThat(options.http().orElseThrow().getPort()).isZero();
        assertThat(Options.parse("receiver", "--port", "7").port()).isEqualTo(7);
        assertThat(Options.parse("demo").mode()).isEqualTo(Options.Mode.DEMO);
        assertThat(Options.parse("check", "c").config()).contains(Path.of("c"));
        assertThat(Options.parse("check", "c").mode()).isEqualTo(Options.Mode.CHECK);
        assertThat(Options.parse("verify", "--home", "h").mode()).isEqualTo(Options.Mode.VERIFY);
    }

    @ParameterizedTest
    @CsvSource({
        "--what, '--what: unknown argument'",
        "--home, '--home: needs a value'",
        "--home --config, '--home: needs a value'",
        "--http 8080, '--http 8080: must be HOST:PORT'",
        "--http 127.0.0.1:x, '--http x: the port must be 0 to 65535'",
        "receiver --port 70000, '--port 70000: the port must be 0 to 65535'",
        "--port 1, '--port: only with receiver'",
        "receiver --home h, 'receiver: only --port goes with it'",
        "demo receiver, 'receiver: only one of demo, receiver, verify and check'",
        "check, 'check: needs a value'",
        "check --home h, 'check: needs a value'",
        "check c --home h, 'check: only a file goes with it'",
        "verify --http 127.0.0.1:0, 'verify: only --home goes with it'",
        "demo --config c, 'demo: has a configuration of its own, --config does not go with it'"
    })
    void arguments_wrong_areNamed(String arguments, String message) {
        assertThatThrownBy(() -> Options.parse(arguments.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
