/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MaskTest {

    private static final String INSTEAD = "(not shown: it holds a secret)";

    @Test
    void text_withASecretOrTheBeginningOfOneAtItsEnd_isNotShown() {
        assertThat(Mask.over("a MARKER-1234 b", List.of("MARKER-1234"))).isEqualTo(INSTEAD);
        assertThat(Mask.over("cut off at MARKER-12", List.of("MARKER-1234"))).isEqualTo(INSTEAD);
        assertThat(Mask.over("cut off at MAR", List.of("MARKER-1234"))).isEqualTo("cut off at MAR");
    }

    @Test
    void secret_thatIsEmpty_hidesNothing() {
        assertThat(Mask.over("HTTP 500", List.of("", "MARKER-1234"))).isEqualTo("HTTP 500");
    }
}
