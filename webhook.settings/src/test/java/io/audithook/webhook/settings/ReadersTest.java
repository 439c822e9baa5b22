/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadersTest {

    private final Readers readers = new Readers(Map.of(
            "io.one", settings -> settings.complete(() -> settings.integer("a", 1, 1, 2)),
            "io.two", settings -> settings.complete(() -> settings.flag("a", true))));

    private List<String> messages(String pid) {
        return readers.validate(pid, Map.of("a", "3"), (of, key, value, rule, suggestion, error, message) -> message);
    }

    @Test
    void validate_eachByItsOwnReader() {
        assertThat(readers.pids()).containsExactlyInAnyOrder("io.one", "io.two");
        assertThat(messages("io.one")).containsExactly("io.one: a=\"3\" must be a whole number from 1 to 2");
        assertThat(messages("io.two~some~name")).containsExactly("io.two~some~name: a=\"3\" must be true or false");
    }

    @Test
    void validate_whatNobodyReads_isRefused() {
        assertThatThrownBy(() -> messages("io.three~a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("io.three~a is not of [io.");
    }
}
