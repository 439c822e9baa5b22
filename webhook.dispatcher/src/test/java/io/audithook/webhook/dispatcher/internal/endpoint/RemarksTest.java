/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RemarksTest {

    private final Remarks remarks = new Remarks();

    @Test
    void remark_onTheSameConfiguration_isNewOnce() {
        assertThat(remarks.isNew("a", Map.of("url", new String[] {"x"}, "component.id", 1L), "wrong"))
                .isTrue();
        assertThat(remarks.isNew("a", Map.of("url", new String[] {"x"}, "component.id", 2L), "wrong"))
                .isFalse();
        assertThat(remarks.isNew("a", Map.of("url", new String[] {"x"}), "more"))
                .isTrue();
        assertThat(remarks.isNew("b", Map.of("url", new String[] {"x"}), "wrong"))
                .isTrue();
        assertThat(remarks.isNew("a", Map.of("url", new String[] {"y"}), "wrong"))
                .isTrue();
        assertThat(remarks.isNew("a", Map.of("url", new String[] {"y"}), "wrong"))
                .isFalse();
        remarks.forget("a");
        assertThat(remarks.isNew("a", Map.of("url", new String[] {"y"}), "wrong"))
                .isTrue();
    }
}
