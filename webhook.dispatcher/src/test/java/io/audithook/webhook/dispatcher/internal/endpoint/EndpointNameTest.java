/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointNameTest {

    @Test
    void endpoint_withoutAName_isNone() {
        assertThat(EndpointName.isMissing(Map.of("service.pid", "io.audithook.endpoint")))
                .isTrue();
        assertThat(EndpointName.isMissing(Map.of("service.pid", "io.audithook.endpoint~a")))
                .isFalse();
        assertThat(EndpointName.isMissing(Map.of("service.pid", "io.audithook.endpoint.0815")))
                .isFalse();
    }

    @Test
    void configuration_withoutAName_isRefused() {
        assertThat(EndpointValidator.mistake(Map.of("service.pid", "io.audithook.endpoint", "url", "http://host/"))
                        .orElseThrow())
                .startsWith("io.audithook.endpoint: cannot be used, since it has no name");
    }
}
