/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StraysTest {

    private static final String UNREAD = ": nobody reads this configuration";
    private static final Set<String> KNOWN = Set.of("io.audithook.endpoint", "io.audithook.address");

    private static Optional<String> judge(String pid, String factory) {
        return Strays.judge(pid, factory, KNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "io.audithook.endpoint~a,io.audithook.endpoint",
        "io.audithook.endpoint.123,io.audithook.endpoint",
        "io.audithook.address,"
    })
    void configuration_thatIsRead_isNotToldOf(String pid, String factory) {
        assertThat(judge(pid, factory)).isEmpty();
    }

    @Test
    void name_withATilde_isNoFactorys() {
        assertThat(judge("io.audithook.endpoint~a", null))
                .contains("io.audithook.endpoint~a" + UNREAD + ", since it is not one of the factory"
                        + " io.audithook.endpoint; a file has to be called io.audithook.endpoint-a.cfg");
    }

    @Test
    void factory_withoutAName_isToldOf() {
        assertThat(judge("io.audithook.endpoint", null).orElseThrow()).endsWith("io.audithook.endpoint-NAME.cfg");
    }

    @Test
    void pid_misspelt_isToldOfWithASuggestion() {
        assertThat(judge("io.audithook.adress", null))
                .contains("io.audithook.adress" + UNREAD + "; did you mean io.audithook.address?");
        assertThat(judge("io.audithook.endpont~z", "io.audithook.endpont"))
                .contains("io.audithook.endpont~z" + UNREAD + "; did you mean io.audithook.endpoint?");
    }

    @Test
    void pid_ofAnotherBundle_isNotToldOf() {
        assertThat(judge("io.audithook.receiver", null)).isEmpty();
    }
}
